package org.broadsheet.render.release;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.broadsheet.common.id.UrlPath;
import org.broadsheet.common.record.Published;

/**
 * How an ordered list is cut into pages: full blocks of 20 counted from the oldest, which never change again when newer posts
 * come, and a newest page that shows the unfinished block and the one before it.
 *
 * @param list where the newest page is, such as {@code /archive}
 * @param posts oldest first
 */
public record ListPages(UrlPath list, List<Published> posts) {
    public static final int BLOCK = 20;

    /** The number of full blocks: the pages {@code 1…n}. */
    public int full() {
        return posts.size() / BLOCK;
    }

    /** The posts on a page, newest first; page 0 is the newest page. */
    public List<Published> on(int page) {
        List<Published> block = page == 0
                ? posts.subList(Math.max(0, full() - 1) * BLOCK, posts.size())
                : posts.subList((page - 1) * BLOCK, page * BLOCK);
        return block.reversed();
    }

    public UrlPath url(int page) {
        return url(list, page);
    }

    public static UrlPath url(UrlPath list, int page) {
        return page == 0 ? list : new UrlPath(list + "/" + page);
    }

    /** Of all pages. */
    public void urls(Consumer<UrlPath> to) {
        IntStream.rangeClosed(0, full()).mapToObj(this::url).forEach(to);
    }

    /** Where newer posts than on this page are. */
    public Optional<UrlPath> newer(int page) {
        return page == 0 ? Optional.empty() : Optional.of(url(page < full() ? page + 1 : 0));
    }

    /** Where older posts are. The newest page shows the last full block too, so that it goes on behind that. */
    public Optional<UrlPath> older(int page) {
        int older = page == 0 ? full() - 1 : page - 1;
        return older < 1 ? Optional.empty() : Optional.of(url(older));
    }

    public boolean has(int page) {
        return page >= 0 && page <= full();
    }
}

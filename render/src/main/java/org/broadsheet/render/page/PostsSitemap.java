package org.broadsheet.render.page;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.broadsheet.common.id.UrlPath;
import org.broadsheet.common.record.Published;
import org.broadsheet.common.storage.ByteSource;
import org.broadsheet.render.release.Change;
import org.broadsheet.render.release.ListChange;
import org.broadsheet.render.release.Site;

/**
 * The sitemap of a block of posts, counted from the oldest.
 *
 * @param block from 1
 */
public record PostsSitemap(int block) implements GeneratedFile<SitemapXml.View> {
    private static final int BLOCK = 200;
    private static final String URL = "/sitemap-posts-";

    static final Family FAMILY = new Family() {
        @Override
        public Optional<PostsSitemap> at(Site site, UrlPath url) {
            String value = url.value();
            if (!value.startsWith(URL) || !value.endsWith(".xml")) {
                return Optional.empty();
            }
            int block = Outputs.number(value.substring(URL.length(), value.length() - ".xml".length()));
            return block >= 1 && block <= blocks(site) ? Optional.of(new PostsSitemap(block)) : Optional.empty();
        }

        @Override
        public void all(Site site, Consumer<UrlPath> to) {
            IntStream.rangeClosed(1, blocks(site)).mapToObj(PostsSitemap::url).forEach(to);
        }

        @Override
        public void candidates(Change change, Consumer<UrlPath> to) {
            ListChange posts = change.lists().get(Site.ARCHIVE);
            if (posts != null) {
                posts.blocks(BLOCK).stream().mapToObj(block -> url(block + 1)).forEach(to);
            }
        }
    };

    static int blocks(Site site) {
        return (site.posts().size() + BLOCK - 1) / BLOCK;
    }

    static UrlPath url(int block) {
        return new UrlPath(URL + block + ".xml");
    }

    @Override
    public UrlPath url() {
        return url(block);
    }

    @Override
    public SitemapXml.View view(Views views) {
        List<Published> posts = views.site().posts();
        int from = (block - 1) * BLOCK;
        return new SitemapXml.View(posts.subList(from, Math.min(posts.size(), from + BLOCK)).stream()
                .map(post -> SitemapXml.entry(views, post))
                .toList());
    }

    @Override
    public ByteSource bytes(SitemapXml.View view, Materials of) {
        return SitemapXml.sitemap(view);
    }
}

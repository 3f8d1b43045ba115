package org.broadsheet.render.page;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.broadsheet.common.id.UrlPath;
import org.broadsheet.common.storage.ByteSource;
import org.broadsheet.render.release.Change;
import org.broadsheet.render.release.ListPages;
import org.broadsheet.render.release.Site;
import org.broadsheet.render.theme.ListingView;
import org.broadsheet.render.theme.PageNavigation;
import org.broadsheet.render.theme.Words;

/**
 * A page of a list of posts.
 *
 * @param list where the list's newest page is: {@code /archive}, {@code /topics/<topic>}, {@code /authors/<author>}
 * @param page from 1, of a full block; 0 is the newest page
 */
public record ListPage(UrlPath list, int page) implements Listing<ListingView> {
    static final Family FAMILY = new Family() {
        @Override
        public Optional<ListPage> at(Site site, UrlPath url) {
            if (site.hasList(url)) {
                return Optional.of(new ListPage(url, 0));
            }
            int slash = url.value().lastIndexOf('/');
            int page = Outputs.number(url.value().substring(slash + 1));
            if (slash <= 0 || page < 1) {
                return Optional.empty();
            }
            UrlPath list = new UrlPath(url.value().substring(0, slash));
            return site.hasList(list) && pages(site, list).has(page)
                    ? Optional.of(new ListPage(list, page))
                    : Optional.empty();
        }

        @Override
        public void all(Site site, Consumer<UrlPath> to) {
            site.lists(list -> pages(site, list).urls(to));
        }

        @Override
        public void candidates(Change change, Consumer<UrlPath> to) {
            change.lists().forEach((list, posts) -> {
                ListPages before = pages(change.before(), list);
                ListPages now = pages(change.now(), list);
                if (isHeadedAnew(change, list)) {
                    before.urls(to);
                    now.urls(to);
                    return;
                }
                to.accept(list);
                // What was the last full block, or is now, leads to other ones.
                to.accept(now.url(before.full()));
                to.accept(now.url(now.full()));
                posts.blocks(ListPages.BLOCK).stream()
                        .map(block -> block + 1)
                        .filter(page -> page <= Math.max(before.full(), now.full()))
                        .forEach(page -> to.accept(now.url(page)));
            });
            for (UrlPath list : change.introductions()) {
                to.accept(list);
                if (isHeadedAnew(change, list)) {
                    pages(change.now(), list).urls(to);
                }
            }
        }

        /** Whether all pages of a list show something else above the posts, which takes no look at them. */
        private boolean isHeadedAnew(Change change, UrlPath list) {
            return change.before().hasList(list) != change.now().hasList(list)
                    || !change.before().heading(list).equals(change.now().heading(list));
        }
    };

    private static ListPages pages(Site site, UrlPath list) {
        return new ListPages(list, site.list(list));
    }

    @Override
    public UrlPath url() {
        return ListPages.url(list, page);
    }

    @Override
    public Instant newest(Site site) {
        return page == 0 ? Instant.MAX : pages(site, list).on(page).getFirst().publishedAt();
    }

    @Override
    public ListingView view(Views views) {
        Site site = views.site();
        ListPages pages = pages(site, list);
        Optional<UrlPath> newer = pages.newer(page);
        Optional<UrlPath> older = pages.older(page);
        Site.Heading heading = site.heading(list);
        return new ListingView(
                views.at(url()),
                label(views.words()),
                heading.title().orElse(list.equals(Site.ARCHIVE) ? views.words().archive() : heading.name()),
                page == 0 ? Optional.empty() : Optional.of(page),
                Site.isAuthor(list) ? views.picture(heading.name(), heading.picture()) : Optional.empty(),
                page == 0 ? site.introduction(list).map(views::article) : Optional.empty(),
                page == 0 && list.equals(Site.ARCHIVE) ? views.choice(pages.on(page)) : List.of(),
                views.entries(pages.on(page)),
                newer.isEmpty() && older.isEmpty()
                        ? Optional.empty()
                        : Optional.of(new PageNavigation(newer.map(views.urls()::path), older.map(views.urls()::path))),
                views.urls().absolute(url()));
    }

    private Optional<String> label(Words words) {
        if (list.equals(Site.ARCHIVE)) {
            return Optional.empty();
        }
        return Optional.of(Site.isTopic(list) ? words.topic() : words.author());
    }

    @Override
    public ByteSource bytes(ListingView view, Materials of) throws IOException {
        return ByteSource.of(of.theme().listing(view, Views.introduction(view.introduction(), of)));
    }
}

package org.broadsheet.render.page;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.broadsheet.common.id.UrlPath;
import org.broadsheet.common.record.Published;
import org.broadsheet.common.record.Readable;
import org.broadsheet.common.storage.ByteSource;
import org.broadsheet.render.release.Change;
import org.broadsheet.render.release.Site;
import org.broadsheet.render.theme.HomeView;

/** The newest posts. */
public record HomePage(UrlPath url) implements Listing<HomeView> {
    static final Family FAMILY = Family.of(Site::home, HomePage::new, HomePage::shows);

    private static final int NEWEST = 10;

    private static boolean shows(Change change) {
        return change.lists().containsKey(Site.ARCHIVE)
                || change.introductions().contains(UrlPath.ROOT)
                || change.introductions().contains(Site.BLOG);
    }

    /** With a page at the root the introduction stays the list's, wherever that has moved. */
    @Override
    public HomeView view(Views views) {
        Site site = views.site();
        Optional<Readable.Introduction> introduction = site.introduction(url).or(() -> site.introduction(UrlPath.ROOT));
        List<Published> posts = newest(site.posts());
        return new HomeView(
                views.at(url),
                introduction
                        .flatMap(Readable.Introduction::title)
                        .or(() -> site.pageAtRoot() ? Optional.of(views.words().blog()) : Optional.empty()),
                introduction.map(views::article),
                views.choice(posts),
                views.entries(posts),
                views.urls().absolute(url));
    }

    private static List<Published> newest(List<Published> posts) {
        return posts.subList(Math.max(0, posts.size() - NEWEST), posts.size()).reversed();
    }

    @Override
    public ByteSource bytes(HomeView view, Materials of) throws IOException {
        return ByteSource.of(of.theme().home(view, Views.introduction(view.introduction(), of)));
    }
}

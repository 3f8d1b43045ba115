package org.broadsheet.render.page;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.broadsheet.common.id.UrlPath;
import org.broadsheet.common.record.Readable;
import org.broadsheet.common.storage.ByteSource;
import org.broadsheet.render.release.Change;
import org.broadsheet.render.release.Site;
import org.broadsheet.render.theme.Link;
import org.broadsheet.render.theme.TopicsView;

/** The index of topics. */
public record TopicsPage(UrlPath url) implements Listing<TopicsView> {
    private static final UrlPath URL = new UrlPath("/topics");

    static final Family FAMILY = Family.of(site -> URL, TopicsPage::new, TopicsPage::shows);

    private static boolean shows(Change change) {
        return change.introductions().contains(URL)
                || change.lists().keySet().stream()
                        .filter(Site::isTopic)
                        .anyMatch(list -> !name(change.before(), list).equals(name(change.now(), list)));
    }

    private static Optional<String> name(Site site, UrlPath list) {
        return site.hasList(list) ? Optional.of(site.heading(list).name()) : Optional.empty();
    }

    @Override
    public TopicsView view(Views views) {
        Site site = views.site();
        List<Link> topics = new ArrayList<>();
        site.lists(list -> {
            if (Site.isTopic(list)) {
                topics.add(new Link(site.heading(list).name(), views.urls().path(list)));
            }
        });
        topics.sort(
                Comparator.comparing(Link::title, String.CASE_INSENSITIVE_ORDER).thenComparing(Link::url));
        Optional<Readable.Introduction> introduction = site.introduction(url);
        return new TopicsView(
                views.at(url),
                introduction
                        .flatMap(Readable.Introduction::title)
                        .orElse(views.words().topics()),
                introduction.map(views::article),
                topics,
                views.urls().absolute(url));
    }

    @Override
    public ByteSource bytes(TopicsView view, Materials of) throws IOException {
        return ByteSource.of(of.theme().topics(view, Views.introduction(view.introduction(), of)));
    }
}

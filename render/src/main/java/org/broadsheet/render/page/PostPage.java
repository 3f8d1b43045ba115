package org.broadsheet.render.page;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.broadsheet.common.id.UrlPath;
import org.broadsheet.common.record.FrontMatter;
import org.broadsheet.common.record.Kind;
import org.broadsheet.common.record.Published;
import org.broadsheet.common.storage.ByteSource;
import org.broadsheet.render.release.Change;
import org.broadsheet.render.release.DocumentChange;
import org.broadsheet.render.release.Kept;
import org.broadsheet.render.release.Site;
import org.broadsheet.render.theme.PostView;

/** A post's own page. */
public record PostPage(Kept kept) implements DocumentPage<PostView> {
    /** Of posts, and of pages that are none. */
    static final Family FAMILY = new Family() {
        @Override
        public Optional<Output<?>> at(Site site, UrlPath url) {
            return site.keptAt(url)
                    .map(document -> document.kind() == Kind.POST ? new PostPage(document) : new PlainPage(document));
        }

        @Override
        public void all(Site site, Consumer<UrlPath> to) {
            site.eachKept(document -> to.accept(document.object()));
        }

        @Override
        public void candidates(Change change, Consumer<UrlPath> to) {
            change.urls().forEach(to);
            for (DocumentChange document : change.documents().values()) {
                document.was().ifPresent(was -> neighbours(change.before(), was, change.now(), to));
                document.is().ifPresent(is -> neighbours(change.now(), is, change.now(), to));
                if (!document.before().map(Shown::of).equals(document.now().map(Shown::of))) {
                    Consumer<Kept> who = of -> change.now().kept(of.key()).ifPresent(now -> to.accept(now.object()));
                    document.was().ifPresent(was -> change.before().relatedTo(was, who));
                    document.is().ifPresent(is -> change.now().relatedTo(is, who));
                }
            }
        }

        /** What decides whether and how posts with the same topics show one. */
        private record Shown(String title, UrlPath url, Optional<String> language, List<String> topics, Instant at) {
            static Shown of(Published post) {
                FrontMatter matter = post.frontMatter();
                return new Shown(post.title(), post.url(), matter.language(), matter.topics(), post.publishedAt());
            }
        }

        private void neighbours(Site site, Kept post, Site now, Consumer<UrlPath> to) {
            site.previous(post).flatMap(of -> now.kept(of.key())).ifPresent(of -> to.accept(of.object()));
            site.next(post).flatMap(of -> now.kept(of.key())).ifPresent(of -> to.accept(of.object()));
        }
    };

    @Override
    public Instant newest(Site site) {
        return kept.publishedAt();
    }

    @Override
    public PostView view(Views views) {
        Published published = kept.published();
        FrontMatter frontMatter = published.frontMatter();
        Site site = views.site();
        return new PostView(
                views.at(published.url()),
                published.title(),
                published.excerpt(),
                frontMatter.excerpt().isPresent(),
                views.article(published),
                views.language(published),
                views.contents(published),
                views.date(published.publishedAt()),
                views.updated(published),
                views.topics(published),
                views.authors(published),
                views.cover(published),
                views.canonical(published),
                views.markdown(kept),
                views.card(published),
                site.related(kept).stream()
                        .map(Kept::published)
                        .map(views::link)
                        .toList(),
                site.previous(kept).map(Kept::published).map(views::link),
                site.next(kept).map(Kept::published).map(views::link));
    }

    @Override
    public ByteSource bytes(PostView view, Materials of) throws IOException {
        Materials.Text article = of.article(view.article());
        return DocumentPage.bytes(
                view.site(),
                of.theme()
                        .post(
                                view,
                                article.html(),
                                article.minutes(),
                                DocumentPage.contents(view.contents(), view.article(), of)));
    }
}

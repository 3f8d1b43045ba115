package org.broadsheet.render.page;

import java.io.IOException;
import java.util.Optional;
import java.util.function.Consumer;
import org.broadsheet.common.id.UrlPath;
import org.broadsheet.common.record.Kind;
import org.broadsheet.common.storage.ByteSource;
import org.broadsheet.common.storage.ObjectType;
import org.broadsheet.common.storage.Redirect;
import org.broadsheet.render.release.Change;
import org.broadsheet.render.release.Site;
import org.broadsheet.render.theme.MovedView;

/** A URL that leads to where its post or page is now. */
public record RedirectPage(UrlPath url, UrlPath target) implements Output<MovedView> {
    static final Family FAMILY = new Family() {
        @Override
        public Optional<RedirectPage> at(Site site, UrlPath url) {
            return site.movedFrom(url).map(document -> new RedirectPage(url, document.url()));
        }

        @Override
        public void all(Site site, Consumer<UrlPath> to) {
            site.claimed(to);
        }

        @Override
        public void candidates(Change change, Consumer<UrlPath> to) {
            change.urls().forEach(to);
        }
    };

    @Override
    public Kind kind() {
        return Kind.GONE;
    }

    @Override
    public Phase phase(boolean isNew) {
        return Phase.GONE;
    }

    @Override
    public ObjectType type() {
        return ObjectType.REDIRECT;
    }

    @Override
    public MovedView view(Views views) {
        return new MovedView(
                views.anywhere(),
                target.encoded(),
                views.urls().path(target),
                views.urls().absolute(target));
    }

    @Override
    public ByteSource bytes(MovedView view, Materials of) throws IOException {
        return ByteSource.of(Redirect.body(target, of.theme().moved(view)));
    }
}

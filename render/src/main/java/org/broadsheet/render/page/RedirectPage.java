package org.broadsheet.render.page;

import java.io.IOException;
import org.broadsheet.common.id.UrlPath;
import org.broadsheet.common.record.Kind;
import org.broadsheet.common.storage.ByteSource;
import org.broadsheet.common.storage.ObjectType;
import org.broadsheet.common.storage.Redirect;
import org.broadsheet.render.theme.MovedView;

/** A URL that leads to where its post or page is now. */
public record RedirectPage(UrlPath url, UrlPath target) implements Output<MovedView> {
    static final Family FAMILY =
            Family.former((site, url) -> site.movedFrom(url).map(document -> new RedirectPage(url, document.url())));

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

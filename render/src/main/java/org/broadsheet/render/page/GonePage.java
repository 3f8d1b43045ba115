package org.broadsheet.render.page;

import java.io.IOException;
import java.util.Optional;
import org.broadsheet.common.id.UrlPath;
import org.broadsheet.common.record.Kind;
import org.broadsheet.common.storage.ByteSource;
import org.broadsheet.common.storage.ObjectType;
import org.broadsheet.render.theme.SiteView;

/** A URL that answers 410. */
public record GonePage(UrlPath url) implements Output<SiteView> {
    static final Family FAMILY =
            Family.former((site, url) -> site.isGone(url) ? Optional.of(new GonePage(url)) : Optional.empty());

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
        return ObjectType.GONE;
    }

    @Override
    public SiteView view(Views views) {
        return views.anywhere();
    }

    @Override
    public ByteSource bytes(SiteView view, Materials of) throws IOException {
        return ByteSource.of(of.theme().gone(view));
    }
}

package org.broadsheet.render.page;

import java.io.IOException;
import java.util.Optional;
import java.util.function.Consumer;
import org.broadsheet.common.id.UrlPath;
import org.broadsheet.common.record.Kind;
import org.broadsheet.common.storage.ByteSource;
import org.broadsheet.common.storage.ObjectType;
import org.broadsheet.render.release.Change;
import org.broadsheet.render.release.Site;
import org.broadsheet.render.theme.SiteView;

/** A URL that answers 410. */
public record GonePage(UrlPath url) implements Output<SiteView> {
    static final Family FAMILY = new Family() {
        @Override
        public Optional<GonePage> at(Site site, UrlPath url) {
            return site.isGone(url) ? Optional.of(new GonePage(url)) : Optional.empty();
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

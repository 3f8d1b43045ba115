package org.broadsheet.render.page;

import java.io.IOException;
import org.broadsheet.common.id.UrlPath;
import org.broadsheet.common.record.Kind;
import org.broadsheet.common.storage.ByteSource;
import org.broadsheet.render.theme.SiteView;

/** What is shown where nothing is. */
public record NotFoundPage(UrlPath url) implements Output<SiteView> {
    static final Family FAMILY = Family.fixed(new UrlPath("/404"), NotFoundPage::new);

    @Override
    public Kind kind() {
        return Kind.FILE;
    }

    @Override
    public Phase phase(boolean isNew) {
        return Phase.CHANGED_FILES;
    }

    @Override
    public SiteView view(Views views) {
        return views.anywhere();
    }

    @Override
    public ByteSource bytes(SiteView view, Materials of) throws IOException {
        return ByteSource.of(of.theme().notFound(view));
    }
}

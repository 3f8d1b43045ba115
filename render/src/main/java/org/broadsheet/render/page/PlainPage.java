package org.broadsheet.render.page;

import java.io.IOException;
import java.util.Optional;
import org.broadsheet.common.id.UrlPath;
import org.broadsheet.common.record.Kind;
import org.broadsheet.common.storage.Storage.ByteSource;
import org.broadsheet.render.release.Published;
import org.broadsheet.render.theme.PageView;

/** The page of content that is not a post; it is of {@link PostPage#FAMILY}. */
public record PlainPage(Published page) implements Output<PageView> {
    @Override
    public UrlPath url() {
        return page.url();
    }

    @Override
    public Kind kind() {
        return Kind.PAGE;
    }

    @Override
    public Phase phase(boolean isNew) {
        return isNew ? Phase.NEW_DOCUMENTS : Phase.CHANGED_DOCUMENTS;
    }

    @Override
    public Optional<Published> document() {
        return Optional.of(page);
    }

    @Override
    public PageView view(Views views) {
        return new PageView(
                views.at(page.url()),
                page.title(),
                page.excerpt(),
                views.article(page),
                views.language(page),
                views.cover(page),
                views.canonical(page));
    }

    @Override
    public ByteSource bytes(PageView view, Materials of) throws IOException {
        return ByteSource.of(of.theme().page(view, of.article(view.article())));
    }
}

package org.broadsheet.render.page;

import java.io.IOException;
import org.broadsheet.common.record.Published;
import org.broadsheet.common.storage.ByteSource;
import org.broadsheet.render.release.Kept;
import org.broadsheet.render.theme.PageView;

/** The page of content that is not a post; it is of {@link PostPage#FAMILY}. */
public record PlainPage(Kept kept) implements DocumentPage<PageView> {
    @Override
    public PageView view(Views views) {
        Published published = kept.published();
        return new PageView(
                views.at(published.url()),
                published.title(),
                published.excerpt(),
                views.article(published),
                views.language(published),
                views.contents(published),
                views.cover(published),
                views.canonical(published),
                views.markdown(kept),
                views.image(published));
    }

    @Override
    public ByteSource bytes(PageView view, Materials of) throws IOException {
        return DocumentPage.bytes(
                view.site(),
                of.theme()
                        .page(
                                view,
                                of.article(view.article()).html(),
                                DocumentPage.contents(view.contents(), view.article(), of)));
    }
}

package org.broadsheet.render.page;

import java.io.IOException;
import java.util.Optional;
import org.broadsheet.common.id.UrlPath;
import org.broadsheet.common.record.Kind;
import org.broadsheet.common.storage.ByteSource;
import org.broadsheet.common.storage.HtmlName;
import org.broadsheet.render.release.Kept;
import org.broadsheet.render.theme.ArticleView;
import org.broadsheet.render.theme.ContentsView;
import org.broadsheet.render.theme.SiteView;

/** The own page of a post, or of a page of content. */
sealed interface DocumentPage<V extends Record> extends Output<V> permits PostPage, PlainPage {
    Kept kept();

    /** Of its object: its own ends in {@code .html} if the author says so. */
    @Override
    default UrlPath url() {
        return kept().object();
    }

    static Optional<ContentsView> contents(boolean wanted, ArticleView article, Materials of) throws IOException {
        return wanted ? ContentsView.of(of.headings(article)) : Optional.empty();
    }

    static ByteSource bytes(SiteView site, byte[] html) {
        return ByteSource.of(site.htmlName() ? HtmlName.body(html) : html);
    }

    @Override
    default Kind kind() {
        return kept().kind();
    }

    @Override
    default Phase phase(boolean isNew) {
        return isNew ? Phase.NEW_DOCUMENTS : Phase.CHANGED_DOCUMENTS;
    }

    @Override
    default Optional<Kept> document() {
        return Optional.of(kept());
    }
}

package org.broadsheet.render.page;

import java.util.Optional;
import org.broadsheet.common.id.UrlPath;
import org.broadsheet.common.record.Kind;
import org.broadsheet.render.release.Kept;

/** The own page of a post, or of a page of content. */
sealed interface DocumentPage<V extends Record> extends Output<V> permits PostPage, PlainPage {
    Kept kept();

    @Override
    default UrlPath url() {
        return kept().url();
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

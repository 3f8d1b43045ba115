package org.broadsheet.render.page;

import java.util.Optional;
import org.broadsheet.common.id.UrlPath;
import org.broadsheet.common.record.Kind;
import org.broadsheet.common.record.Published;

/** The own page of a post, or of a page of content. */
sealed interface DocumentPage<V extends Record> extends Output<V> permits PostPage, PlainPage {
    Published published();

    @Override
    default UrlPath url() {
        return published().url();
    }

    @Override
    default Kind kind() {
        return published().kind();
    }

    @Override
    default Phase phase(boolean isNew) {
        return isNew ? Phase.NEW_DOCUMENTS : Phase.CHANGED_DOCUMENTS;
    }

    @Override
    default Optional<Published> document() {
        return Optional.of(published());
    }
}

package org.broadsheet.render.page;

import org.broadsheet.common.record.Kind;

/** A page that lists others. */
sealed interface Listing<V extends Record> extends Output<V> permits HomePage, ListPage, TopicsPage {
    @Override
    default Kind kind() {
        return Kind.LISTING;
    }

    @Override
    default Phase phase(boolean isNew) {
        return isNew ? Phase.NEW_LISTINGS : Phase.CHANGED_LISTINGS;
    }
}

package org.broadsheet.render.page;

import org.broadsheet.common.record.Kind;
import org.broadsheet.common.storage.ObjectType;

/** What is not a page; its name says its type. */
sealed interface GeneratedFile<V extends Record> extends Output<V>
        permits ThemeFile, WebManifest, RobotsFile, SitemapIndex, PagesSitemap, PostsSitemap {
    @Override
    default Kind kind() {
        return Kind.FILE;
    }

    @Override
    default Phase phase(boolean isNew) {
        return isNew ? Phase.NEW_FILES : Phase.CHANGED_FILES;
    }

    @Override
    default ObjectType type() {
        return Output.typeOf(url());
    }
}

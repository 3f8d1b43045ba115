package org.broadsheet.render.release;

import java.util.Collections;
import java.util.Map;
import java.util.Set;
import org.broadsheet.common.id.UrlPath;
import org.broadsheet.common.record.DocumentKey;

/**
 * A {@link Site} and the one that it became. What follows from it is asked of both; whether an object is another than before is
 * not, for that {@code readable} knows.
 *
 * @param documents that came, those included that came as they are
 * @param lists in which any of those stand or stood
 * @param urls of documents, now and formerly, and of assets
 * @param assets as their authors have them
 * @param introductions by their listings
 */
public record Change(
        Site before,
        Site now,
        Map<DocumentKey, DocumentChange> documents,
        Map<UrlPath, ListChange> lists,
        Set<UrlPath> urls,
        Set<UrlPath> assets,
        Set<UrlPath> introductions) {
    public Change {
        documents = Collections.unmodifiableMap(documents);
        lists = Collections.unmodifiableMap(lists);
        urls = Collections.unmodifiableSet(urls);
        assets = Collections.unmodifiableSet(assets);
        introductions = Collections.unmodifiableSet(introductions);
    }
}

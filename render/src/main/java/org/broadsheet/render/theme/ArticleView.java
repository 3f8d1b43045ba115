package org.broadsheet.render.theme;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.broadsheet.common.id.Digest;
import org.broadsheet.common.record.PictureSize;

/**
 * An article as a page shows it; in its place a template sees HTML, which it writes as it is.
 *
 * @param key of the article
 * @param links its destinations as written that are ours, each as it stands in the attribute
 * @param sizes of its pictures, by their destinations as written
 */
public record ArticleView(Digest key, SortedMap<String, String> links, SortedMap<String, PictureSize> sizes) {
    public ArticleView {
        links = Collections.unmodifiableSortedMap(new TreeMap<>(links));
        sizes = Collections.unmodifiableSortedMap(new TreeMap<>(sizes));
    }

    /** The same where no picture is shown. */
    public ArticleView withoutSizes() {
        return new ArticleView(key, links, Collections.emptySortedMap());
    }
}

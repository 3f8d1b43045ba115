package org.broadsheet.ingest.frontmatter;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import org.broadsheet.common.id.PostId;

/**
 * What the author wrote above a text, under our names for the keys, as it stands there: dates without the site's zone, links
 * not resolved.
 *
 * @param slug cleaned
 * @param cover as written, likewise the authors' pictures
 */
public record Authored(
        Optional<String> title,
        Optional<String> excerpt,
        List<String> topics,
        Optional<Written<AuthoredDate>> date,
        Optional<AuthoredDate> updated,
        List<Author> authors,
        Optional<Written<String>> cover,
        Optional<Written<String>> slug,
        boolean draft,
        Optional<String> language,
        Optional<Written<PostId>> id,
        Optional<String> guid,
        Optional<String> canonical,
        SortedMap<String, JsonNode> extra) {

    public record Author(String name, Optional<Written<String>> picture) {}
}

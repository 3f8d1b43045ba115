package org.broadsheet.ingest.frontmatter;

import java.util.List;
import java.util.Optional;
import org.broadsheet.ingest.permalink.Source;

/**
 * What front matter says of where the file is, or was, to be read, as it stands there: nothing is cleaned, for a generator makes its own of
 * it.
 *
 * @param permalink a whole path, or a pattern of the generator's
 * @param path Zola's {@code path}; to others it is a URL only where it begins with a slash
 * @param aliases where it was, or may be, looked for
 * @param categories {@code categories} before {@code category}
 * @param utc whether the date is a time with seconds, without quotes and zone: to YAML, and so to Jekyll, that is UTC
 */
public record AuthoredUrl(
        Optional<Written<String>> permalink,
        Optional<Written<String>> path,
        List<Written<String>> aliases,
        Optional<String> slug,
        Optional<String> title,
        List<String> categories,
        Optional<Source.Date> date,
        boolean utc) {
    static final AuthoredUrl NONE = new AuthoredUrl(
            Optional.empty(),
            Optional.empty(),
            List.of(),
            Optional.empty(),
            Optional.empty(),
            List.of(),
            Optional.empty(),
            false);

    public AuthoredUrl {
        aliases = List.copyOf(aliases);
        categories = List.copyOf(categories);
    }

    /** Whether it says where the file is to be read, or was. */
    public boolean isWritten() {
        return permalink.isPresent() || path.isPresent() || !aliases.isEmpty();
    }
}

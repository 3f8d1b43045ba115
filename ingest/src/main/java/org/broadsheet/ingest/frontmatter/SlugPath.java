package org.broadsheet.ingest.frontmatter;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.broadsheet.common.id.Slug;

/** A {@code slug:} as authors write it: a name, or a path below the folder of the post or page, such as {@code cn/about}. */
final class SlugPath {
    /** Of bytes that a URL may have there are 1,024; what a name may have, a path of several may too. */
    private static final int MOST = 8;

    private SlugPath() {}

    /** Each part cleaned, without those of which nothing is left; empty when none is. */
    static String of(String written) {
        List<String> parts = new ArrayList<>();
        for (String part : parts(written).toList()) {
            String cleaned = Slug.clean(Slug.decoded(part));
            if (!cleaned.isEmpty() && parts.size() < MOST) {
                parts.add(cleaned);
            }
        }
        return String.join("/", parts);
    }

    /** Whether all that is written stands in {@code slug}; how it is encoded, and slashes at the ends, are nothing to tell. */
    static boolean isExact(String written, String slug) {
        String all = parts(written)
                .map(Slug::decoded)
                .map(part -> part.replace(' ', '-'))
                .collect(Collectors.joining("/"));
        return Normalizer.normalize(all, Normalizer.Form.NFC).equals(slug);
    }

    private static Stream<String> parts(String written) {
        return Stream.of(written.split("/")).map(String::strip).filter(part -> !part.isEmpty());
    }
}

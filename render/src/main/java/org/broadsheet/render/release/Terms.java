package org.broadsheet.render.release;

import java.text.Normalizer;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.broadsheet.common.id.GeneratorNames;
import org.broadsheet.common.id.Slug;
import org.broadsheet.common.record.Content;

/** What a topic is called in URLs: here, and by the generator that a site's content was written for. */
final class Terms {
    private static final Pattern MARKS = Pattern.compile("\\p{M}+");

    private Terms() {}

    /** @param name as posts have it */
    static Set<String> of(Content.Generator generator, String name) {
        Set<String> terms = new LinkedHashSet<>();
        terms.add(Slug.ofName(name).value());
        String lower = Normalizer.normalize(name, Normalizer.Form.NFC).toLowerCase(Locale.ROOT);
        terms.addAll(
                switch (generator) {
                    case HUGO -> List.of(GeneratorNames.hugos(lower));
                    case JEKYLL -> List.of(GeneratorNames.jekylls(lower), GeneratorNames.jekyllsPretty(lower));
                    case NEXT -> List.<String>of();
                    case ZOLA ->
                        List.of(GeneratorNames.jekylls(MARKS.matcher(Normalizer.normalize(lower, Normalizer.Form.NFKD))
                                .replaceAll("")));
                });
        terms.remove("");
        return terms;
    }
}

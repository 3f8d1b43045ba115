package org.broadsheet.render.release;

import java.text.Normalizer;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.broadsheet.common.id.Slug;
import org.broadsheet.common.record.Content;

/** What a topic is called in URLs: here, and by the generator that a site's content was written for. */
final class Terms {
    private static final Pattern MARKS = Pattern.compile("\\p{M}+");
    /** As Jekyll's {@code slugify} has it, and its mode {@code pretty}. */
    private static final Pattern NOT_JEKYLLS = Pattern.compile("[^\\p{M}\\p{L}\\p{Nd}]+");

    private static final Pattern NOT_PRETTY = Pattern.compile("[^\\p{M}\\p{L}\\p{Nd}._~!$&'()+,;=@]+");

    private Terms() {}

    /** @param name as posts have it */
    static Set<String> of(Content.Generator generator, String name) {
        Set<String> terms = new LinkedHashSet<>();
        terms.add(Slug.ofName(name).value());
        String lower = Normalizer.normalize(name, Normalizer.Form.NFC).toLowerCase(Locale.ROOT);
        terms.addAll(
                switch (generator) {
                    case HUGO -> List.of(hugos(lower));
                    case JEKYLL -> List.of(hyphened(lower, NOT_JEKYLLS), hyphened(lower, NOT_PRETTY));
                    case NEXT -> List.<String>of();
                    case ZOLA ->
                        List.of(hyphened(
                                MARKS.matcher(Normalizer.normalize(lower, Normalizer.Form.NFKD))
                                        .replaceAll(""),
                                NOT_JEKYLLS));
                });
        terms.remove("");
        return terms;
    }

    /** Letters, digits and a few signs; of white space, and what is dropped beside it, one hyphen, but for beside another. */
    private static String hugos(String name) {
        StringBuilder out = new StringBuilder(name.length());
        boolean isDue = false;
        for (int i = 0; i < name.length(); ) {
            int c = name.codePointAt(i);
            i += Character.charCount(c);
            boolean isAfterHyphen = out.isEmpty() || out.charAt(out.length() - 1) == '-';
            if (Character.isLetterOrDigit(c)
                    || MARKS.matcher(Character.toString(c)).matches()
                    || "./\\_#+~-@".indexOf(c) >= 0) {
                out.append(isDue && c != '-' ? "-" : "").appendCodePoint(c);
                isDue = false;
            } else {
                isDue |= !isAfterHyphen && (Character.isWhitespace(c) || Character.isSpaceChar(c));
            }
        }
        return out.toString();
    }

    private static String hyphened(String name, Pattern not) {
        return not.matcher(name).replaceAll("-").replaceAll("^-|-$", "");
    }
}

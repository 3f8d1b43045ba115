package org.broadsheet.render.article;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jsoup.nodes.Element;

/**
 * What a browser does not run, apply or show of an author's HTML where a page may use nothing but the site's own scripts and styles.
 */
enum Policy {
    STYLE_ATTRIBUTE("style-src 'self'", "put it into a style sheet below public/, or write a class"),
    HANDLER("script-src 'self'", "put it into a script below public/"),
    SCRIPT_URL("script-src 'self'", "put it into a script below public/"),
    INLINE_SCRIPT("script-src 'self'", "put it into a file below public/ and write <script src=\"…\">"),
    SCRIPT_ELSEWHERE("script-src 'self'", "put a copy below public/"),
    STYLE_ELEMENT("style-src 'self'", "put it into a style sheet below public/"),
    STYLE_ELSEWHERE("style-src 'self'", "put a copy below public/"),
    PLUG_IN("object-src 'none'", "write a link, or <iframe>, <video> or <audio>");

    private final String directive;
    private final String hint;

    Policy(String directive, String hint) {
        this.directive = directive;
        this.hint = hint;
    }

    /** What was found of each kind: the first place, and how many there are. One thread. */
    static final class Breaches {
        private final Map<Policy, Breach> breaches = new EnumMap<>(Policy.class);

        /** @param start where its tag begins */
        void element(Element element, int start) {
            switch (element.normalName()) {
                case "script" -> {
                    if (!element.hasAttr("src") && runs(element.attr("type"))) {
                        add(INLINE_SCRIPT, "a script within the page", start);
                    }
                }
                case "style" -> add(STYLE_ELEMENT, "<style>", start);
                case "object", "embed" -> add(PLUG_IN, "<" + element.normalName() + ">", start);
                default -> {}
            }
        }

        /** HTML, 4.12.1: a script of no known type is data. */
        private static boolean runs(String type) {
            String known = type.strip().toLowerCase(Locale.ROOT);
            return known.isEmpty()
                    || known.endsWith("javascript")
                    || known.endsWith("ecmascript")
                    || List.of("module", "importmap", "speculationrules").contains(known);
        }

        /**
         * @param key in lower case
         * @param begin where its name begins
         * @param from where its value begins
         */
        void attribute(Element element, String key, String value, int begin, int from) {
            if (key.equals("style")) {
                add(STYLE_ATTRIBUTE, "style=", begin);
            } else if (isHandler(key)) {
                add(HANDLER, key + "=", begin);
            } else if (List.of("href", "src", "action", "formaction", "xlink:href")
                    .contains(key)) {
                String name = element.normalName();
                if (isScript(value)) {
                    add(
                            SCRIPT_URL,
                            "javascript:",
                            from + value.length() - value.stripLeading().length());
                } else if (name.equals("script") && key.equals("src") && RawHtml.isElsewhere(value)) {
                    add(SCRIPT_ELSEWHERE, "a script from elsewhere", from);
                } else if (name.equals("link")
                        && key.equals("href")
                        && element.attr("rel").toLowerCase(Locale.ROOT).contains("stylesheet")
                        && RawHtml.isElsewhere(value)) {
                    add(STYLE_ELSEWHERE, "a style sheet from elsewhere", from);
                }
            }
        }

        private static boolean isHandler(String key) {
            return key.length() > 2 && key.startsWith("on") && key.chars().allMatch(c -> c >= 'a' && c <= 'z');
        }

        private static boolean isScript(String value) {
            return SafeAttributes.asBrowsersSee(value).startsWith("javascript:");
        }

        private void add(Policy kind, String what, int at) {
            breaches.compute(
                    kind,
                    (k, was) -> was == null
                            ? new Breach(what, at, 1)
                            : new Breach(at < was.at ? what : was.what, Math.min(at, was.at), was.count + 1));
        }

        /** Of each kind the first, with the number of the others. */
        List<RawHtml.Told> found() {
            List<RawHtml.Told> found = new ArrayList<>();
            breaches.forEach((kind, breach) -> {
                String others = breach.count == 1
                        ? ""
                        : ", here and at " + (breach.count - 1) + " more place" + (breach.count == 2 ? "" : "s");
                found.add(new RawHtml.Told(
                        breach.at, breach.what + " is blocked by a policy of " + kind.directive + others, kind.hint));
            });
            return found;
        }
    }

    private record Breach(String what, int at, int count) {}
}

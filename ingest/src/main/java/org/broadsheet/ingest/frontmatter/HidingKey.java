package org.broadsheet.ingest.frontmatter;

import java.util.Locale;
import java.util.Set;
import org.broadsheet.common.yaml.YamlNode;

/**
 * The keys by which an author may hide a post or page. What is not understood here is for nobody to guess at: it may have been
 * meant to hide.
 */
enum HidingKey {
    DRAFT("draft", "draft: true, or draft: false"),
    IS_DRAFT("is_draft", "is_draft: true, or is_draft: false"),
    PUBLISHED("published", "published: false, or the day, such as published: 2026-11-23"),
    HIDDEN("hidden", "hidden: true, or hidden: false"),
    PRIVATE("private", "private: true, or private: false"),
    UNLISTED("unlisted", "unlisted: true, or unlisted: false"),
    VISIBILITY("visibility", "visibility: private, or visibility: public"),
    PUBLISH_DATE("publishDate", "publishDate: 2026-11-23");

    /** What a value asks for. */
    enum Asks {
        HIDE,
        SHOW,
        /** To be shown from a day on. */
        DATE,
        UNKNOWN
    }

    /** Another key, {@link Keys#folded}, of which some values hide. */
    static final String STATUS = "status";

    private static final Set<String> YES = Set.of("true", "yes", "on", "y", "t", "1");
    private static final Set<String> NO = Set.of("false", "no", "off", "n", "f", "0");
    private static final Set<String> HIDING = Set.of("draft", "hidden", "private", "unlisted", "pending", "future");
    private static final Set<String> SHOWING = Set.of("public", "published", "visible", "listed", "live");
    /** All that another key, {@code status}, can do: its other values are the author's own. */
    private static final Set<String> HIDING_STATUS = Set.of("draft", "private", "pending", "future");

    private final String key;
    private final String hint;

    HidingKey(String key, String hint) {
        this.key = key;
        this.hint = hint;
    }

    String key() {
        return key;
    }

    /** What can be written. */
    String hint() {
        return hint;
    }

    Asks asks(YamlNode value) {
        if (!(value instanceof YamlNode.Scalar scalar)) {
            return Asks.UNKNOWN;
        }
        String word = word(scalar);
        return switch (this) {
            case DRAFT, IS_DRAFT, HIDDEN, PRIVATE, UNLISTED ->
                YES.contains(word) ? Asks.HIDE : NO.contains(word) ? Asks.SHOW : Asks.UNKNOWN;
            case PUBLISHED -> {
                if (NO.contains(word) || HIDING.contains(word)) {
                    yield Asks.HIDE;
                }
                yield YES.contains(word) ? Asks.SHOW : date(scalar);
            }
            case VISIBILITY -> HIDING.contains(word) ? Asks.HIDE : SHOWING.contains(word) ? Asks.SHOW : Asks.UNKNOWN;
            case PUBLISH_DATE -> date(scalar);
        };
    }

    /** Whether {@code status} hides; several may stand in a list. */
    static boolean statusHides(YamlNode value) {
        return switch (value) {
            case YamlNode.Scalar scalar -> HIDING_STATUS.contains(word(scalar));
            case YamlNode.Sequence sequence -> sequence.items().stream().anyMatch(HidingKey::statusHides);
            case YamlNode.Mapping mapping -> false;
        };
    }

    private static Asks date(YamlNode.Scalar scalar) {
        return AuthoredDate.parse(scalar.text()).isPresent() ? Asks.DATE : Asks.UNKNOWN;
    }

    private static String word(YamlNode.Scalar scalar) {
        return scalar.text().strip().toLowerCase(Locale.ROOT);
    }
}

package org.broadsheet.ingest.frontmatter;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.broadsheet.common.data.DataNode;

/**
 * The kinds of keys by which authors hide a post or page, be it here or in the generator that they come from, and all that is known
 * of them. What is not understood is for nobody to guess at where the key has no other meaning: it may have been meant to hide.
 */
enum HidingKey {
    /** Yes hides. */
    DRAFT("draft is_draft hidden is_hidden private is_private unlisted unpublished eleventyExcludeFromCollections"),
    /** No hides, and a day may stand here. */
    PUBLISHED("published publish"),
    VISIBILITY("visibility"),
    PUBLISH_DATE("publishDate"),
    /** From that day on it is not to be read any more. */
    EXPIRES("expires expiryDate expirationDate expiresAt unpublishDate unpublishAt"),
    /** No hides: Zola's {@code render}, Grav's {@code routable}, Obsidian's {@code dg-publish}, … */
    SHOWN("public is_public is_published dg-publish render routable visible listed"),
    /** A plain yes hides, and all else means something else: {@code hide: [toc]}. */
    MAY_BE_NOT_SHOWN(
            "hide headless exclude excluded ignore ignored skip secret internal confidential members_only protected encrypt"
                    + " encrypted deleted trashed expired"),
    /** A plain no hides, and all else means something else. */
    MAY_BE_SHOWN("show display output"),
    /** Some of its words hide; the others are the author's own. */
    STATUS("status post_status publish_status publication_status state access"),
    /** Eleventy writes no page for {@code false}. */
    PERMALINK("permalink"),
    /** Hugo's: whether a page is made, and stands in lists. */
    BUILD("build"),
    /** Hugo's: keys for all files below a folder. */
    CASCADE("cascade"),
    /** Other generators ask readers for it. */
    PASSWORD("password post_password");

    /** What a value asks for. */
    enum Asks {
        HIDE,
        SHOW,
        /** To be shown from a day on, or until then. */
        DATE,
        /** To be hidden elsewhere, which it is not here: the author is told. */
        HIDE_ELSEWHERE,
        UNKNOWN
    }

    private static final Set<String> YES = Set.of("true", "yes", "on", "y", "t", "1");
    private static final Set<String> NO = Set.of("false", "no", "off", "n", "f", "0");
    private static final Set<String> HIDING = Set.of("draft", "hidden", "private", "unlisted", "pending", "future");
    private static final Set<String> SHOWING = Set.of("public", "published", "visible", "listed", "live");
    private static final Set<String> HIDING_STATUS = Set.of("draft", "private", "pending", "future");
    /** What WordPress, Ghost, Pelican and Nikola do not show either. */
    private static final Set<String> HIDING_STATUS_ELSEWHERE =
            Set.of("auto-draft", "scheduled", "hidden", "unlisted", "unpublished", "trash", "skip");
    /** Of keys that mean nothing else; the others are the templates' too, as all that is not ours. */
    private static final Set<HidingKey> OURS = Set.of(DRAFT, PUBLISHED, VISIBILITY, PUBLISH_DATE, EXPIRES);

    private static final Map<String, HidingKey> BY_KEY = byKey();

    private final String keys;

    /** @param keys apart by spaces */
    HidingKey(String keys) {
        this.keys = keys;
    }

    private static Map<String, HidingKey> byKey() {
        Map<String, HidingKey> found = new HashMap<>();
        for (HidingKey hiding : values()) {
            hiding.keys().forEach(key -> found.put(Keys.folded(key), hiding));
        }
        return Map.copyOf(found);
    }

    Stream<String> keys() {
        return Arrays.stream(keys.split(" "));
    }

    /** @param key in any spelling */
    static Optional<HidingKey> of(String key) {
        return Optional.ofNullable(BY_KEY.get(Keys.folded(key)));
    }

    /** The keys that mean nothing else. */
    static Stream<String> ours() {
        return Arrays.stream(values()).filter(HidingKey::isOurs).flatMap(HidingKey::keys);
    }

    boolean isOurs() {
        return OURS.contains(this);
    }

    Asks asks(DataNode value) {
        return switch (this) {
            case DRAFT -> plain(value, Asks.HIDE, Asks.SHOW, Asks.UNKNOWN);
            case SHOWN -> {
                Asks plain = plain(value, Asks.SHOW, Asks.HIDE, Asks.UNKNOWN);
                yield plain == Asks.UNKNOWN ? inWords(value) : plain;
            }
            case MAY_BE_NOT_SHOWN -> plain(value, Asks.HIDE, Asks.SHOW, Asks.SHOW);
            case MAY_BE_SHOWN -> plain(value, Asks.SHOW, Asks.HIDE, Asks.SHOW);
            case PUBLISHED -> {
                Asks plain = plain(value, Asks.SHOW, Asks.HIDE, Asks.UNKNOWN);
                yield plain != Asks.UNKNOWN ? plain : HIDING.contains(word(value)) ? Asks.HIDE : date(value);
            }
            case VISIBILITY ->
                HIDING.contains(word(value)) ? Asks.HIDE : SHOWING.contains(word(value)) ? Asks.SHOW : Asks.UNKNOWN;
            case PUBLISH_DATE -> date(value);
            case EXPIRES -> isNothing(value) ? Asks.SHOW : date(value);
            case STATUS ->
                isStatus(value, HIDING_STATUS)
                        ? Asks.HIDE
                        : isStatus(value, HIDING_STATUS_ELSEWHERE) ? Asks.HIDE_ELSEWHERE : Asks.SHOW;
            case PERMALINK -> permalink(value);
            case BUILD -> build(value);
            case CASCADE -> hidesBelow(value) ? Asks.UNKNOWN : Asks.SHOW;
            case PASSWORD -> isNothing(value) ? Asks.SHOW : Asks.UNKNOWN;
        };
    }

    /** What can be written where {@code key} is not understood. */
    String hint(String key) {
        return switch (this) {
            case DRAFT, SHOWN, MAY_BE_NOT_SHOWN, MAY_BE_SHOWN -> key + ": true, or " + key + ": false";
            case PUBLISHED -> key + ": false, or the day, such as " + key + ": 2026-11-23";
            case VISIBILITY -> key + ": private, or " + key + ": public";
            case PUBLISH_DATE, EXPIRES -> key + ": 2026-11-23";
            case CASCADE -> "draft: true into each file below that is to be hidden";
            case STATUS, PERMALINK, BUILD -> "draft: true, or draft: false";
            case PASSWORD -> "draft: true, for nobody is asked for a password here";
        };
    }

    /** What was found, for people. A password is nothing to repeat. */
    String found(DataNode value) {
        return this == PASSWORD ? "one" : Values.kind(value);
    }

    private static Asks plain(DataNode value, Asks yes, Asks no, Asks other) {
        String word = word(value);
        return YES.contains(word) ? yes : NO.contains(word) ? no : other;
    }

    /** As Hugo says whether a page is made or listed: with {@code link} it is neither. */
    private static Asks inWords(DataNode value) {
        return switch (word(value)) {
            case "always" -> Asks.SHOW;
            case "never", "link" -> Asks.HIDE;
            default -> Asks.UNKNOWN;
        };
    }

    private static boolean isStatus(DataNode value, Set<String> words) {
        return switch (value) {
            case DataNode.Scalar scalar -> words.contains(word(scalar));
            case DataNode.Sequence sequence -> sequence.items().stream().anyMatch(item -> isStatus(item, words));
            case DataNode.Mapping mapping -> false;
        };
    }

    private static Asks permalink(DataNode value) {
        return value instanceof DataNode.Mapping mapping
                ? mapping.entries().stream()
                                .filter(entry -> Keys.folded(entry.key().text()).equals("build"))
                                .anyMatch(entry -> NO.contains(word(entry.value())))
                        ? Asks.HIDE
                        : Asks.SHOW
                : NO.contains(word(value)) ? Asks.HIDE : Asks.SHOW;
    }

    private static Asks build(DataNode value) {
        if (!(value instanceof DataNode.Mapping mapping)) {
            return Set.of("false", "no", "off", "never").contains(word(value)) ? Asks.HIDE : Asks.SHOW;
        }
        List<Asks> asked = mapping.entries().stream()
                .filter(entry -> Set.of("render", "list")
                        .contains(Keys.folded(entry.key().text())))
                .map(entry -> SHOWN.asks(entry.value()))
                .toList();
        return asked.contains(Asks.HIDE) ? Asks.HIDE : asked.contains(Asks.UNKNOWN) ? Asks.UNKNOWN : Asks.SHOW;
    }

    private static boolean hidesBelow(DataNode value) {
        return switch (value) {
            case DataNode.Scalar scalar -> false;
            case DataNode.Sequence sequence -> sequence.items().stream().anyMatch(HidingKey::hidesBelow);
            case DataNode.Mapping mapping ->
                mapping.entries().stream()
                        .anyMatch(entry -> hidesBelow(entry.value())
                                || of(entry.key().text())
                                        .map(hiding -> hiding.asks(entry.value()))
                                        .filter(asks -> asks != Asks.SHOW && asks != Asks.HIDE_ELSEWHERE)
                                        .isPresent());
        };
    }

    private static Asks date(DataNode value) {
        return value instanceof DataNode.Scalar scalar
                        && AuthoredDate.parse(scalar.text()).isPresent()
                ? Asks.DATE
                : Asks.UNKNOWN;
    }

    private static boolean isNothing(DataNode value) {
        return value instanceof DataNode.Scalar scalar
                && (scalar.isNull() || word(scalar).isEmpty() || word(scalar).equals("false"));
    }

    /** Empty of what is no word. */
    private static String word(DataNode value) {
        return value instanceof DataNode.Scalar scalar ? scalar.text().strip().toLowerCase(Locale.ROOT) : "";
    }
}

package org.broadsheet.common.record;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.broadsheet.common.id.Digest;

/**
 * What a text asked of the site, and what it was told.
 *
 * @param linesAbove lines of the file above the text: those of the front matter
 * @param pictures the destinations in the front matter, in their order, with their places in the file
 * @param topicsAt where the topics stand in the file, as far as that is known
 * @param answers how each destination as written that leads to something of ours reads on the site: a path, with query and
 *     fragment, without the base URL's path
 * @param sizes how large the pictures are to which destinations as written lead, as far as that is known
 * @param unanswered the destinations as written that may lead to something of ours, but do not: once they do, the text shows it
 * @param stored where the same with their answers lie in the work store, under {@code sources/sha256/<stored>}, if a record has no
 *     room for these
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Lookups(
        int linesAbove,
        List<Link> pictures,
        List<TextPosition> topicsAt,
        SortedMap<String, String> answers,
        SortedMap<String, PictureSize> sizes,
        SortedSet<String> unanswered,
        Optional<Digest> stored) {
    /** Bytes of JSON that a record holds; more of them lie in the work store. */
    public static final int MOST_INLINE = 64 << 10;

    private static final int FEW = 100;

    /** Of a text that asks for nothing. */
    public static final Lookups NONE = of(0, List.of());

    public Lookups {
        pictures = List.copyOf(pictures);
        topicsAt = List.copyOf(topicsAt);
        answers = Collections.unmodifiableSortedMap(new TreeMap<>(answers));
        sizes = Collections.unmodifiableSortedMap(new TreeMap<>(sizes));
        unanswered = Collections.unmodifiableSortedSet(new TreeSet<>(unanswered));
    }

    /** Before it is told anything; of what has no topics. */
    public static Lookups of(int linesAbove, List<Link> pictures) {
        return of(linesAbove, pictures, List.of());
    }

    /** Before it is told anything. */
    public static Lookups of(int linesAbove, List<Link> pictures, List<TextPosition> topicsAt) {
        return new Lookups(
                linesAbove,
                pictures,
                topicsAt,
                Collections.emptySortedMap(),
                Collections.emptySortedMap(),
                Collections.emptySortedSet(),
                Optional.empty());
    }

    /** Told this. */
    public Lookups told(
            SortedMap<String, String> answers, SortedMap<String, PictureSize> sizes, SortedSet<String> unanswered) {
        return new Lookups(linesAbove, pictures, topicsAt, answers, sizes, unanswered, Optional.empty());
    }

    /** Those that lie in the work store. What the text asks is still known without that, and may be asked again. */
    public Lookups at(Digest stored) {
        return new Lookups(
                linesAbove,
                pictures,
                topicsAt,
                Collections.emptySortedMap(),
                Collections.emptySortedMap(),
                Collections.emptySortedSet(),
                Optional.of(stored));
    }

    /** Whether a record surely has room for them. */
    public boolean fitsRecord() {
        return pictures.size() + answers.size() + sizes.size() + unanswered.size() <= FEW
                && pictures.stream()
                                        .mapToInt(link -> link.destination().length())
                                        .sum()
                                + answers.keySet().stream()
                                        .mapToInt(String::length)
                                        .sum()
                                + answers.values().stream()
                                        .mapToInt(String::length)
                                        .sum()
                                + sizes.keySet().stream()
                                        .mapToInt(String::length)
                                        .sum()
                                + unanswered.stream().mapToInt(String::length).sum()
                        < MOST_INLINE / 8;
    }

    /** How a destination reads on the site; as written if it leads elsewhere or nowhere. */
    public String answer(String written) {
        return answers.getOrDefault(written, written);
    }
}

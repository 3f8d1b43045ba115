package org.broadsheet.render.release;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.broadsheet.common.collect.PersistentMap;
import org.broadsheet.common.id.UrlPath;
import org.jspecify.annotations.Nullable;

/**
 * What the posts of a topic's list call it, and how many do. Names that differ by case, white space, hyphens, underscores or normalisation
 * only are one. Immutable; mostly there is but one.
 */
final class TopicNames {
    /** So many posts of a list are told at the most, the newest: when its name changes it may be another than that of thousands. */
    private static final int TOLD = 20;

    private static final Pattern PASSED_OVER = Pattern.compile("[\\p{IsWhite_Space}_-]+");
    private static final TopicNames NONE = new TopicNames(PersistentMap.empty());

    private final PersistentMap<String, Integer> counts;

    private TopicNames(PersistentMap<String, Integer> counts) {
        this.counts = counts;
    }

    /**
     * Null when nobody calls it anything.
     *
     * @param by how many more call it so, by folded name
     */
    static @Nullable TopicNames with(@Nullable TopicNames names, Map<String, Integer> by) {
        PersistentMap<String, Integer> all = (names == null ? NONE : names).counts;
        for (Map.Entry<String, Integer> one : by.entrySet()) {
            int now = Optional.ofNullable(all.get(one.getKey())).orElse(0) + one.getValue();
            all = all.with(one.getKey(), now == 0 ? null : now);
        }
        return all.size() == 0 ? null : new TopicNames(all);
    }

    static String folded(String name) {
        String one = Normalizer.normalize(name, Normalizer.Form.NFC)
                .toUpperCase(Locale.ROOT)
                .toLowerCase(Locale.ROOT);
        return PASSED_OVER.matcher(one).replaceAll("");
    }

    int size() {
        return counts.size();
    }

    /** @param posts all of the list, the oldest first */
    List<MetTopic> met(UrlPath list, List<Kept> posts) {
        Map<String, Boolean> isOfList = new HashMap<>();
        Kept.Place oldest = posts.getFirst().place();
        String shown = name(list, oldest, isOfList);
        String folded = folded(shown);
        int others = posts.size() - Optional.ofNullable(counts.get(folded)).orElse(0);
        List<MetTopic> met = new ArrayList<>();
        for (Kept post : posts.reversed()) {
            if (met.size() == Math.min(others, TOLD)) {
                break;
            }
            String name = name(list, post.place(), isOfList);
            if (!folded(name).equals(folded)) {
                met.add(new MetTopic(list, post.key(), name, shown, oldest.path()));
            }
        }
        return met;
    }

    private static String name(UrlPath list, Kept.Place post, Map<String, Boolean> isOfList) {
        return post.topics().stream()
                .filter(name ->
                        isOfList.computeIfAbsent(name, each -> Site.topic(each).equals(list)))
                .findFirst()
                .orElseThrow();
    }
}

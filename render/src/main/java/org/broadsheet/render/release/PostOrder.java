package org.broadsheet.render.release;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.broadsheet.common.record.Published;

/** Immutable lists of posts in {@link Published#ORDER}. */
final class PostOrder {
    private PostOrder() {}

    static KeptList of(Collection<Published> posts) {
        return sorted(KeptList.of(posts));
    }

    private static KeptList sorted(KeptList posts) {
        return new KeptList(posts.kept().stream().sorted(Kept.ORDER).toList());
    }

    /**
     * The list without {@code removed}, which are in it, and with {@code added}: a copy, searched for the few places that
     * change.
     */
    static KeptList changed(KeptList list, KeptList removed, KeptList added) {
        int[] holes = removed.kept().stream()
                .mapToInt(post -> find(list, post))
                .sorted()
                .toArray();
        List<Kept> out = new ArrayList<>(list.size() - removed.size() + added.size());
        int from = 0;
        for (Kept post : sorted(added).kept()) {
            int place = find(list, post);
            int to = place < 0 ? -place - 1 : place;
            copy(list, from, to, holes, out);
            out.add(post);
            from = to;
        }
        copy(list, from, list.size(), holes, out);
        return new KeptList(out);
    }

    /** The post before this one in the list, that is, the next older one. */
    static Optional<Kept> before(KeptList list, Kept post) {
        int place = find(list, post);
        return place <= 0 ? Optional.empty() : Optional.of(list.kept().get(place - 1));
    }

    static Optional<Kept> after(KeptList list, Kept post) {
        int place = find(list, post);
        return place < 0 || place + 1 == list.size()
                ? Optional.empty()
                : Optional.of(list.kept().get(place + 1));
    }

    /** So many before this one in the list, newest first. */
    static List<Kept> before(KeptList list, Kept post, int many) {
        int place = Math.max(0, find(list, post));
        return list.kept().subList(Math.max(0, place - many), place).reversed();
    }

    /** So many behind this one in the list, oldest first. */
    static List<Kept> after(KeptList list, Kept post, int many) {
        int place = find(list, post);
        return place < 0 ? List.of() : list.kept().subList(place + 1, Math.min(list.size(), place + 1 + many));
    }

    static boolean has(KeptList list, Kept post) {
        return find(list, post) >= 0;
    }

    /** Where these are in the list, in order. */
    static List<Integer> places(KeptList list, KeptList posts) {
        if (posts.size() == list.size()) {
            return IntStream.range(0, list.size()).boxed().toList();
        }
        return posts.kept().stream().map(post -> find(list, post)).sorted().toList();
    }

    private static int find(KeptList list, Kept post) {
        return Collections.binarySearch(list.kept(), post, Kept.ORDER);
    }

    private static void copy(KeptList list, int from, int to, int[] holes, List<Kept> out) {
        int hole = Arrays.binarySearch(holes, from);
        int next = hole < 0 ? -hole - 1 : hole;
        int start = from;
        for (; next < holes.length && holes[next] < to; next++) {
            out.addAll(list.kept().subList(start, holes[next]));
            start = holes[next] + 1;
        }
        out.addAll(list.kept().subList(start, to));
    }
}

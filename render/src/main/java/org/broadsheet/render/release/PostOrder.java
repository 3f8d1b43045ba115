package org.broadsheet.render.release;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.BiPredicate;

/** Immutable lists of posts in {@link Published#ORDER}. */
final class PostOrder {
    private PostOrder() {}

    static List<Published> of(Collection<Published> posts) {
        return posts.stream().sorted(Published.ORDER).toList();
    }

    /**
     * The list without {@code removed}, which are in it, and with {@code added}: a copy, searched for the few places that
     * change.
     */
    static List<Published> changed(List<Published> list, Collection<Published> removed, Collection<Published> added) {
        int[] holes =
                removed.stream().mapToInt(post -> find(list, post)).sorted().toArray();
        List<Published> out = new ArrayList<>(list.size() - removed.size() + added.size());
        int from = 0;
        for (Published post : of(added)) {
            int place = find(list, post);
            int to = place < 0 ? -place - 1 : place;
            copy(list, from, to, holes, out);
            out.add(post);
            from = to;
        }
        copy(list, from, list.size(), holes, out);
        return Collections.unmodifiableList(out);
    }

    /** The post before this one in the list, that is, the next older one. */
    static Optional<Published> before(List<Published> list, Published post) {
        int place = find(list, post);
        return place <= 0 ? Optional.empty() : Optional.of(list.get(place - 1));
    }

    static Optional<Published> after(List<Published> list, Published post) {
        int place = find(list, post);
        return place < 0 || place + 1 == list.size() ? Optional.empty() : Optional.of(list.get(place + 1));
    }

    static boolean lookAlike(List<Published> a, List<Published> b) {
        return a.size() == b.size() && firstUnlike(a, b, Published::looksLike) == a.size();
    }

    /** The first place at which the lists differ; the size of the shorter one if that is the beginning of the other. */
    @SuppressWarnings("ReferenceEquality") // Nearly all are the very same: long lists are compared at every release.
    static int firstUnlike(List<Published> a, List<Published> b, BiPredicate<Published, Published> alike) {
        int size = Math.min(a.size(), b.size());
        int place = 0;
        while (place < size && (a.get(place) == b.get(place) || alike.test(a.get(place), b.get(place)))) {
            place++;
        }
        return place;
    }

    private static int find(List<Published> list, Published post) {
        return Collections.binarySearch(list, post, Published.ORDER);
    }

    private static void copy(List<Published> list, int from, int to, int[] holes, List<Published> out) {
        int hole = Arrays.binarySearch(holes, from);
        int next = hole < 0 ? -hole - 1 : hole;
        int start = from;
        for (; next < holes.length && holes[next] < to; next++) {
            out.addAll(list.subList(start, holes[next]));
            start = holes[next] + 1;
        }
        out.addAll(list.subList(start, to));
    }
}

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

    /** Where these are in the list, in order. */
    static List<Integer> places(List<Published> list, Collection<Published> posts) {
        if (posts.size() == list.size()) {
            return IntStream.range(0, list.size()).boxed().toList();
        }
        return posts.stream().map(post -> find(list, post)).sorted().toList();
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

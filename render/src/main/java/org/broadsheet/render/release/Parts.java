package org.broadsheet.render.release;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.broadsheet.common.id.PostId;
import org.broadsheet.common.record.Published;

/**
 * Posts cut into parts by a hash of their ids, so that a post stays in its part whatever is published beside it: all are one part; where
 * those are more than {@link #LARGEST}, sixteen; each of which that is larger than that, sixteen again. Which parts there are follows
 * from the posts alone. A part's name is as much of the hash, in hexadecimal, as its posts have in common. A value.
 */
public final class Parts {
    static final int LARGEST = 1_000;
    private static final int BUCKETS = 256;
    private static final int DIGIT = 4;
    private static final HexFormat HEX = HexFormat.of();

    static final Parts NONE = new Parts(Collections.nCopies(BUCKETS, KeptList.EMPTY));

    /** By the first two digits. */
    private final List<KeptList> buckets;

    private Parts(List<KeptList> buckets) {
        this.buckets = buckets;
    }

    /** @param removed that are in it */
    Parts with(Collection<Kept> removed, Collection<Kept> added) {
        List<List<Kept>> left = byBucket(removed);
        List<List<Kept>> came = byBucket(added);
        List<KeptList> now = new ArrayList<>(buckets);
        for (int i = 0; i < BUCKETS; i++) {
            if (!left.get(i).isEmpty() || !came.get(i).isEmpty()) {
                now.set(i, PostOrder.changed(now.get(i), new KeptList(left.get(i)), new KeptList(came.get(i))));
            }
        }
        return new Parts(List.copyOf(now));
    }

    private static List<List<Kept>> byBucket(Collection<Kept> posts) {
        List<List<Kept>> all = new ArrayList<>(BUCKETS);
        for (int i = 0; i < BUCKETS; i++) {
            all.add(new ArrayList<>());
        }
        posts.forEach(post -> all.get(bucket(post.id())).add(post));
        return all;
    }

    /** Authors may write ids that begin alike, so that no digit of theirs will do. */
    private static int bucket(PostId id) {
        long mixed = id.value().getMostSignificantBits() * 31 + id.value().getLeastSignificantBits();
        mixed = (mixed ^ (mixed >>> 33)) * 0xff51afd7ed558ccdL;
        mixed = (mixed ^ (mixed >>> 33)) * 0xc4ceb9fe1a85ec53L;
        return (int) (mixed >>> 56);
    }

    /** Of all that there are. */
    public SortedSet<String> names() {
        SortedSet<String> names = new TreeSet<>();
        add("", names);
        return names;
    }

    private void add(String name, SortedSet<String> names) {
        int size = size(name);
        if (size == 0) {
            return;
        }
        if (size <= LARGEST || name.length() == 2) {
            names.add(name);
            return;
        }
        for (int digit = 0; digit < 1 << DIGIT; digit++) {
            add(name + HEX.toHexDigits(digit, 1), names);
        }
    }

    private int size(String name) {
        return buckets(name).stream().mapToInt(KeptList::size).sum();
    }

    /** The posts of a part, in an order that follows from them. */
    public List<Published> of(String name) {
        List<Kept> posts = new ArrayList<>();
        buckets(name).forEach(bucket -> posts.addAll(bucket.kept()));
        return new KeptList(posts);
    }

    private List<KeptList> buckets(String name) {
        int span = BUCKETS >> (DIGIT * name.length());
        int from = name.isEmpty() ? 0 : HexFormat.fromHexDigits(name) * span;
        return buckets.subList(from, from + span);
    }

    /** The names of the parts that a post may be in, of which it is in one. */
    public static List<String> namesOf(PostId id) {
        String name = HEX.toHexDigits(bucket(id), 2);
        return List.of("", name.substring(0, 1), name);
    }
}

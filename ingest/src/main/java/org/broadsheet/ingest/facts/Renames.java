package org.broadsheet.ingest.facts;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import org.broadsheet.common.id.ContentPath;
import org.broadsheet.common.id.PostId;
import org.broadsheet.ingest.layout.Place;
import org.eclipse.jgit.lib.ObjectId;

/**
 * Which posts and pages went on at another path, among those that one commit took away, brought and changed: first those that say so
 * by their {@code id:}, then those of the same bytes, then the only ones of a name in another folder whose bodies are alike, then the
 * most alike bodies, then the only ones of a name that are left. A file that was written over with something else is looked at as if it were two, so that an exchange of two files is seen; what goes
 * on nowhere else stays. Ties go by path. One thread, once.
 */
final class Renames {
    private final VersionReader reader;
    private final ComparisonLimits most;
    private Similarity similarity;
    private final List<Leaving> leaving = new ArrayList<>();
    private final List<Coming> coming = new ArrayList<>();
    private final List<Changed> changed = new ArrayList<>();
    private final Map<ContentPath, Leaving> sources = new TreeMap<>();
    /** What may still be one, by path. */
    private final Map<ContentPath, Leaving> from = new TreeMap<>();

    private final Map<ContentPath, Coming> to = new TreeMap<>();

    /** @param most of which the bodies are compared */
    Renames(VersionReader reader, ComparisonLimits most) {
        this.reader = reader;
        this.most = most;
        similarity = new Similarity(reader, most);
    }

    /** What lay at a path and does no more. */
    record Leaving(ContentPath path, Place.Document place, Track track) {}

    /** What lies at a path where nothing lay. */
    record Coming(ContentPath path, Place.Document place, ObjectId blob) {}

    /** What lies at a path where something else lay. */
    record Changed(Coming now, Track track) {
        private Leaving before() {
            return new Leaving(now.path, now.place, track);
        }
    }

    /**
     * @param sources what the ones that came at these paths were before
     * @param born that came, and were nothing before
     * @param stays that changed where they are
     * @param left that went on nowhere
     * @param compared whether all bodies were compared that had to be
     */
    record Found(
            Map<Coming, Leaving> sources,
            List<Coming> born,
            List<Changed> stays,
            List<Leaving> left,
            boolean compared) {}

    void leaving(Leaving one) {
        leaving.add(one);
    }

    void coming(Coming one) {
        coming.add(one);
    }

    void changed(Changed one) {
        changed.add(one);
    }

    /** @param alive the ids that others have: what left under one of these went on there */
    Found find(Predicate<PostId> alive) throws IOException {
        leaving.stream().filter(one -> !alive.test(one.track.id())).forEach(one -> from.putIfAbsent(one.path, one));
        coming.forEach(one -> to.put(one.path, one));
        Set<ContentPath> broken = broken();
        boolean compared = true;
        if (!from.isEmpty() && !to.isEmpty()) {
            byId();
            byBlob();
            if (isFew() && takesAll()) {
                byName(broken, Similarity.SAME);
            } else {
                byName(broken, 0);
                // Of what is left there may be little enough.
                similarity = new Similarity(reader, most);
            }
            compared = byBody();
            byName(broken, 0);
        }
        List<Changed> stays = new ArrayList<>();
        for (Changed one : changed) {
            ContentPath path = one.now.path;
            boolean split =
                    broken.contains(path) && (!from.containsKey(path) || !to.containsKey(path)) && !isItsOwn(path);
            if (!split) {
                stays.add(one);
                sources.remove(path);
                from.remove(path);
                to.remove(path);
            }
        }
        Map<Coming, Leaving> continued = new LinkedHashMap<>();
        Map<ContentPath, Coming> all = new HashMap<>();
        coming.forEach(one -> all.put(one.path, one));
        changed.forEach(one -> all.put(one.now.path, one.now));
        sources.forEach((path, source) -> continued.put(Objects.requireNonNull(all.get(path)), source));
        List<Leaving> left = new ArrayList<>(from.values());
        Set<Leaving> known = Collections.newSetFromMap(new IdentityHashMap<>());
        known.addAll(left);
        known.addAll(sources.values());
        // Two branches had other posts at one path, or what left goes on where another branch has it.
        leaving.stream().filter(one -> !known.contains(one)).forEach(left::add);
        return new Found(continued, List.copyOf(to.values()), stays, left, compared);
    }

    private boolean isItsOwn(ContentPath path) {
        Leaving source = sources.get(path);
        return source != null && source.path.equals(path);
    }

    /** Those of the changed ones that are looked at as two. */
    private Set<ContentPath> broken() throws IOException {
        Set<ContentPath> broken = new HashSet<>();
        // Nothing to be exchanged with.
        if (changed.size() + from.size() + to.size() < 2) {
            return broken;
        }
        Set<ObjectId> before = new HashSet<>();
        Set<ObjectId> now = new HashSet<>();
        from.values().forEach(one -> before.add(one.track.blob()));
        to.values().forEach(one -> now.add(one.blob));
        changed.forEach(one -> {
            before.add(one.track.blob());
            now.add(one.now.blob);
        });
        boolean compares = similarity.isFew(changed.size()) && takesChanged();
        for (Changed one : changed) {
            boolean exchanged = before.contains(one.now.blob) || now.contains(one.track.blob());
            if (exchanged || (compares && similarity.of(one.before(), one.now) < Similarity.BROKEN)) {
                broken.add(one.now.path);
            }
        }
        for (Changed one : changed) {
            if (broken.contains(one.now.path)) {
                from.put(one.now.path, one.before());
                to.put(one.now.path, one.now);
            }
        }
        return broken;
    }

    private boolean takesChanged() throws IOException {
        for (Changed one : changed) {
            if (!similarity.takes(one.before()) || !similarity.takes(one.now)) {
                return false;
            }
        }
        return true;
    }

    private void match(Coming target, Leaving source) {
        sources.put(target.path, source);
        to.remove(target.path);
        from.remove(source.path);
    }

    private void byId() throws IOException {
        Map<PostId, Coming> wanted = new TreeMap<>(Comparator.comparing(PostId::toString));
        for (Coming one : to.values()) {
            authored(one.path, one.place, one.blob).ifPresent(id -> wanted.putIfAbsent(id, one));
        }
        if (wanted.isEmpty()) {
            return;
        }
        for (Leaving source : List.copyOf(from.values())) {
            Coming target = wanted.get(source.track.id());
            if (target == null) {
                target = authored(source.path, source.place, source.track.blob())
                        .map(wanted::get)
                        .orElse(null);
            }
            if (target != null && to.containsKey(target.path)) {
                match(target, source);
            }
        }
    }

    private Optional<PostId> authored(ContentPath path, Place.Document place, ObjectId blob) throws IOException {
        return reader.read(path, place, blob) instanceof FileVersion.Parsed parsed ? parsed.id() : Optional.empty();
    }

    /** Of several of the same bytes those of one name first. */
    private void byBlob() {
        record Named(ObjectId blob, String name) {}

        matchSame(
                source -> new Named(source.track.blob(), source.place.name()),
                target -> new Named(target.blob, target.place.name()));
        matchSame(source -> source.track.blob(), target -> target.blob);
    }

    private <K> void matchSame(Function<Leaving, K> of, Function<Coming, K> is) {
        Map<K, Deque<Leaving>> left = new HashMap<>();
        from.values()
                .forEach(source -> left.computeIfAbsent(of.apply(source), key -> new ArrayDeque<>(1))
                        .add(source));
        for (Coming target : List.copyOf(to.values())) {
            Deque<Leaving> same = left.get(is.apply(target));
            Leaving source = same == null ? null : same.poll();
            if (source != null) {
                match(target, source);
            }
        }
    }

    /**
     * The folder's of a bundle, and without the day that begins a post's.
     *
     * @param least that is the same of their bodies; 0: they are not compared
     */
    private void byName(Set<ContentPath> broken, int least) throws IOException {
        Map<String, List<Leaving>> left = named(from.values(), one -> one.path, one -> one.place, broken);
        Map<String, List<Coming>> came = named(to.values(), one -> one.path, one -> one.place, broken);
        for (Map.Entry<String, List<Coming>> targets : came.entrySet()) {
            List<Leaving> of = left.getOrDefault(targets.getKey(), List.of());
            if (targets.getValue().size() == 1 && of.size() == 1) {
                Coming target = targets.getValue().getFirst();
                Leaving source = of.getFirst();
                if (least == 0 || similarity.of(source, target) >= least) {
                    match(target, source);
                }
            }
        }
    }

    private static <T> Map<String, List<T>> named(
            Collection<T> all, Function<T, ContentPath> path, Function<T, Place.Document> place, Set<ContentPath> but) {
        Map<String, List<T>> named = new TreeMap<>();
        for (T one : all) {
            String name = place.apply(one).name();
            if (!name.isEmpty() && !but.contains(path.apply(one))) {
                named.computeIfAbsent(name, n -> new ArrayList<>(1)).add(one);
            }
        }
        return named;
    }

    /** False when there are too many. */
    private boolean byBody() throws IOException {
        if (from.isEmpty() || to.isEmpty()) {
            return true;
        }
        if (!isFew() || !takesAll()) {
            return false;
        }
        record Pair(Coming target, Leaving source, int score) {}

        List<Pair> pairs = new ArrayList<>();
        for (Leaving source : from.values()) {
            for (Coming target : to.values()) {
                int score = similarity.of(source, target);
                if (score >= Similarity.SAME) {
                    pairs.add(new Pair(target, source, score));
                }
            }
        }
        pairs.sort(Comparator.comparing(Pair::score)
                .reversed()
                .thenComparing(pair -> pair.target.path)
                .thenComparing(pair -> pair.source.path));
        for (Pair pair : pairs) {
            if (to.containsKey(pair.target.path) && from.containsKey(pair.source.path)) {
                match(pair.target, pair.source);
            }
        }
        return true;
    }

    private boolean isFew() {
        return similarity.isFew(from.size()) && similarity.isFew(to.size());
    }

    private boolean takesAll() throws IOException {
        for (Leaving source : from.values()) {
            if (!similarity.takes(source)) {
                return false;
            }
        }
        for (Coming target : to.values()) {
            if (!similarity.takes(target)) {
                return false;
            }
        }
        return true;
    }
}

package org.broadsheet.ingest.facts;

import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.broadsheet.common.collect.PersistentMap;
import org.broadsheet.common.id.ContentPath;
import org.broadsheet.common.id.PostId;
import org.jspecify.annotations.Nullable;

/** The posts and pages that are no more, by their ids and by the paths where they lay last. Immutable. */
final class Departed {
    static final Departed NONE = new Departed(PersistentMap.empty(), PersistentMap.empty());

    private final PersistentMap<PostId, Gone> ids;
    /** In no order. */
    private final PersistentMap<ContentPath, List<PostId>> paths;

    private Departed(PersistentMap<PostId, Gone> ids, PersistentMap<ContentPath, List<PostId>> paths) {
        this.ids = ids;
        this.paths = paths;
    }

    int size() {
        return ids.size();
    }

    @Nullable Gone get(PostId id) {
        return ids.get(id);
    }

    /** Those that lay at a path last, in no order. */
    List<Gone> at(ContentPath path) {
        return idsAt(path).stream()
                .map(id -> Objects.requireNonNull(ids.get(id)))
                .toList();
    }

    private List<PostId> idsAt(ContentPath path) {
        List<PostId> there = paths.get(path);
        return there == null ? List.of() : there;
    }

    /** In the place of what is known of its id. */
    Departed plus(Gone gone) {
        Departed others = minus(gone.id());
        List<PostId> there = Stream.concat(others.idsAt(gone.path()).stream(), Stream.of(gone.id()))
                .toList();
        return new Departed(others.ids.plus(gone.id(), gone), others.paths.plus(gone.path(), there));
    }

    Departed minus(PostId id) {
        Gone gone = ids.get(id);
        if (gone == null) {
            return this;
        }
        List<PostId> others =
                idsAt(gone.path()).stream().filter(other -> !other.equals(id)).toList();
        return new Departed(ids.minus(id), paths.with(gone.path(), others.isEmpty() ? null : others));
    }

    void forEach(Consumer<Gone> to) {
        ids.forEach((id, gone) -> to.accept(gone));
    }

    /** The ids of which something else is known in {@code other}. */
    void differences(Departed other, Consumer<PostId> to) {
        ids.differences(other.ids, to);
    }
}

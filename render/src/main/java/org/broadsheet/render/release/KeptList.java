package org.broadsheet.render.release;

import java.util.AbstractList;
import java.util.Collection;
import java.util.List;
import java.util.RandomAccess;
import org.broadsheet.common.record.Published;

/** A list that holds its posts and pages in compact form. Immutable. */
final class KeptList extends AbstractList<Published> implements RandomAccess {
    static final KeptList EMPTY = new KeptList(List.of());

    private final List<Kept> all;

    /** @param all that do not change */
    KeptList(List<Kept> all) {
        this.all = all;
    }

    static KeptList of(Collection<Published> published) {
        return published instanceof KeptList kept
                ? kept
                : new KeptList(published.stream().map(Kept::of).toList());
    }

    List<Kept> kept() {
        return all;
    }

    @Override
    public Published get(int index) {
        return all.get(index).published();
    }

    @Override
    public int size() {
        return all.size();
    }
}

package org.broadsheet.render.release;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.broadsheet.common.id.UrlPath;
import org.broadsheet.common.record.DocumentKey;

/**
 * The order in which the changes of one release are told, so that whoever keeps what he hears by URL, or by the post, ends with
 * what is: first all that leave, then the others in the order of the site, each behind the one that moves away from its URL. It
 * follows from the changes alone. Where posts pass their URLs on in a circle none can be told behind all others: there a former
 * URL is the post's only as long as the listener still has that post at it.
 */
public final class TellingOrder {
    private static final Comparator<DocumentChange> SITE = Comparator.comparing(
                    TellingOrder::either, Comparator.comparing(Optional::isEmpty))
            .thenComparing(change -> either(change).orElse(null), Comparator.nullsLast(Kept.SITE));

    private final Map<UrlPath, DocumentChange> moving = new HashMap<>();
    private final Set<DocumentKey> seen = new HashSet<>();
    private final List<DocumentChange> told = new ArrayList<>();

    private TellingOrder() {}

    public static List<DocumentChange> of(Collection<DocumentChange> changes) {
        TellingOrder order = new TellingOrder();
        List<DocumentChange> site = changes.stream().sorted(SITE).toList();
        for (DocumentChange change : site) {
            if (change.is().isEmpty()) {
                order.told.add(change);
            } else {
                change.was()
                        .filter(was -> !was.url().equals(change.is().get().url()))
                        .ifPresent(was -> order.moving.put(was.url(), change));
            }
        }
        site.stream().filter(change -> change.is().isPresent()).forEach(order::arrive);
        return List.copyOf(order.told);
    }

    /** Behind whoever moves away from where it arrives, and that one behind whoever makes room for it. */
    private void arrive(DocumentChange arriving) {
        Deque<DocumentChange> behind = new ArrayDeque<>();
        Optional<DocumentChange> next = Optional.of(arriving);
        while (next.isPresent() && seen.add(next.get().key())) {
            behind.push(next.get());
            next = next.get().is().map(is -> moving.get(is.url()));
        }
        told.addAll(behind);
    }

    private static Optional<Kept> either(DocumentChange change) {
        return change.is().or(change::was);
    }
}

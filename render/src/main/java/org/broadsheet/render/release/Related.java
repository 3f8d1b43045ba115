package org.broadsheet.render.release;

import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.broadsheet.common.id.UrlPath;
import org.broadsheet.common.record.Kind;

/**
 * Which older posts a post shows because they have topics in common: of those that stand just before it in the lists of its first
 * topics the ones with the most of these topics, the newer first; but for the next older post of all, which it shows anyway. So a
 * post is shown by no more posts than stand just behind it in the lists of its topics, and no newer post changes what one shows.
 */
final class Related {
    /** That a post shows. */
    private static final int SHOWN = 3;

    /** Posts of a list that are looked at. */
    private static final int NEAR = 3;

    /** Of a post, as its author orders them, that are looked at. */
    private static final int TOPICS = 10;

    private Related() {}

    private record Scored(Kept post, long shared) {}

    static List<Kept> of(Site site, Kept post) {
        List<KeptList> lists =
                topics(post).stream().limit(TOPICS).map(site::keptList).toList();
        Set<Kept> near = new LinkedHashSet<>();
        lists.forEach(list -> near.addAll(PostOrder.before(list, post, NEAR)));
        site.previous(post).ifPresent(near::remove);
        return near.stream()
                .map(other -> new Scored(
                        other,
                        lists.stream()
                                .filter(list -> PostOrder.has(list, other))
                                .count()))
                .sorted(Comparator.comparingLong(Scored::shared)
                        .reversed()
                        .thenComparing(Scored::post, Kept.ORDER.reversed()))
                .limit(SHOWN)
                .map(Scored::post)
                .toList();
    }

    /** The posts that show one, or may. */
    static void shownBy(Site site, Kept post, Consumer<Kept> to) {
        topics(post)
                .forEach(topic ->
                        PostOrder.after(site.keptList(topic), post, NEAR).forEach(to));
    }

    private static List<UrlPath> topics(Kept post) {
        return post.kind() == Kind.POST
                ? post.place().topics().stream().map(Site::topic).distinct().toList()
                : List.of();
    }
}

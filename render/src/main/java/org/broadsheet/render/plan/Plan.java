package org.broadsheet.render.plan;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.broadsheet.common.id.Digest;
import org.broadsheet.common.id.UrlPath;
import org.broadsheet.common.record.Content;
import org.broadsheet.render.page.Maker;
import org.broadsheet.render.page.Output;
import org.broadsheet.render.page.Outputs;
import org.broadsheet.render.page.Phase;
import org.broadsheet.render.page.Views;
import org.broadsheet.render.release.Change;
import org.broadsheet.render.release.DocumentChange;
import org.broadsheet.render.release.Incoming;
import org.broadsheet.render.release.Kept;
import org.broadsheet.render.release.Site;
import org.broadsheet.render.release.Stored;
import org.broadsheet.render.release.TellingOrder;

/**
 * What one release does: the objects to write and remove, and which posts and pages changed.
 *
 * @param bringsSettings whether it does, if only the same ones
 * @param candidates how many objects were looked at
 * @param steps by phase, in the order of the URLs
 * @param documents in the order in which they are told, see {@link TellingOrder}
 */
public record Plan(
        Change change,
        Content.Settings settings,
        boolean bringsSettings,
        Views views,
        int candidates,
        Map<Phase, List<Step>> steps,
        List<DocumentChange> documents) {

    /** The number of objects to write or remove. */
    public int size() {
        return steps.values().stream().mapToInt(List::size).sum();
    }

    /** The posts and pages whose texts are written. */
    public List<Kept> shown() {
        return steps.values().stream()
                .flatMap(List::stream)
                .flatMap(step -> step.output().stream())
                .flatMap(output -> output.document().stream())
                .distinct()
                .toList();
    }

    /** Makes plans. Safe for all threads. */
    public static final class Planner {
        private final Maker maker;
        private final Outputs outputs;

        public Planner(Maker maker) {
            this.maker = maker;
            this.outputs = new Outputs(maker.theme().stylesheet());
        }

        /**
         * What follows from {@code incoming}.
         *
         * @param otherwise the settings of a site that never was given any
         * @param suspects what really is at URLs where the store may not be as recorded; they are written in any case
         * @param more URLs to look at
         */
        public Plan plan(
                Site site,
                List<Incoming> incoming,
                Content.Settings otherwise,
                Map<UrlPath, Optional<Digest>> suspects,
                Collection<UrlPath> more) {
            Change change = site.with(incoming);
            Content.Settings settings = change.now().settings().orElse(otherwise);
            Set<UrlPath> candidates = outputs.candidates(change, site.settings().orElse(otherwise), settings);
            candidates.addAll(more);
            return plan(
                    change,
                    settings,
                    incoming.stream().anyMatch(Incoming.Settings.class::isInstance),
                    candidates,
                    suspects);
        }

        private Plan plan(
                Change change,
                Content.Settings settings,
                boolean bringsSettings,
                Set<UrlPath> candidates,
                Map<UrlPath, Optional<Digest>> suspects) {
            Views views = new Views(change.now(), settings, maker);
            Set<UrlPath> urls = new TreeSet<>(candidates);
            urls.addAll(suspects.keySet());
            Map<Phase, List<Step>> steps = new EnumMap<>(Phase.class);
            for (UrlPath url : urls) {
                Optional<Stored> recorded = change.now().object(url);
                Optional<Digest> believed = suspects.getOrDefault(url, recorded.map(Stored::digest));
                Optional<Output<?>> output = outputs.at(change.now(), url);
                boolean isNothing = output.isEmpty() && believed.isEmpty() && recorded.isEmpty();
                if (isNothing || (!suspects.containsKey(url) && isAsRecorded(output, recorded, views))) {
                    continue;
                }
                boolean isNew = believed.isEmpty()
                        || recorded.filter(object -> !object.isThere()).isPresent();
                Phase phase = output.map(of -> of.phase(isNew)).orElse(Phase.REMOVALS);
                steps.computeIfAbsent(phase, p -> new ArrayList<>()).add(new Step(url, output, believed));
            }
            return new Plan(
                    change,
                    settings,
                    bringsSettings,
                    views,
                    candidates.size(),
                    steps,
                    TellingOrder.of(change.documents().values().stream()
                            .filter(document ->
                                    document.is().isEmpty() || !document.was().equals(document.is()))
                            .toList()));
        }

        private static boolean isAsRecorded(Optional<Output<?>> output, Optional<Stored> recorded, Views views) {
            Optional<Digest> view = recorded.flatMap(Stored::view);
            return output.isPresent() && view.isPresent() && view.get().equals(views.digest(output.get()));
        }

        public Outputs outputs() {
            return outputs;
        }
    }
}

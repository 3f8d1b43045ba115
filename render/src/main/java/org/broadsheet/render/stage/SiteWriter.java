package org.broadsheet.render.stage;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.broadsheet.common.article.Article;
import org.broadsheet.common.article.Heading;
import org.broadsheet.common.article.PlainMarkdown;
import org.broadsheet.common.id.Digest;
import org.broadsheet.common.id.UrlPath;
import org.broadsheet.common.storage.ByteSource;
import org.broadsheet.common.storage.ContentStore;
import org.broadsheet.common.storage.ObjectInfo;
import org.broadsheet.common.storage.ObjectKey;
import org.broadsheet.common.storage.ObjectType;
import org.broadsheet.common.storage.Storage;
import org.broadsheet.common.storage.Storage.Outcome;
import org.broadsheet.render.page.Materials;
import org.broadsheet.render.page.Output;
import org.broadsheet.render.page.Phase;
import org.broadsheet.render.page.ReadingTime;
import org.broadsheet.render.page.Views;
import org.broadsheet.render.plan.Plan;
import org.broadsheet.render.plan.Step;
import org.broadsheet.render.release.Site;
import org.broadsheet.render.release.Stored;
import org.broadsheet.render.theme.ArticleView;
import org.broadsheet.render.theme.Theme;

/**
 * Does what a plan says in the site store: phase by phase, within a phase on all threads. What it wrote it has read back.
 */
final class SiteWriter {
    private final Storage site;
    private final Theme theme;
    private final Articles articles;
    private final Sources sources;
    private final Workers workers;
    private final RenderCounters counters;

    SiteWriter(
            Storage site, Theme theme, Articles articles, Sources sources, Workers workers, RenderCounters counters) {
        this.site = site;
        this.theme = theme;
        this.articles = articles;
        this.sources = sources;
        this.workers = workers;
        this.counters = counters;
    }

    /** @param stored what is at the step's URL now; empty: nothing */
    record Result(Step step, Optional<Stored> stored) {}

    /**
     * What was done.
     *
     * @param lost steps that were left out, for the work store has lost what they need: their URLs are as they were
     * @param introductions that are not shown, likewise
     */
    record Written(Map<UrlPath, Result> results, List<Step> lost, Set<Digest> introductions) {}

    /** What is done with what the work store has lost. */
    enum IfLost {
        /** {@link ContentStore.Lost} is thrown. */
        FAIL,
        /** It is left as it is, and all else is done. */
        LEAVE
    }

    /** @param progress is told of each step when it is done, in the order of the plan, on this thread */
    Written write(Plan plan, IfLost ifLost, Consumer<Result> progress) throws IOException {
        Pass pass = new Pass(plan, ifLost);
        Map<UrlPath, Result> results = new LinkedHashMap<>();
        List<Step> lost = new ArrayList<>();
        for (Phase phase : Phase.values()) {
            List<Callable<Done>> tasks = new ArrayList<>();
            for (Step step : plan.steps().getOrDefault(phase, List.of())) {
                tasks.add(() -> pass.step(step));
            }
            // The next phase begins when all of this one stands: its pages may link to any of these.
            workers.all(tasks, done -> {
                results.put(done.result().step().url(), done.result());
                if (done.lost()) {
                    lost.add(done.result().step());
                }
                progress.accept(done.result());
            });
        }
        return new Written(results, lost, Set.copyOf(pass.introductions));
    }

    private record Done(Result result, boolean lost) {}

    /** One time through a plan. Safe for all threads. */
    private final class Pass {
        private final Site site;
        private final Views views;
        private final IfLost ifLost;
        private final Sources.Search search;
        private final Set<Digest> introductions = ConcurrentHashMap.newKeySet();

        Pass(Plan plan, IfLost ifLost) {
            this.site = plan.change().now();
            this.views = plan.views();
            this.ifLost = ifLost;
            this.search = sources.search(site);
        }

        Done step(Step step) throws IOException {
            if (step.output().isEmpty()) {
                remove(step);
                return new Done(new Result(step, Optional.empty()), false);
            }
            try {
                return new Done(
                        new Result(step, Optional.of(write(step, step.output().get()))), false);
            } catch (ContentStore.Lost e) {
                if (ifLost == IfLost.FAIL) {
                    throw e;
                }
                return new Done(
                        new Result(step, step.believed().isEmpty() ? Optional.empty() : site.object(step.url())), true);
            }
        }

        private Stored write(Step step, Output<?> output) throws IOException {
            Parts parts = new Parts();
            Views.Made made = views.make(output, parts);
            if (output.isMade()) {
                counters.template();
            }
            return new Stored(
                    output.kind(),
                    put(step, output.type(), made.bytes()),
                    made.bytes().size(),
                    parts.allThere ? Optional.of(made.view()) : Optional.empty());
        }

        /** What one output is made from. */
        private final class Parts implements Materials {
            private boolean allThere = true;

            @Override
            public Theme theme() {
                return theme;
            }

            @Override
            public Text article(ArticleView of) throws IOException {
                Article article = articles.get(of.key());
                return new Text(article.html(of.links(), of.sizes(), ""), ReadingTime.of(article.plainText()));
            }

            @Override
            public PlainMarkdown markdown(ArticleView of) throws IOException {
                return articles.get(of.key()).markdown();
            }

            @Override
            public List<Heading> headings(ArticleView of) throws IOException {
                return articles.get(of.key()).shownHeadings();
            }

            /** A listing goes on without the one that is lost: what it leads to has to be there. */
            @Override
            public Optional<String> introduction(ArticleView of) throws IOException {
                try {
                    return Optional.of(articles.get(of.key()).html(of.links(), of.sizes(), ""));
                } catch (ContentStore.Lost e) {
                    if (ifLost == IfLost.FAIL) {
                        throw e;
                    }
                    introductions.add(of.key());
                    allThere = false;
                    return Optional.empty();
                }
            }

            @Override
            public ByteSource file(Digest digest, long size, UrlPath url) throws IOException {
                // Where that cannot be had either, reading says so.
                search.has(digest, url);
                return articles.source(digest, size);
            }
        }
    }

    /** The digest of what was written and read back, or was there already. */
    private Digest put(Step step, ObjectType type, ByteSource bytes) throws IOException {
        ObjectKey key = ObjectKey.of(step.url());
        return switch (site.put(key, type, bytes, step.believed())) {
            case Outcome.Written written -> {
                counters.written();
                readBack(key, type, written.digest());
                yield written.digest();
            }
            case Outcome.Unchanged unchanged ->
                site.info(key)
                        .map(ObjectInfo::digest)
                        .orElseThrow(() -> new IOException("what was at \"" + key + "\" is not there any more"));
            case Outcome.Conflict conflict -> throw new StoreConflict(step.url(), step.believed(), conflict.present());
        };
    }

    private void remove(Step step) throws IOException {
        if (step.believed().isEmpty()) {
            return;
        }
        switch (site.delete(ObjectKey.of(step.url()), step.believed().get())) {
            case Outcome.Written written -> counters.removed();
            case Outcome.Unchanged unchanged -> {}
            case Outcome.Conflict conflict -> throw new StoreConflict(step.url(), step.believed(), conflict.present());
        }
    }

    /** Announced means readable: what a record is to prove is looked at, not hoped for. The storage has read it for its digest. */
    private void readBack(ObjectKey key, ObjectType type, Digest expected) throws IOException {
        counters.read();
        ObjectInfo found = site.info(key)
                .orElseThrow(() -> new IOException("what was just written to \"" + key + "\" is not there"));
        if (!found.digest().equals(expected) || found.type().status() != type.status()) {
            throw new IOException("what was just written to \"" + key + "\" reads back as " + found.digest()
                    + " with status " + found.type().status() + ", not " + expected + " with " + type.status());
        }
    }
}

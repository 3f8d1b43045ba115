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
import org.broadsheet.common.id.Digest;
import org.broadsheet.common.id.UrlPath;
import org.broadsheet.common.record.Kind;
import org.broadsheet.common.record.Readable;
import org.broadsheet.common.storage.MediaTypes;
import org.broadsheet.common.storage.ObjectInfo;
import org.broadsheet.common.storage.ObjectKey;
import org.broadsheet.common.storage.ObjectType;
import org.broadsheet.common.storage.Storage;
import org.broadsheet.common.storage.Storage.ByteSource;
import org.broadsheet.common.storage.Storage.Outcome;
import org.broadsheet.render.page.Pages;
import org.broadsheet.render.release.Phase;
import org.broadsheet.render.release.Plan;
import org.broadsheet.render.release.SiteIndex;
import org.broadsheet.render.release.Step;
import org.broadsheet.render.release.Stored;
import org.broadsheet.render.release.Target;

/**
 * Does what a plan says in the site store: phase by phase, within a phase on all threads. What it wrote it has read back.
 */
final class SiteWriter {
    private final Storage site;
    private final Articles articles;
    private final Sources sources;
    private final Workers workers;
    private final RenderCounters counters;

    SiteWriter(Storage site, Articles articles, Sources sources, Workers workers, RenderCounters counters) {
        this.site = site;
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
    record Written(Map<UrlPath, Result> results, List<Step> lost, List<Readable.Introduction> introductions) {}

    /** What is done with what the work store has lost. */
    enum IfLost {
        /** {@link Articles.Damaged} is thrown. */
        FAIL,
        /** It is left as it is, and all else is done. */
        LEAVE
    }

    /** @param progress is told of each step when it is done, in the order of the plan, on this thread */
    Written write(Plan plan, SiteIndex index, Pages pages, IfLost ifLost, Consumer<Result> progress)
            throws IOException {
        Pass pass = new Pass(index, pages, ifLost);
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
        return new Written(results, lost, List.copyOf(pass.introductions));
    }

    private record Done(Result result, boolean lost) {}

    /** One time through a plan. Safe for all threads. */
    private final class Pass {
        private final SiteIndex index;
        private final Pages pages;
        private final IfLost ifLost;
        private final Sources.Search search = sources.search();
        private final Set<Readable.Introduction> introductions = ConcurrentHashMap.newKeySet();

        Pass(SiteIndex index, Pages pages, IfLost ifLost) {
            this.index = index;
            this.pages = pages;
            this.ifLost = ifLost;
        }

        Done step(Step step) throws IOException {
            try {
                return new Done(new Result(step, doStep(step)), false);
            } catch (Articles.Damaged e) {
                if (ifLost == IfLost.FAIL) {
                    throw e;
                }
                return new Done(
                        new Result(step, step.believed().isEmpty() ? Optional.empty() : index.object(step.url())),
                        true);
            }
        }

        private Optional<Stored> doStep(Step step) throws IOException {
            if (step.target().isEmpty()) {
                remove(step);
                return Optional.empty();
            }
            Target target = step.target().get();
            if (target instanceof Target.Asset asset) {
                Readable.StoredObject object = asset.object();
                if (!search.has(object.digest(), step.url())) {
                    throw new Articles.Damaged("the work store has no " + ObjectKey.source(object.digest()));
                }
                ByteSource bytes = articles.source(object.digest(), object.size());
                put(step, type(step.url(), target), bytes);
                return Optional.of(new Stored(Kind.ASSET, object.digest(), object.size()));
            }
            byte[] bytes = bytes(target);
            counters.template();
            Digest digest =
                    put(step, type(step.url(), target), ByteSource.of(bytes)).orElseGet(() -> Digest.of(bytes));
            return Optional.of(new Stored(target.kind(), digest, bytes.length));
        }

        private byte[] bytes(Target target) throws IOException {
            return switch (target) {
                case Target.Document of -> {
                    String article = pages.article(
                            articles.get(of.document().article()), of.document().links());
                    yield of.kind() == Kind.POST
                            ? pages.post(of.document(), article)
                            : pages.page(of.document(), article);
                }
                case Target.Home home -> pages.home(introduction(pages.homeIntroduction()));
                case Target.Listing listing ->
                    pages.listing(
                            listing.list(),
                            listing.page(),
                            listing.page() == 0 ? introduction(index.introduction(listing.list())) : Optional.empty());
                case Target.Topics topics -> pages.topics(introduction(index.introduction(SiteIndex.TOPICS)));
                case Target.Stylesheet stylesheet -> pages.stylesheet();
                case Target.Icon icon -> pages.icon();
                case Target.NotFound notFound -> pages.notFound();
                case Target.Robots robots -> pages.robots();
                case Target.SitemapIndex sitemap -> pages.sitemapIndex();
                case Target.SitemapPages sitemap -> pages.sitemapPages();
                case Target.SitemapPosts sitemap -> pages.sitemapPosts(sitemap.block());
                case Target.Gone gone -> pages.gone();
                case Target.Asset asset -> throw new IllegalArgumentException("an asset is copied, not made: " + asset);
            };
        }

        /** A listing goes on without the one that is lost: what it leads to has to be there. */
        private Optional<String> introduction(Optional<Readable.Introduction> introduction) throws IOException {
            if (introduction.isEmpty()) {
                return Optional.empty();
            }
            try {
                return Optional.of(pages.article(
                        articles.get(introduction.get().article()),
                        introduction.get().links()));
            } catch (Articles.Damaged e) {
                if (ifLost == IfLost.FAIL) {
                    throw e;
                }
                introductions.add(introduction.get());
                return Optional.empty();
            }
        }
    }

    private static ObjectType type(UrlPath url, Target target) {
        return switch (target) {
            case Target.Gone gone -> ObjectType.GONE;
            case Target.Stylesheet s -> ObjectType.of(MediaTypes.of(url.value()));
            case Target.Icon i -> ObjectType.of(MediaTypes.of(url.value()));
            case Target.Robots r -> ObjectType.of(MediaTypes.of(url.value()));
            case Target.SitemapIndex i -> ObjectType.of(MediaTypes.of(url.value()));
            case Target.SitemapPages p -> ObjectType.of(MediaTypes.of(url.value()));
            case Target.SitemapPosts p -> ObjectType.of(MediaTypes.of(url.value()));
            case Target.Asset a -> ObjectType.of(MediaTypes.of(a.object().url().value()));
            case Target.Document d -> ObjectType.PAGE;
            case Target.Home h -> ObjectType.PAGE;
            case Target.Listing l -> ObjectType.PAGE;
            case Target.Topics t -> ObjectType.PAGE;
            case Target.NotFound n -> ObjectType.PAGE;
        };
    }

    /** The digest of what was written and read back; nothing if it was there already. */
    private Optional<Digest> put(Step step, ObjectType type, ByteSource bytes) throws IOException {
        ObjectKey key = ObjectKey.of(step.url());
        return switch (site.put(key, type, bytes, step.believed())) {
            case Outcome.Written written -> {
                counters.written();
                readBack(key, type, written.digest());
                yield Optional.of(written.digest());
            }
            case Outcome.Unchanged unchanged -> Optional.empty();
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

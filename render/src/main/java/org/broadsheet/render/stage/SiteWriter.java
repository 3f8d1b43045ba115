package org.broadsheet.render.stage;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
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
    private final Workers workers;
    private final RenderCounters counters;

    SiteWriter(Storage site, Articles articles, Workers workers, RenderCounters counters) {
        this.site = site;
        this.articles = articles;
        this.workers = workers;
        this.counters = counters;
    }

    /** What is at a step's URL now; empty: nothing. */
    record Result(Step step, Optional<Stored> stored) {}

    /** @param progress is told of each step when it is done, in the order of the plan, on this thread */
    Map<UrlPath, Result> write(Plan plan, SiteIndex index, Pages pages, Consumer<Result> progress) throws IOException {
        Map<UrlPath, Result> results = new LinkedHashMap<>();
        for (Phase phase : Phase.values()) {
            List<Callable<Result>> tasks = new ArrayList<>();
            for (Step step : plan.steps().getOrDefault(phase, List.of())) {
                tasks.add(() -> new Result(step, doStep(step, index, pages)));
            }
            // The next phase begins when all of this one stands: its pages may link to any of these.
            workers.all(tasks, result -> {
                results.put(result.step().url(), result);
                progress.accept(result);
            });
        }
        return results;
    }

    private Optional<Stored> doStep(Step step, SiteIndex index, Pages pages) throws IOException {
        if (step.target().isEmpty()) {
            remove(step);
            return Optional.empty();
        }
        Target target = step.target().get();
        if (target instanceof Target.Asset asset) {
            Readable.StoredObject object = asset.object();
            ByteSource bytes = articles.source(object.digest(), object.size());
            put(step, type(step.url(), target), bytes);
            return Optional.of(new Stored(Kind.ASSET, object.digest(), object.size()));
        }
        byte[] bytes = bytes(target, index, pages);
        counters.template();
        Digest digest =
                put(step, type(step.url(), target), ByteSource.of(bytes)).orElseGet(() -> Digest.of(bytes));
        return Optional.of(new Stored(target.kind(), digest, bytes.length));
    }

    private byte[] bytes(Target target, SiteIndex index, Pages pages) throws IOException {
        return switch (target) {
            case Target.Document of -> {
                String article = articles.html(of.document().article());
                yield of.kind() == Kind.POST ? pages.post(of.document(), article) : pages.page(of.document(), article);
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

    private Optional<String> introduction(Optional<Readable.Introduction> introduction) throws IOException {
        return introduction.isEmpty()
                ? Optional.empty()
                : Optional.of(articles.html(introduction.get().article()));
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

package org.broadsheet.render.release;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.broadsheet.common.id.Digest;
import org.broadsheet.common.id.UrlPath;
import org.broadsheet.common.record.Content;
import org.broadsheet.common.record.Kind;

/**
 * What one release does: the objects to write and remove, and which posts and pages changed.
 *
 * @param steps by phase, in the order of the URLs
 * @param documents in the order in which they are told, see {@link TellingOrder}
 * @param introductions the listings whose introduction changed
 */
public record Plan(
        Content.Settings settings,
        boolean settingsChanged,
        Digest fingerprint,
        boolean everything,
        Map<Phase, List<Step>> steps,
        List<DocumentChange> documents,
        Set<UrlPath> assets,
        Set<UrlPath> introductions) {

    /** The number of objects to write or remove. */
    public int size() {
        return steps.values().stream().mapToInt(List::size).sum();
    }

    /** The posts and pages whose own pages are written. */
    public List<Published> shown() {
        return steps.values().stream()
                .flatMap(List::stream)
                .flatMap(step -> step.target().stream())
                .filter(Target.Document.class::isInstance)
                .map(target -> ((Target.Document) target).document())
                .toList();
    }

    /** Makes plans. One thread. */
    public static final class Planner {
        private final Digest program;

        /** @param program of what makes pages out of posts and settings */
        public Planner(Digest program) {
            this.program = program;
        }

        /**
         * Takes {@code incoming} into the index and plans what follows from it.
         *
         * @param otherwise the settings of a site that never was given any
         * @param suspects what really is at URLs where the store may not be as recorded; they are looked at in any case
         */
        public Plan plan(
                SiteIndex index,
                List<Incoming> incoming,
                Content.Settings otherwise,
                Map<UrlPath, Optional<Digest>> suspects) {
            SiteIndex.Applied applied = index.apply(incoming);
            Content.Settings settings = index.settings().orElse(otherwise);
            Digest fingerprint = Fingerprint.of(program, settings, index.pageAtRoot());
            // Whoever began this release may have recorded its settings before it died.
            boolean begunBefore = incoming.stream().anyMatch(Incoming.Settings.class::isInstance)
                    && index.release()
                            .filter(r -> !r.fingerprint()
                                    .equals(Fingerprint.of(program, settings, applied.pageAtRootBefore)))
                            .isPresent();
            boolean everything = index.hasPublished() != applied.publishedBefore
                    || index.release()
                            .filter(r -> r.fingerprint().equals(fingerprint))
                            .isEmpty();
            Set<UrlPath> urls = new TreeSet<>(suspects.keySet());
            if (everything) {
                urls.addAll(index.everything());
            }
            urls.addAll(applied.urls);
            new Affected(index, applied, urls).add();
            return new Plan(
                    settings,
                    begunBefore || !applied.settingsBefore.equals(Optional.of(settings)),
                    fingerprint,
                    everything,
                    steps(index, urls, suspects),
                    TellingOrder.of(applied.documents.values().stream()
                            .filter(change ->
                                    change.now().isEmpty() || !change.before().equals(change.now()))
                            .toList()),
                    applied.assets,
                    applied.introductions.keySet());
        }

        private static Map<Phase, List<Step>> steps(
                SiteIndex index, Set<UrlPath> urls, Map<UrlPath, Optional<Digest>> suspects) {
            Map<Phase, List<Step>> steps = new EnumMap<>(Phase.class);
            for (UrlPath url : urls) {
                Optional<Stored> recorded = index.object(url);
                Optional<Digest> believed = suspects.getOrDefault(url, recorded.map(Stored::digest));
                Optional<Target> target = index.targetAt(url);
                if (target.isEmpty() && believed.isEmpty() && recorded.isEmpty()) {
                    continue;
                }
                boolean isNew = believed.isEmpty()
                        || recorded.filter(object -> !object.isThere()).isPresent();
                Phase phase = target.map(t -> Phase.of(t, isNew)).orElse(Phase.REMOVALS);
                steps.computeIfAbsent(phase, p -> new ArrayList<>()).add(new Step(url, target, believed));
            }
            return steps;
        }
    }

    /** Finds the pages on which a change shows, those of the changed documents themselves apart. */
    private record Affected(SiteIndex index, SiteIndex.Applied applied, Set<UrlPath> urls) {
        void add() {
            neighbours();
            applied.lists.forEach((list, before) -> pagesOf(list, before, index.list(list)));
            applied.introductions.forEach((list, before) -> {
                boolean sameTitle = before.flatMap(b -> b.title())
                        .equals(index.introduction(list).flatMap(i -> i.title()));
                urls.add(list.equals(UrlPath.ROOT) ? index.home() : list);
                if (!sameTitle) {
                    allPagesOf(new ListPages(list, index.list(list)));
                }
            });
            List<Published> before = applied.lists.getOrDefault(SiteIndex.ARCHIVE, index.posts());
            if (!PostOrder.lookAlike(newest(before), newest(index.posts()))) {
                urls.add(index.home());
            }
            if (applied.lists.keySet().stream().filter(SiteIndex::isTopic).anyMatch(this::isRenamed)) {
                urls.add(SiteIndex.TOPICS);
            }
            sitemaps(before, index.posts());
        }

        private void neighbours() {
            List<Published> before = applied.lists.getOrDefault(SiteIndex.ARCHIVE, index.posts());
            List<Published> now = index.posts();
            Map<DocumentKey, Published> candidates = new HashMap<>();
            for (DocumentChange change : applied.documents.values()) {
                change.before().ifPresent(post -> around(before, post, candidates));
                change.now().ifPresent(post -> around(now, post, candidates));
            }
            for (DocumentKey key : candidates.keySet()) {
                Optional<Published> post = index.document(key);
                DocumentChange change = applied.documents.get(key);
                Optional<Published> former = change == null ? post : change.before();
                if (post.isPresent()
                        && former.isPresent()
                        && !(sameLink(PostOrder.before(before, former.get()), PostOrder.before(now, post.get()))
                                && sameLink(PostOrder.after(before, former.get()), PostOrder.after(now, post.get())))) {
                    urls.add(post.get().url());
                }
            }
        }

        private static void around(List<Published> posts, Published post, Map<DocumentKey, Published> to) {
            if (post.kind() == Kind.POST) {
                PostOrder.before(posts, post).ifPresent(p -> to.put(p.key(), p));
                PostOrder.after(posts, post).ifPresent(p -> to.put(p.key(), p));
                to.put(post.key(), post);
            }
        }

        private static boolean sameLink(Optional<Published> a, Optional<Published> b) {
            return a.map(Published::url).equals(b.map(Published::url))
                    && a.map(Published::title).equals(b.map(Published::title));
        }

        private boolean isRenamed(UrlPath list) {
            List<Published> before = applied.lists.getOrDefault(list, List.of());
            List<Published> now = index.list(list);
            return before.isEmpty() != now.isEmpty()
                    || !SiteIndex.nameOf(list, before).equals(SiteIndex.nameOf(list, now));
        }

        private void pagesOf(UrlPath list, List<Published> before, List<Published> now) {
            ListPages pagesBefore = new ListPages(list, before);
            ListPages pages = new ListPages(list, now);
            if (now.isEmpty() && !list.equals(SiteIndex.ARCHIVE)) {
                allPagesOf(pagesBefore);
            } else if (isRenamed(list) || !SiteIndex.pictureOf(list, before).equals(SiteIndex.pictureOf(list, now))) {
                allPagesOf(pagesBefore);
                allPagesOf(pages);
            } else {
                look(pagesBefore, pages, 0);
                // Before the block of the first place that differs all pages look, and lead to others, as they did.
                int first = PostOrder.firstUnlike(before, now, Published::looksLike) / ListPages.BLOCK;
                for (int page = Math.max(1, first); page <= Math.max(pagesBefore.full(), pages.full()); page++) {
                    look(pagesBefore, pages, page);
                }
            }
        }

        private void look(ListPages before, ListPages now, int page) {
            if (!now.looksLike(before, page)) {
                urls.add(now.url(page));
            }
        }

        private void allPagesOf(ListPages pages) {
            for (int page = 0; page <= pages.full(); page++) {
                urls.add(pages.url(page));
            }
        }

        private void sitemaps(List<Published> before, List<Published> now) {
            int blocks = Math.max(blocks(before), blocks(now));
            int first = PostOrder.firstUnlike(before, now, Affected::sameInSitemap) / SiteIndex.SITEMAP_BLOCK;
            for (int block = first + 1; block <= blocks; block++) {
                if (!sameInSitemap(block(before, block), block(now, block))) {
                    urls.add(SiteIndex.sitemapPosts(block));
                }
            }
            if (blocks(before) != blocks(now)) {
                urls.add(SiteIndex.SITEMAP);
            }
            boolean pages = applied.documents.entrySet().stream()
                    .filter(entry -> entry.getKey().kind() == Kind.PAGE)
                    .anyMatch(entry -> !sameInSitemap(
                            entry.getValue().before().stream().toList(),
                            entry.getValue().now().stream().toList()));
            if (pages) {
                urls.add(SiteIndex.SITEMAP_PAGES);
            }
        }

        private static int blocks(List<Published> posts) {
            return (posts.size() + SiteIndex.SITEMAP_BLOCK - 1) / SiteIndex.SITEMAP_BLOCK;
        }

        private static List<Published> block(List<Published> posts, int block) {
            int from = Math.min(posts.size(), (block - 1) * SiteIndex.SITEMAP_BLOCK);
            return posts.subList(from, Math.min(posts.size(), from + SiteIndex.SITEMAP_BLOCK));
        }

        private static boolean sameInSitemap(List<Published> a, List<Published> b) {
            return a.size() == b.size() && PostOrder.firstUnlike(a, b, Affected::sameInSitemap) == a.size();
        }

        private static boolean sameInSitemap(Published a, Published b) {
            return a.url().equals(b.url()) && a.changedAt().equals(b.changedAt());
        }

        private static List<Published> newest(List<Published> posts) {
            return posts.subList(Math.max(0, posts.size() - SiteIndex.NEWEST), posts.size());
        }
    }
}

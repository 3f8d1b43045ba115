package org.broadsheet.render.stage;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.broadsheet.common.id.CommitId;
import org.broadsheet.common.id.ContentPath;
import org.broadsheet.common.id.Digest;
import org.broadsheet.common.id.PostId;
import org.broadsheet.common.id.SiteId;
import org.broadsheet.common.id.Slug;
import org.broadsheet.common.id.UrlPath;
import org.broadsheet.common.log.NewRecord;
import org.broadsheet.common.record.AssetPlace;
import org.broadsheet.common.record.Body;
import org.broadsheet.common.record.Content;
import org.broadsheet.common.record.Facts;
import org.broadsheet.common.record.FrontMatter;
import org.broadsheet.common.record.Json;
import org.broadsheet.common.record.KafkaTopic;
import org.broadsheet.common.record.Kind;
import org.broadsheet.common.record.Link;
import org.broadsheet.common.record.TextPosition;

/** Writes content as ingest would, a commit at a time. Remembers what it wrote, so that the same can be imported afresh. */
final class Newsroom {
    static final SiteId SITE = new SiteId("main");

    /** Quotes within quotes, on the third line. */
    static final String TOO_HARD = "\n\n" + ">".repeat(300) + " x";

    /** Of front matter in every post. */
    static final int LINES_ABOVE = 4;

    private static final Instant EPOCH = Instant.parse("2026-01-01T09:00:00Z");

    private final SortedMap<String, Post> posts = new TreeMap<>();
    private final Map<String, String> covers = new TreeMap<>();
    private final Map<String, Instant> dues = new TreeMap<>();
    private final Map<String, String> portraits = new TreeMap<>();
    private final Map<String, NewRecord> state = new TreeMap<>();
    private final Map<Digest, byte[]> sources =
            new TreeMap<>((a, b) -> a.value().compareTo(b.value()));
    private List<NewRecord> commit = new ArrayList<>();
    private int commits;

    /** A post or page as its author last left it. */
    record Post(
            Kind kind,
            String name,
            String slug,
            int day,
            String title,
            String text,
            List<String> topics,
            List<String> links,
            Content.State state,
            TreeSet<UrlPath> urls) {
        Post with(String otherSlug, List<String> otherLinks, Content.State otherState) {
            return new Post(kind, name, otherSlug, day, title, text, topics, otherLinks, otherState, urls);
        }

        UrlPath url() {
            return kind == Kind.PAGE && slug.equals("index")
                    ? UrlPath.ROOT
                    : new UrlPath((kind == Kind.POST ? "/posts/" : "/") + slug);
        }
    }

    Newsroom() {
        settings(settings("http://localhost:8080"));
    }

    static Content.Settings settings(String baseUrl) {
        return settings(baseUrl, "The Gazette");
    }

    static Content.Settings settings(String baseUrl, String title) {
        return settings(baseUrl, title, Optional.empty());
    }

    static Content.Settings settings(String baseUrl, String title, Optional<Content.Generator> generator) {
        return new Content.Settings(
                SITE,
                title,
                "",
                baseUrl,
                "en",
                "UTC",
                Map.of(),
                List.of(),
                Content.Html.TRUSTED,
                false,
                false,
                false,
                Optional.empty(),
                generator,
                Optional.empty());
    }

    Newsroom settings(Content.Settings settings) {
        return put(settings.key(), settings);
    }

    Newsroom post(String name, int day, String title, String text, String... topics) {
        Post before = posts.get(name);
        return write(new Post(
                Kind.POST,
                name,
                before == null ? name.replace('/', '-') : before.slug(),
                day,
                title,
                text,
                List.of(topics),
                List.of(),
                Content.State.LIVE,
                before == null ? new TreeSet<>() : before.urls()));
    }

    /** Of a post or page: where the cover is, as written in line 3; topics stand in line 2. */
    Newsroom cover(String name, String destination) {
        covers.put(name, destination);
        return write(posts.get(name));
    }

    /** Likewise of the author's picture, in line 4. */
    Newsroom portrait(String name, String destination) {
        portraits.put(name, destination);
        return write(posts.get(name));
    }

    /** A file that may be served below documents. */
    Newsroom file(String path, AssetPlace place, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        Digest digest = Digest.of(bytes);
        sources.put(digest, bytes);
        Content.Asset asset = new Content.Asset(SITE, new ContentPath(path), place, "text/plain", bytes.length, digest);
        return put(asset.key(), asset);
    }

    Newsroom removeFile(String path) {
        Content.Removed removed = new Content.Removed(
                SITE, Kind.ASSET, path, commitId(), time(), Optional.of(new ContentPath(path)), new TreeSet<>());
        return put(removed.key(), removed);
    }

    Newsroom page(String name, String title) {
        return write(new Post(
                Kind.PAGE,
                name,
                name,
                0,
                title,
                "A page.",
                List.of(),
                List.of(),
                Content.State.LIVE,
                posts.containsKey(name) ? posts.get(name).urls() : new TreeSet<>()));
    }

    Newsroom rename(String name, String slug) {
        Post post = posts.get(name);
        return write(post.with(slug, post.links(), post.state()));
    }

    /** Links to other posts by their names, as far as these can be read. */
    Newsroom link(String name, List<String> others) {
        Post post = posts.get(name);
        return write(post.with(post.slug(), others, post.state()));
    }

    Newsroom state(String name, Content.State state) {
        Post post = posts.get(name);
        return write(post.with(post.slug(), post.links(), state));
    }

    /** One that an instant decides of. */
    Newsroom state(String name, Content.State state, Instant due) {
        dues.put(name, due);
        return state(name, state);
    }

    Newsroom remove(String name) {
        Post post = posts.remove(name);
        Content.Removed removed = new Content.Removed(
                SITE, post.kind(), id(post).toString(), commitId(), time(), Optional.of(path(post)), post.urls());
        put(removed.key(), removed);
        return this;
    }

    Newsroom asset(String url, String text) {
        return file("public" + url, new AssetPlace.WebRoot(new UrlPath(url)), text);
    }

    /** Whether there is an asset at a URL. */
    boolean has(String url) {
        NewRecord record = state.get(Content.key(SITE, Kind.ASSET, "public" + url));
        return record != null && Json.read(record.value().orElseThrow(), Content.class) instanceof Content.Asset;
    }

    Newsroom removeAsset(String url) {
        return removeFile("public" + url);
    }

    Newsroom introduction(String listing, String title, String text) {
        Content.Introduction introduction = new Content.Introduction(
                SITE,
                new ContentPath("_posts/_index.md"),
                new UrlPath(listing),
                Optional.of(title),
                new Body.Inline(text),
                0,
                Digest.of(text));
        return put(introduction.key(), introduction);
    }

    /** The records of a commit, its end included. */
    List<NewRecord> commit() {
        return commit(false);
    }

    List<NewRecord> commit(boolean backfill) {
        Content.CommitIngested end = new Content.CommitIngested(
                SITE, Optional.of(commitId()), "refs/heads/main", time(), Optional.empty(), backfill, List.of());
        commit.add(NewRecord.of(KafkaTopic.CONTENT, end.key(), end));
        commits++;
        List<NewRecord> records = commit;
        commit = new ArrayList<>();
        return records;
    }

    /** The records of what comes due, or expires, at an instant. */
    List<NewRecord> at(Instant due) {
        Content.CommitIngested end = new Content.CommitIngested(
                        SITE, Optional.of(lastCommit()), "refs/heads/main", EPOCH, Optional.empty(), true, List.of())
                .with(0, Optional.of(due), Optional.of(due));
        commit.add(NewRecord.of(KafkaTopic.CONTENT, end.key(), end));
        List<NewRecord> records = commit;
        commit = new ArrayList<>();
        return records;
    }

    /** All that holds now as one commit: what compaction leaves, and what a fresh import of the last commit gives. */
    List<NewRecord> fresh() {
        List<NewRecord> records = new ArrayList<>(state.values());
        Content.CommitIngested end = new Content.CommitIngested(
                SITE, Optional.of(lastCommit()), "refs/heads/main", time(), Optional.empty(), false, List.of());
        records.add(NewRecord.of(KafkaTopic.CONTENT, end.key(), end));
        return records;
    }

    Map<Digest, byte[]> sources() {
        return sources;
    }

    List<Post> posts() {
        return List.copyOf(posts.values());
    }

    CommitId lastCommit() {
        return id(commits - 1);
    }

    static PostId id(Post post) {
        return id(post.name());
    }

    static PostId id(String name) {
        return PostId.born(SITE, new ContentPath("_posts/" + name + ".md"), EPOCH);
    }

    private Newsroom write(Post post) {
        if (post.state() == Content.State.LIVE) {
            post.urls().add(post.url());
        }
        posts.put(post.name(), post);
        put(document(post));
        return this;
    }

    private void put(Content.Document document) {
        NewRecord record = NewRecord.of(KafkaTopic.CONTENT, document.key(), document);
        NewRecord before = state.put(document.key(), record);
        if (before == null
                || !java.util.Arrays.equals(
                        before.value().orElseThrow(), record.value().orElseThrow())) {
            commit.add(record);
        }
    }

    private Newsroom put(String key, Content content) {
        NewRecord record = NewRecord.of(KafkaTopic.CONTENT, key, content);
        state.put(key, record);
        commit.add(record);
        return this;
    }

    private Content.Document document(Post post) {
        Optional<String> cover = Optional.ofNullable(covers.get(post.name()));
        Optional<String> portrait = Optional.ofNullable(portraits.get(post.name()));
        FrontMatter frontMatter = new FrontMatter(
                Optional.of(post.title()),
                Optional.of("About " + post.title()),
                post.topics(),
                Optional.of(publishedAt(post)),
                Optional.empty(),
                List.of(new FrontMatter.Author(post.day() % 2 == 0 ? "Ada" : "Grace", portrait)),
                cover,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Map.of());
        Facts facts = new Facts(
                post.kind(),
                id(post),
                path(post),
                // A version's commit and time follow from the version here, so that no history has to be kept.
                new CommitId(Digest.of(post.title() + post.text() + post.slug())
                        .value()
                        .substring(0, 40)),
                post.url(),
                new Slug(post.slug().substring(post.slug().lastIndexOf('/') + 1)),
                publishedAt(post),
                EPOCH,
                frontMatter,
                Digest.of(post.title() + post.text()),
                Digest.of(post.title() + post.text() + post.topics() + post.day()),
                post.urls());
        return new Content.Document(
                SITE,
                facts,
                post.state(),
                EPOCH,
                Stream.concat(
                                cover.map(destination -> new Link(destination, true, 3, 8)).stream(),
                                portrait.map(destination -> new Link(destination, true, 4, 12)).stream())
                        .toList(),
                new Body.Inline(post.text()
                        + post.links().stream()
                                .map(other -> "\n\n[" + other + "](" + other + ")")
                                .collect(Collectors.joining())),
                LINES_ABOVE,
                new Content.Past(path(post), EPOCH, Optional.empty(), Optional.empty(), false),
                Optional.ofNullable(dues.get(post.name())),
                post.topics().stream().map(topic -> new TextPosition(2, 9)).toList());
    }

    private static Instant publishedAt(Post post) {
        return EPOCH.plus(Duration.ofDays(post.day()));
    }

    private static ContentPath path(Post post) {
        return new ContentPath("_posts/" + post.name() + ".md");
    }

    CommitId commitId() {
        return id(commits);
    }

    private static CommitId id(int commit) {
        return new CommitId(String.format("%040x", commit + 1));
    }

    private Instant time() {
        return EPOCH.plusSeconds(60L * commits);
    }
}

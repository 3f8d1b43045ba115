package org.broadsheet.render.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.broadsheet.common.article.Heading;
import org.broadsheet.common.article.PlainMarkdown;
import org.broadsheet.common.id.CommitId;
import org.broadsheet.common.id.ContentPath;
import org.broadsheet.common.id.Digest;
import org.broadsheet.common.id.Slug;
import org.broadsheet.common.id.UrlPath;
import org.broadsheet.common.record.AssetPlace;
import org.broadsheet.common.record.Content;
import org.broadsheet.common.record.Facts;
import org.broadsheet.common.record.FrontMatter;
import org.broadsheet.common.record.Kind;
import org.broadsheet.common.record.Lookups;
import org.broadsheet.common.record.PictureSize;
import org.broadsheet.common.record.Published;
import org.broadsheet.common.record.Readable;
import org.broadsheet.common.storage.ByteSource;
import org.broadsheet.common.storage.ObjectKey;
import org.broadsheet.render.release.Change;
import org.broadsheet.render.release.Incoming;
import org.broadsheet.render.release.Posts;
import org.broadsheet.render.release.Site;
import org.broadsheet.render.release.Stored;
import org.broadsheet.render.theme.ArticleView;
import org.broadsheet.render.theme.Theme;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Guarantee 3: whatever changes of whatever field, each object of which the view is another than the recorded one is among the
 * candidates. All of them are looked at for that, the candidates or not.
 */
class CandidatesTest {
    private static final Maker MAKER = Maker.of(Theme.builtIn());
    private static final int POSTS = 201;
    private static final int CHANGES = 70;

    private static final List<String> TOPICS =
            List.of("garden", "Garden", "pond", "hedge", "Hedge", "C", "C++", "C#", "R&D", "a/b");
    private static final List<String> LISTINGS =
            List.of("/", "/blog", "/archive", "/topics", "/topics/garden", "/authors/ada", "/nowhere");
    private static final List<String> FOLDERS =
            List.of("_posts/", "content/notes/", "content/notes/deep/", "content/tags/", "content/essays/");
    private static final List<String> FILES = List.of(
            "/notes",
            "/notes/page",
            "/notes/deep/index.xml",
            "/a.txt",
            "/b.txt",
            "/old.html",
            "/404.html",
            "/index.html",
            "/robots.txt",
            "/archive.html",
            "/favicon.ico",
            "/favicon.svg",
            "/apple-touch-icon.png",
            "/site.webmanifest",
            "/feed",
            "/tags",
            "/tags/garden",
            "/categories/hedge.html",
            "/posts/post-7.md",
            "/index.md");

    private static final Materials MATERIALS = new Materials() {
        @Override
        public Theme theme() {
            return MAKER.theme();
        }

        @Override
        public Text article(ArticleView of) {
            return new Text(of.key() + " " + of.links(), 1);
        }

        @Override
        public PlainMarkdown markdown(ArticleView of) {
            return new PlainMarkdown(List.of(article(of).html()), List.of());
        }

        @Override
        public List<Heading> headings(ArticleView of) {
            return List.of(
                    new Heading(2, "One", "one", 1), new Heading(2, of.key().value(), "two", 3));
        }

        @Override
        public Optional<String> introduction(ArticleView of) {
            return Optional.of(article(of).html());
        }

        @Override
        public ByteSource file(Digest digest, long size, UrlPath url) {
            return ByteSource.of(digest.value().getBytes(StandardCharsets.UTF_8));
        }
    };

    private final Outputs outputs = new Outputs(MAKER.theme().stylesheet());
    private Random random = new Random();
    private int posts;
    private Site site = Site.of(List.of());
    /** Of the views. */
    private Map<UrlPath, Digest> recorded = Map.of();

    private Map<UrlPath, Digest> bytes = Map.of();
    private Content.Settings settings = Posts.SETTINGS;

    /** How each component of a record may become another; every one has to be here. */
    private final Map<Class<? extends Record>, Map<String, UnaryOperator<Object>>> fields = Map.of(
            Published.class, document(),
            Facts.class, facts(),
            FrontMatter.class, frontMatter(),
            Content.Settings.class, settings());

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void everythingOfWhichTheViewIsAnotherIsACandidateAndNothingElseHasOtherBytes(long seed) throws Exception {
        random = new Random(seed);
        release(Stream.generate(this::published).limit(POSTS).toList());

        for (int i = 0; i < CHANGES; i++) {
            // Of each only the last that came.
            Map<Object, Incoming> changes = new LinkedHashMap<>();
            Stream.generate(this::change)
                    .limit(1 + random.nextInt(3))
                    .flatMap(List::stream)
                    .forEach(incoming -> changes.put(key(incoming), incoming));
            List<Incoming> incoming = withoutConflicts(changes.values());
            Map<UrlPath, Digest> before = recorded;
            Map<UrlPath, Digest> shown = bytes;
            Set<UrlPath> candidates = release(incoming);

            Set<UrlPath> others = new TreeSet<>(before.keySet());
            others.addAll(recorded.keySet());
            others.removeIf(url -> Objects.equals(before.get(url), recorded.get(url)));
            assertThat(candidates).as("%s", incoming).containsAll(others);
            Set<UrlPath> otherwise = new TreeSet<>(bytes.keySet());
            otherwise.removeIf(url -> Objects.equals(shown.get(url), bytes.get(url)));
            assertThat(others).as("%s, all whose bytes are others", incoming).containsAll(otherwise);
        }
    }

    @Test
    void everyFieldIsChanged() {
        fields.forEach((type, known) -> assertThat(
                        Arrays.stream(type.getRecordComponents()).map(RecordComponent::getName))
                .as(type.getSimpleName())
                .containsExactlyInAnyOrderElementsOf(known.keySet()));
    }

    private static Object key(Incoming incoming) {
        return switch (incoming) {
            case Incoming.Live live -> live.document().key();
            case Incoming.Absent absent -> absent.key();
            case Incoming.Asset asset -> asset.object().url();
            case Incoming.NoAsset none -> none.url();
            case Incoming.Introduction introduction ->
                "introduction of " + introduction.introduction().listing();
            case Incoming.NoIntroduction none -> "introduction of " + none.listing();
            case Incoming.Settings settings -> "settings";
        };
    }

    /** Ingest gives a URL to one document only. */
    private static List<Incoming> withoutConflicts(Collection<Incoming> all) {
        Set<UrlPath> urls = new HashSet<>();
        return all.stream()
                .filter(incoming -> !(incoming instanceof Incoming.Live live)
                        || urls.add(ObjectKey.object(live.document().url())))
                .toList();
    }

    /** What comes, and the candidates; all that is to be there is then recorded. */
    private Set<UrlPath> release(List<Incoming> incoming) throws IOException {
        Change change = site.with(incoming);
        Content.Settings now = change.now().settings().orElse(settings);
        Set<UrlPath> candidates = outputs.candidates(change, settings, now);
        settings = now;
        site = change.now()
                .released(new Readable.Release(
                        Posts.SITE,
                        new CommitId("a".repeat(40)),
                        Posts.EPOCH,
                        1,
                        MAKER.digest(),
                        Digest.of("articles"),
                        List.of(),
                        true));
        recorded = new HashMap<>();
        bytes = new HashMap<>();
        Views views = new Views(site, settings, MAKER);
        for (UrlPath url : outputs.everything(site)) {
            Optional<Output<?>> output = outputs.at(site, url);
            if (output.isPresent()) {
                Views.Made made = views.make(output.get(), MATERIALS);
                recorded.put(url, made.view());
                try (InputStream in = made.bytes().open()) {
                    bytes.put(url, Digest.of(in.readAllBytes()));
                }
            }
        }
        for (UrlPath url : outputs.everything(site)) {
            site = site.stored(
                    url,
                    Optional.ofNullable(recorded.get(url))
                            .map(view -> new Stored(Kind.FILE, view, 1, Optional.of(view))));
        }
        return candidates;
    }

    private List<Incoming> change() {
        return switch (random.nextInt(10)) {
            case 0 -> List.of(published());
            case 1 -> List.of(removed(any()));
            case 2 ->
                List.of(
                        random.nextBoolean()
                                ? new Incoming.Introduction(new Readable.Introduction(
                                        Posts.SITE,
                                        new ContentPath("_index.md"),
                                        new UrlPath(one(LISTINGS)),
                                        maybe(word()),
                                        Digest.of(word()),
                                        lookups()))
                                : new Incoming.NoIntroduction(new UrlPath(one(LISTINGS))));
            case 3 -> {
                UrlPath url = new UrlPath(one(FILES));
                yield List.of(random.nextBoolean() ? file(url) : new Incoming.NoAsset(url));
            }
            case 4 -> List.of(new Incoming.Settings(changed(settings)));
            case 5 -> turned(any());
            default -> List.of(new Incoming.Live(changed(any())));
        };
    }

    private Incoming file(UrlPath url) {
        Digest digest = Digest.of(one(List.of("a", "b")));
        ContentPath path = new ContentPath("public" + url);
        return new Incoming.Asset(AssetFile.of(
                url,
                new Readable.SourceFile(Posts.SITE, path, new AssetPlace.WebRoot(url), digest, 1, Optional.empty())));
    }

    private Incoming published() {
        int number = posts++;
        Published post = Posts.post(number, word(), one(TOPICS));
        Facts facts = with(with(post.facts(), "frontMatter"), "publishedAt");
        return new Incoming.Live(with(set(post, "facts", facts), "excerpt"));
    }

    private Published any() {
        List<Published> all = site.documents();
        return all.get(random.nextInt(all.size()));
    }

    private Incoming removed(Published document) {
        Readable.Former.Why why = one(List.of(Readable.Former.Why.values()));
        return new Incoming.Absent(
                document.key(),
                random.nextInt(4) == 0
                        ? Optional.empty()
                        : Optional.of(new Readable.Former(
                                Posts.SITE, document.kind(), document.id(), why, document.commit(), document.urls())));
    }

    /** A post becomes a page, or a page a post; now and then one takes the root. */
    private List<Incoming> turned(Published document) {
        Kind other = document.kind() == Kind.POST ? Kind.PAGE : Kind.POST;
        Facts now = set(document.facts(), "kind", other);
        if (other == Kind.PAGE && site.documentAt(UrlPath.ROOT).isEmpty() && random.nextBoolean()) {
            now = set(set(now, "url", UrlPath.ROOT), "urls", new TreeSet<>(Set.of(UrlPath.ROOT)));
        }
        return List.of(
                new Incoming.Absent(document.key(), Optional.empty()), new Incoming.Live(set(document, "facts", now)));
    }

    /** One of its fields is another. */
    private <R extends Record> R changed(R record) {
        List<String> names = List.copyOf(fields.get(record.getClass()).keySet());
        Optional<String> deeper =
                names.stream().filter(List.of("facts", "frontMatter")::contains).findFirst();
        return with(record, deeper.filter(field -> random.nextBoolean()).orElseGet(() -> one(names)));
    }

    private <R extends Record> R with(R record, String field) {
        UnaryOperator<Object> other = fields.get(record.getClass()).get(field);
        if (field.equals("url")) {
            UrlPath url = (UrlPath) other.apply(UrlPath.ROOT);
            TreeSet<UrlPath> urls = new TreeSet<>(((Facts) (Object) record).urls());
            urls.add(url);
            return site.documentAt(url).isPresent() ? record : set(set(record, "url", url), "urls", urls);
        }
        return set(record, field, other.apply(get(record, field)));
    }

    private Map<String, UnaryOperator<Object>> document() {
        Map<String, UnaryOperator<Object>> fields = new LinkedHashMap<>();
        fields.put("facts", of -> changed((Facts) of));
        fields.put("article", article -> Digest.of(word()));
        fields.put("lookups", of -> lookups());
        fields.put("title", title -> word());
        fields.put("titleInBody", is -> !(boolean) is);
        fields.put("excerpt", excerpt -> word());
        fields.put("announcedAt", at -> time());
        return fields;
    }

    private Map<String, UnaryOperator<Object>> facts() {
        Map<String, UnaryOperator<Object>> fields = new LinkedHashMap<>();
        fields.put("kind", kind -> kind); // See turned.
        fields.put("id", id -> id);
        fields.put("path", path -> new ContentPath(one(FOLDERS) + word() + ".md"));
        fields.put("commit", commit -> new CommitId(("" + random.nextInt(10)).repeat(40)));
        fields.put("url", url -> new UrlPath("/posts/" + word() + one(List.of("", ".html"))));
        fields.put("slug", slug -> new Slug(word()));
        fields.put("publishedAt", at -> time());
        fields.put("frontMatter", of -> changed((FrontMatter) of));
        fields.put("changedAt", at -> time());
        fields.put("revisedAt", at -> maybe(time()));
        fields.put("textDigest", digest -> Digest.of(word()));
        fields.put("sourceDigest", digest -> Digest.of(word()));
        fields.put("urls", urls -> {
            @SuppressWarnings("unchecked")
            TreeSet<UrlPath> more = new TreeSet<>((Set<UrlPath>) urls);
            more.add(new UrlPath("/posts/" + word() + one(List.of("", ".html"))));
            return more;
        });
        return fields;
    }

    private Lookups lookups() {
        return new Lookups(
                random.nextInt(3),
                List.of(),
                List.of(),
                new TreeMap<>(Map.of(word(), "/" + word(), "/" + word(), "/" + word())),
                new TreeMap<>(Map.of(word(), new PictureSize(1 + random.nextInt(3), 1 + random.nextInt(3)))),
                new TreeSet<>(List.of(word())),
                Optional.empty());
    }

    private Map<String, UnaryOperator<Object>> frontMatter() {
        Map<String, UnaryOperator<Object>> fields = new LinkedHashMap<>();
        fields.put("title", title -> maybe(word()));
        fields.put("excerpt", excerpt -> maybe(word()));
        fields.put("topics", topics -> List.of(one(TOPICS), "Rare " + random.nextInt(60)));
        fields.put("date", date -> maybe(time()));
        fields.put("updated", date -> maybe(time()));
        fields.put(
                "authors",
                authors -> List.of(new FrontMatter.Author(one(List.of("Ada", "ada", "Bo")), maybe("/" + word()))));
        fields.put("cover", cover -> maybe("/" + word()));
        fields.put("coverAlt", alt -> maybe(word()));
        fields.put("language", language -> maybe(one(List.of("de", "he", "fa"))));
        fields.put("canonical", canonical -> maybe("https://example.org/" + word()));
        fields.put("guid", guid -> maybe(word()));
        fields.put(
                "extra",
                extra -> random.nextBoolean()
                        ? Map.of("mood", TextNode.valueOf(word()))
                        : Map.of("toc", BooleanNode.valueOf(random.nextBoolean())));
        return fields;
    }

    private Map<String, UnaryOperator<Object>> settings() {
        Map<String, UnaryOperator<Object>> fields = new LinkedHashMap<>();
        fields.put("site", id -> id);
        fields.put("title", title -> word());
        fields.put("tagline", tagline -> word());
        fields.put("baseUrl", url -> "http://localhost:8080" + one(List.of("", "/blog", "/b")));
        fields.put("language", language -> one(List.of("en", "de", "ar", "fa")));
        fields.put("timeZone", zone -> one(List.of("UTC", "Europe/Berlin")));
        fields.put(
                "authors",
                authors -> Map.of(
                        one(List.of("Ada", "Bo")), new Content.AuthorSettings(maybe("/" + word()), maybe(word()))));
        fields.put(
                "navigation",
                navigation -> List.of(new Content.NavigationEntry(word(), one(List.of("/", "/archive", "/about")))));
        fields.put("html", html -> one(List.of(Content.Html.values())));
        fields.put("contents", contents -> !(boolean) contents);
        fields.put("withoutMarkdown", without -> !(boolean) without);
        fields.put("plainCode", plain -> !(boolean) plain);
        fields.put("authoredBaseUrl", url -> maybe("https://example.org"));
        fields.put("generator", of -> maybe(one(List.of(Content.Generator.values()))));
        fields.put("contentFolder", folder -> maybe("_posts"));
        return fields;
    }

    private String word() {
        return "word-" + random.nextInt(500);
    }

    /** Among the others, or in another year. */
    private Instant time() {
        return Posts.EPOCH.plus(Duration.ofDays(random.nextInt(random.nextInt(4) == 0 ? 20 * POSTS : POSTS)));
    }

    private <T> T one(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    private <T> Optional<T> maybe(T value) {
        return random.nextInt(3) == 0 ? Optional.empty() : Optional.of(value);
    }

    private static Object get(Record record, String field) {
        try {
            return Objects.requireNonNull(record.getClass().getMethod(field).invoke(record));
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("a record's parts", e);
        }
    }

    @SuppressWarnings("unchecked")
    private static <R extends Record> R set(R record, String field, Object value) {
        RecordComponent[] components = record.getClass().getRecordComponents();
        try {
            Constructor<?> constructor = record.getClass()
                    .getDeclaredConstructor(Arrays.stream(components)
                            .map(RecordComponent::getType)
                            .toArray(Class[]::new));
            return (R) constructor.newInstance(Arrays.stream(components)
                    .map(component -> component.getName().equals(field) ? value : get(record, component.getName()))
                    .toArray());
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("a record's parts", e);
        }
    }
}

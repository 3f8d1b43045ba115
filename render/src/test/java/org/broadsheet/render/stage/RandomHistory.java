package org.broadsheet.render.stage;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.broadsheet.common.id.UrlPath;
import org.broadsheet.common.record.AssetPlace;
import org.broadsheet.common.record.Content;
import org.broadsheet.common.storage.ObjectKey;

/** Does to a newsroom what authors do, by chance: the fewer names there are, the more often URLs, topics, files and links meet. */
final class RandomHistory {
    private static final List<String> TOPICS = List.of("garden", "pond", "Hedge", "hedge", "C", "C++");

    private final Random random;
    private final Newsroom newsroom;
    private final int names;
    /** Of the one file that introduces a list. */
    private final String introduced;

    RandomHistory(long seed, Newsroom newsroom, int names) {
        this.random = new Random(seed);
        this.newsroom = newsroom;
        this.names = names;
        this.introduced = one("/", "/archive", "/topics/pond");
    }

    /** One to five changes. */
    void commit() {
        int changes = 1 + random.nextInt(5);
        for (int i = 0; i < changes; i++) {
            change();
        }
    }

    private void change() {
        switch (random.nextInt(21)) {
            case 0, 1, 2, 3, 4 -> post();
            case 5 -> newsroom.page(one("index", page(), page()), "Page " + random.nextInt(9));
            case 6 -> some(post -> newsroom.remove(post.name()));
            case 7 -> some(this::rename);
            case 8, 9 -> some(post -> newsroom.state(post.name(), one(Content.State.values())));
            case 10 -> some(post -> newsroom.link(post.name(), List.of(destination(), destination())));
            case 11, 12 -> some(post -> newsroom.cover(post.name(), destination()));
            case 13 -> {
                String picture = picture();
                file("_posts/" + picture, new AssetPlace.AmongPosts(picture));
            }
            case 14 ->
                some(post -> {
                    String name = random.nextInt(2) + ".png";
                    file(
                            "_posts/" + post.name() + "/" + name,
                            new AssetPlace.Beside(post.kind(), Newsroom.id(post), name));
                });
            case 15, 16 -> {
                String url = url();
                file(one("public", "static") + url, new AssetPlace.WebRoot(new UrlPath(url)));
            }
            case 18, 19 -> folder();
            case 17 -> {
                if (random.nextInt(4) == 0) {
                    newsroom.settings(Newsroom.settings(
                            "http://localhost:8080",
                            "The Gazette, volume " + random.nextInt(3),
                            one(
                                    Optional.empty(),
                                    Optional.of(Content.Generator.HUGO),
                                    Optional.of(Content.Generator.JEKYLL))));
                }
            }
            default -> newsroom.introduction(introduced, "Welcome " + random.nextInt(9), text());
        }
    }

    /** Of two files with one slug ingest lets one have it. */
    private void post() {
        String name = name();
        if (newsroom.posts().stream()
                .noneMatch(other -> isOne(other.slug(), name) && !other.name().equals(name))) {
            newsroom.post(name, random.nextInt(80), "Title " + random.nextInt(9), text(), topics());
        }
    }

    /** Where a folder has to be for other files, or for pages, or files where a folder would be. */
    void folder() {
        String post = "/posts/" + one("slug-" + random.nextInt(names), name());
        String url = one(
                "/files",
                "/files/0.txt/deep",
                "/files/0.txt/deep/er.html",
                "/docs",
                "/docs/x.txt",
                "/topics/pond",
                post + "/pics",
                post + "/pics/1.png/x.txt",
                post + "/0.png/x");
        if (random.nextInt(5) == 0) {
            newsroom.page("below", "Below").rename("below", "docs/page-" + random.nextInt(2));
        } else {
            file("public" + url, new AssetPlace.WebRoot(new UrlPath(url)));
        }
    }

    private void rename(Newsroom.Post post) {
        String slug = one(name(), "slug-" + random.nextInt(names), post.slug()) + one("", "", ".html");
        if (newsroom.posts().stream()
                .filter(other -> !other.name().equals(post.name()))
                .noneMatch(other -> isOne(other.slug(), slug) || isOne(other.name(), slug))) {
            newsroom.rename(post.name(), slug);
        }
    }

    private static boolean isOne(String slug, String other) {
        return new ObjectKey(slug).equals(new ObjectKey(other));
    }

    private void file(String path, AssetPlace place) {
        if (random.nextInt(3) > 0) {
            newsroom.file(path, place, "Text " + random.nextInt(3));
        } else {
            newsroom.removeFile(path);
        }
    }

    private void some(Consumer<Newsroom.Post> change) {
        List<Newsroom.Post> posts = newsroom.posts();
        if (!posts.isEmpty()) {
            change.accept(posts.get(random.nextInt(posts.size())));
        }
    }

    @SafeVarargs
    private <T> T one(T... of) {
        return of[random.nextInt(of.length)];
    }

    private String name() {
        return "post-" + random.nextInt(names);
    }

    private String page() {
        return "page-" + random.nextInt(3);
    }

    private String picture() {
        return "pics/" + random.nextInt(3) + ".png";
    }

    /** What beats a page of ours, lies where pages do, or where posts have their files. */
    private String url() {
        return one(
                "/files/" + random.nextInt(4) + ".txt",
                "/old",
                "/old.html",
                "/404.html",
                "/index.html",
                "/archive.html",
                "/robots.txt",
                "/topics/pond",
                one("/tags", "/tags/pond", "/feed", "/tags/garden/page/1"),
                "/" + page() + ".html",
                "/posts/" + name(),
                "/posts/" + name() + ".html",
                "/posts/" + name() + "/" + random.nextInt(2) + ".png",
                "/posts/" + name() + "/" + picture());
    }

    private String destination() {
        return one(
                name(),
                name() + ".md",
                "/posts/" + name(),
                "/posts/slug-" + random.nextInt(names),
                name() + "/" + random.nextInt(2) + ".png",
                picture(),
                url(),
                "../public" + url(),
                "/" + page(),
                page() + ".md",
                "/",
                "/blog",
                "/archive",
                "/topics/" + one("pond", "garden", "hedge"),
                "/authors/" + one("ada", "grace"),
                "/tags/" + one("pond", "garden", "topic-1", "c++"),
                one("/page/1", "/page2", "/feed", "/posts"),
                "_index.md");
    }

    private String text() {
        return Stream.generate(this::link)
                .limit(random.nextInt(4))
                .collect(Collectors.joining(
                        " ", one("", "", "## Soil\n\n") + "Text " + random.nextInt(1000) + ". ", one("", "", " <b>x")));
    }

    private String link() {
        String destination = destination();
        return one("[t](" + destination + ")", "![t](" + destination + ")", "<a href='" + destination + "'>t</a>");
    }

    private String[] topics() {
        return random.nextBoolean()
                ? new String[] {TOPICS.get(random.nextInt(TOPICS.size()))}
                : new String[] {"garden", "topic " + random.nextInt(3)};
    }
}

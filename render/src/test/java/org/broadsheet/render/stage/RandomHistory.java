package org.broadsheet.render.stage;

import java.util.List;
import java.util.Random;
import org.broadsheet.common.record.AssetPlace;
import org.broadsheet.common.record.Content;
import org.broadsheet.common.record.Kind;

/** Does to a newsroom what authors do, by chance: small enough that the same URLs, topics and places meet again and again. */
final class RandomHistory {
    private static final List<String> TOPICS = List.of("garden", "pond", "Hedge", "hedge");

    private final Random random;
    private final Newsroom newsroom;

    RandomHistory(long seed, Newsroom newsroom) {
        this.random = new Random(seed);
        this.newsroom = newsroom;
    }

    /** One to five changes. */
    void commit() {
        int changes = 1 + random.nextInt(5);
        for (int i = 0; i < changes; i++) {
            change();
        }
    }

    private void change() {
        switch (random.nextInt(19)) {
            case 0, 1, 2, 3 -> newsroom.post(name(), day(), "Title " + random.nextInt(9), text(), topics());
            case 4 -> page();
            case 5 -> some(post -> newsroom.remove(post.name()));
            case 6 -> some(post -> rename(post));
            case 7 -> some(post -> newsroom.state(post.name(), Content.State.DRAFT));
            case 8 -> some(post -> newsroom.state(post.name(), Content.State.LIVE));
            case 9 -> some(post -> newsroom.link(post.name(), List.of(name(), name())));
            case 10 -> newsroom.asset("/files/" + random.nextInt(4) + ".txt", text());
            case 11 -> file();
            case 12 -> some(post -> newsroom.cover(post.name(), random.nextBoolean() ? picture() : name()));
            case 13 -> {
                String picture = "_posts/" + picture();
                if (random.nextBoolean()) {
                    newsroom.file(picture, new AssetPlace.AmongPosts(picture.substring("_posts/".length())), text());
                } else {
                    newsroom.removeFile(picture);
                }
            }
            case 14 ->
                some(post -> newsroom.file(
                        "_posts/" + post.name() + "/" + random.nextInt(2) + ".png",
                        new AssetPlace.Beside(post.kind(), Newsroom.id(post), random.nextInt(2) + ".png"),
                        text()));
            case 15 ->
                newsroom.post(
                        name(), day(), "Title", "![p](" + picture() + ") [o](" + name() + "/0.png) [t](/topics/pond)");
            case 16 -> {
                if (random.nextInt(4) == 0) {
                    newsroom.settings(
                            Newsroom.settings("http://localhost:8080", "The Gazette, volume " + random.nextInt(3)));
                }
            }
            default -> {
                if (random.nextInt(4) == 0) {
                    newsroom.introduction(random.nextBoolean() ? "/archive" : "/", "Welcome " + day(), text());
                }
            }
        }
    }

    /** What beats a page of ours, or lies where pages do; ingest lets none lie where a page of the author's is. */
    private void file() {
        String page = "page-" + random.nextInt(3);
        String url = List.of(
                        "/old.html", "/404.html", "/index.html", "/archive.html", "/robots.txt", "/" + page + ".html")
                .get(random.nextInt(6));
        boolean taken = newsroom.posts().stream()
                .anyMatch(post -> url.equals("/" + post.slug() + ".html") && post.kind() == Kind.PAGE);
        if (newsroom.has(url)) {
            newsroom.removeAsset(url);
        } else if (!taken) {
            newsroom.asset(url, text());
        }
    }

    private void page() {
        String name = random.nextInt(6) == 0 ? "index" : "page-" + random.nextInt(3);
        if (newsroom.has("/" + name + ".html")) {
            newsroom.removeAsset("/" + name + ".html");
        }
        newsroom.page(name, "Page " + random.nextInt(9));
    }

    /** Only to a URL that nobody has: of two files with one slug ingest lets one have it. */
    private void rename(Newsroom.Post post) {
        String slug = "slug-" + random.nextInt(30);
        boolean taken = newsroom.posts().stream().anyMatch(other -> other.slug().equals(slug));
        if (!taken) {
            newsroom.rename(post.name(), slug);
        }
    }

    private void some(java.util.function.Consumer<Newsroom.Post> change) {
        List<Newsroom.Post> posts = newsroom.posts();
        if (!posts.isEmpty()) {
            change.accept(posts.get(random.nextInt(posts.size())));
        }
    }

    private String picture() {
        return "pics/" + random.nextInt(3) + ".png";
    }

    private String name() {
        return "post-" + random.nextInt(60);
    }

    private int day() {
        return random.nextInt(80);
    }

    private String text() {
        return "Text " + random.nextInt(1000) + ".";
    }

    private String[] topics() {
        return random.nextBoolean()
                ? new String[] {TOPICS.get(random.nextInt(TOPICS.size()))}
                : new String[] {"garden", "topic " + random.nextInt(3)};
    }
}

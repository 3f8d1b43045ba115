package org.broadsheet.render.stage;

import java.util.List;
import java.util.Random;
import org.broadsheet.common.record.Content;

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
        switch (random.nextInt(12)) {
            case 0, 1, 2, 3 -> newsroom.post(name(), day(), "Title " + random.nextInt(9), text(), topics());
            case 4 -> newsroom.page("page-" + random.nextInt(3), "Page " + random.nextInt(9));
            case 5 -> some(post -> newsroom.remove(post.name()));
            case 6 -> some(post -> rename(post));
            case 7 -> some(post -> newsroom.state(post.name(), Content.State.DRAFT));
            case 8 -> some(post -> newsroom.state(post.name(), Content.State.LIVE));
            case 9 -> some(post -> newsroom.link(post.name(), List.of(name(), name())));
            case 10 -> newsroom.asset("/files/" + random.nextInt(4) + ".txt", text());
            default -> {
                if (random.nextInt(4) == 0) {
                    newsroom.introduction(random.nextBoolean() ? "/archive" : "/", "Welcome " + day(), text());
                }
            }
        }
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

package org.broadsheet.standalone.chaos;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.broadsheet.common.testing.GitCommandLine;

/**
 * A blog that changes by chance: posts come, change, break, mend and go, and files become folders; each change is one that
 * subscribers are told of.
 */
final class Blog {
    private static final int POSTS = Integer.getInteger("broadsheet.chaos.posts", 25);

    /** Each is where another needs a folder, or needs one where another is. */
    private static final List<String> FOLDERS = List.of(
            "public/thing",
            "static/thing/part",
            "pages/thing/part/deep.md",
            "public/posts/post-0/pics",
            "static/posts/post-0/pics/dot.svg/x.txt");

    private final GitCommandLine author;
    private final Random random;
    private final List<String> posts = new ArrayList<>();
    private final Set<String> files = new HashSet<>();
    private int born;
    private int words;

    Blog(GitCommandLine author, Random random) {
        this.author = author;
        this.random = random;
    }

    void begin() throws IOException {
        author.write("site.yml", "title: Chaos Gazette\ntimeZone: Europe/Berlin\n");
        author.write("public/pictures/dot.svg", "<svg xmlns='http://www.w3.org/2000/svg'><circle r='4'/></svg>\n");
        author.write("public/old.html", "<!doctype html><title>Old</title><p>An old page.</p>\n");
        author.write("public/404.html", "<!doctype html><title>Nothing</title><p>Nothing is here.</p>\n");
        author.write("_posts/pics/dot.svg", "<svg xmlns='http://www.w3.org/2000/svg'><circle r='2'/></svg>\n");
        for (int i = 0; i < POSTS; i++) {
            add();
        }
        author.commit("Begin");
    }

    /** Some changes; one of them always an edit of a post that is live, so that something is in flight. */
    void change() throws IOException {
        edit(posts.get(random.nextInt(posts.size())));
        for (int i = random.nextInt(4); i > 0; i--) {
            switch (random.nextInt(6)) {
                case 0 -> add();
                case 1 -> {
                    if (posts.size() > 10) {
                        author.delete(path(posts.remove(random.nextInt(posts.size()))));
                    }
                }
                case 2 ->
                    author.write(path(posts.get(random.nextInt(posts.size()))), "---\ntitle: [broken\n---\n\nNo.\n");
                case 3, 4 -> swap();
                default -> edit(posts.get(random.nextInt(posts.size())));
            }
        }
        // Last, so that nothing above has broken it.
        edit(posts.get(0));
    }

    int size() {
        return posts.size();
    }

    private void swap() throws IOException {
        String path = FOLDERS.get(random.nextInt(FOLDERS.size()));
        if (files.remove(path)) {
            author.delete(path);
        } else {
            files.add(path);
            author.write(path, "# Words\n\nVersion " + words++ + ".\n");
        }
    }

    private void add() throws IOException {
        String slug = "post-" + born++;
        posts.add(slug);
        edit(slug);
    }

    private void edit(String slug) throws IOException {
        String neighbour = posts.get(random.nextInt(posts.size()));
        author.write(path(slug), """
                ---
                title: Title of %s, %d
                topic: [%s, common]
                date: 2025-12-%02d
                author: Ada
                ---

                Version %d of %s, which names [another](%s) and shows ![a dot](/pictures/dot.svg) and
                ![one of its own](pics/dot.svg).
                """.formatted(
                        slug,
                        random.nextInt(5),
                        random.nextBoolean() ? "red" : "blue",
                        1 + Math.floorMod(slug.hashCode(), 28),
                        words++,
                        slug,
                        neighbour));
    }

    private static String path(String slug) {
        return "_posts/" + slug + ".md";
    }
}

package org.broadsheet.render.stage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import org.broadsheet.common.record.AssetPlace;
import org.broadsheet.common.record.Kind;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Many posts each have a file of one name, or ask for one: what comes, goes or changes is looked at for its own, and for nobody else. */
class OneFileAmongManyTest {
    private static final int FEW = 150;
    private static final int MANY = 250;

    /** @param change for one in the midst */
    record Case(String name, BiConsumer<Newsroom, Integer> each, BiConsumer<Newsroom, Integer> change) {
        @Override
        public String toString() {
            return name;
        }
    }

    static List<Case> cases() {
        BiConsumer<Newsroom, Integer> above = (newsroom, i) -> {
            newsroom.post(i + "/text/post", i, "Post " + i, "[l](../cover.jpg)");
            among(newsroom, i, "picture");
        };
        BiConsumer<Newsroom, Integer> cover = (newsroom, i) ->
                newsroom.post(i + "/index", i, "Post " + i, "Text.").cover(i + "/index", "cover.jpg");
        BiConsumer<Newsroom, Integer> bundle = (newsroom, i) -> {
            cover.accept(newsroom, i);
            beside(newsroom, i, "picture");
        };
        return List.of(
                new Case("a picture is replaced", bundle, (newsroom, i) -> beside(newsroom, i, "another")),
                new Case("a picture goes", bundle, (newsroom, i) -> newsroom.removeFile(picture(i))),
                new Case("a picture comes that all lack", cover, (newsroom, i) -> beside(newsroom, i, "picture")),
                new Case(
                        "a picture comes into the web root that nobody means",
                        bundle,
                        (newsroom, i) -> newsroom.asset("/cover.jpg", "another")),
                new Case(
                        "a page comes whose slug is the picture's name",
                        cover,
                        (newsroom, i) -> newsroom.page("cover.jpg", "Cover")),
                new Case(
                        "a picture in a folder above is replaced",
                        above,
                        (newsroom, i) -> among(newsroom, i, "another")),
                new Case("a picture in a folder above goes", above, (newsroom, i) -> newsroom.removeFile(picture(i))),
                new Case(
                        "a picture that all link to is replaced",
                        (newsroom, i) -> {
                            newsroom.post(i + "/index", i, "Post " + i, "[l](/_posts/0/cover.jpg)");
                            beside(newsroom, 0, "picture");
                        },
                        (newsroom, i) -> beside(newsroom, 0, "another")),
                new Case(
                        "the introduction that all link to is replaced",
                        (newsroom, i) -> newsroom.post("p" + i, i, "Post " + i, "[l](_index.md)")
                                .introduction("/", "All", "All of them."),
                        (newsroom, i) -> newsroom.introduction("/", "All", "Really all of them.")),
                new Case(
                        "an index of a name that all have",
                        (newsroom, i) -> newsroom.post(i + "/team/index", i, "Post " + i, "[a](../about) [t](./team)"),
                        (newsroom, i) -> newsroom.page(i + "/about", "About")),
                new Case(
                        "a text of a name that all ask for",
                        (newsroom, i) -> newsroom.post(i + "/first" + i, i, "Post " + i, "[s](second.md)"),
                        (newsroom, i) -> newsroom.page(i + "/second", "Second")));
    }

    private static String picture(int i) {
        return "_posts/" + i + "/cover.jpg";
    }

    private static void among(Newsroom newsroom, int i, String text) {
        newsroom.file(picture(i), new AssetPlace.AmongPosts(i + "/cover.jpg"), text);
    }

    private static void beside(Newsroom newsroom, int i, String text) {
        newsroom.file(picture(i), new AssetPlace.Beside(Kind.POST, Newsroom.id(i + "/index"), "cover.jpg"), text);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void costsWhatItChangesHoweverManyHaveOne(Case one) throws Exception {
        RenderCounters.Counts alone = cost(one, FEW, 1);
        RenderCounters.Counts five = cost(one, FEW, 5);

        assertThat(alone.candidates()).isLessThan(50);
        assertThat(cost(one, MANY, 1)).as("among many").isEqualTo(alone);
        assertThat(five.candidates()).isLessThanOrEqualTo(5 * alone.candidates());
        assertThat(five.templates()).isLessThanOrEqualTo(5 * alone.templates());
        assertThat(five.objectsRead()).isLessThanOrEqualTo(5 * alone.objectsRead());
    }

    private static RenderCounters.Counts cost(Case one, int many, int changes) throws Exception {
        Newsroom newsroom = new Newsroom();
        IntStream.range(0, many).forEach(i -> one.each.accept(newsroom, i));
        try (Press press = new Press()) {
            press.ingest(newsroom, newsroom.commit()).run();
            IntStream.range(0, changes).forEach(i -> one.change.accept(newsroom, 50 + i));
            RenderCounters.Counts before = press.counters.counts();
            press.ingest(newsroom, newsroom.commit()).run();

            if (changes > 1) {
                IncrementalEqualsCleanTest.isAsFresh(press, newsroom);
            }
            return press.counters.counts().since(before);
        }
    }
}

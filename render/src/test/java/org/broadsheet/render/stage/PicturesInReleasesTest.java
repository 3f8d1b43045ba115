package org.broadsheet.render.stage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.broadsheet.common.log.NewRecord;
import org.broadsheet.common.record.KafkaTopic;
import org.broadsheet.common.record.Lookups;
import org.broadsheet.common.record.Readable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How large pictures are shown as their files come and change. */
class PicturesInReleasesTest {
    private final Newsroom newsroom = new Newsroom();
    private final Press press = new Press();

    @AfterEach
    void close() throws Exception {
        press.close();
    }

    @Test
    void aPictureHasItsSizeWhereverItIsShown() throws Exception {
        newsroom.post(
                        "a",
                        1,
                        "A",
                        "![a](../public/p.svg)\n\n<img src=\"/p.svg\" alt=\"b\"> ![c](/p.svg?v=1) ![d](gone.svg)")
                .post("b", 2, "B", "[p](/p.svg)")
                .cover("a", "/p.svg")
                .asset("/p.svg", svg(30, 20));

        release();

        String size = " width=\"30\" height=\"20\"";
        assertThat(press.text("posts/a"))
                .contains("<img class=\"cover\" src=\"/p.svg\" alt=\"\"" + size)
                .contains("<p class=\"picture\"><img src=\"/p.svg\" alt=\"a\" decoding=\"async\"" + size)
                .contains("<img loading=\"lazy\" decoding=\"async\" src=\"/p.svg\"" + size + " alt=\"b\">")
                .contains("<img src=\"/p.svg?v=1\" alt=\"c\" loading=\"lazy\" decoding=\"async\"" + size)
                .contains("<img src=\"gone.svg\" alt=\"d\" loading=\"lazy\" decoding=\"async\" />")
                .contains("<meta property=\"og:image:width\" content=\"30\">");
        assertThat(press.text("index")).contains("<img class=\"entry-cover\" src=\"/p.svg\" alt=\"\"" + size);
        assertThat(press.text("posts/b")).doesNotContain(size);
    }

    @Test
    void whatTheAuthorSaysOfItsSizeStays() throws Exception {
        newsroom.post("a", 1, "A", "<img src=\"/p.svg\" width=\"7\"> <img height=7 src=/p.svg> <img src=/p.svg>")
                .asset("/p.svg", svg(30, 20));

        release();

        assertThat(press.text("posts/a"))
                .contains("<img src=\"/p.svg\" width=\"7\">")
                .contains("<img loading=\"lazy\" decoding=\"async\" height=7 src=\"/p.svg\">")
                .contains("<img loading=\"lazy\" decoding=\"async\" src=\"/p.svg\" width=\"30\" height=\"20\">");
    }

    @Test
    void whoShowsAPictureFollowsItsSizeAndNobodyElse() throws Exception {
        newsroom.post("a", 1, "A", "![a](/p.svg)").post("b", 2, "B", "Text.").asset("/p.svg", svg(30, 20));
        release();
        Map<String, String> before = press.dump();

        newsroom.asset("/p.svg", svg(30, 20) + "<!-- -->");
        release();
        Map<String, String> redrawn = press.dump();
        newsroom.asset("/p.svg", svg(60, 40));
        release();

        assertThat(redrawn.get("posts/a")).isEqualTo(before.get("posts/a"));
        assertThat(press.text("posts/a")).contains("width=\"60\" height=\"40\"");
        assertThat(press.dump()).isEqualTo(IncrementalEqualsCleanTest.fresh(newsroom));
    }

    @Test
    void aProgramOfBeforeLeavesSizesToBeFound() throws Exception {
        newsroom.post("a", 1, "A", "![a](/p.svg)").asset("/p.svg", svg(30, 20));
        release();
        int told = press.events().size();
        press.close();
        String key = Newsroom.SITE + "/source/public/p.svg";
        Readable.SourceFile file = (Readable.SourceFile) press.readable().get(key);
        press.append(NewRecord.of(KafkaTopic.READABLE, key, file.with(Optional.empty())));
        for (Readable record : press.readable().values()) {
            if (record instanceof Readable.Document post) {
                Lookups lookups = post.lookups();
                press.append(NewRecord.of(
                        KafkaTopic.READABLE,
                        post.key(),
                        post.with(lookups.told(lookups.answers(), new TreeMap<>(), lookups.unanswered()))));
            }
        }

        press.by(RenderStageTest.OTHER);
        press.run();

        assertThat(press.readable().get(key)).isEqualTo(file);
        assertThat(press.text("posts/a")).contains("width=\"30\" height=\"20\"");
        assertThat(press.events()).hasSize(told);
    }

    @Test
    void aPictureThatIsCutOrTooLargeIsToldOf() throws Exception {
        newsroom.asset("/large.svg", svg(50_000, 1_000)).asset("/script.svg", svg(3, 4) + "<script>alert(1)</script>");

        release();

        assertThat(press.problems())
                .containsExactly(
                        "public/large.svg:1:1 the picture has 50000 × 1000 pixels, more than many browsers show;"
                                + " make it smaller: pages are seldom wider than 2000 pixels");
    }

    private void release() throws Exception {
        press.ingest(newsroom, newsroom.commit()).run();
    }

    private static String svg(int width, int height) {
        return "<svg xmlns='http://www.w3.org/2000/svg' width='" + width + "' height='" + height + "'/>";
    }
}

package org.broadsheet.notify.feed;

import static org.assertj.core.api.Assertions.assertThat;

import org.jsoup.Jsoup;
import org.jsoup.nodes.Attribute;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FeedContentTest {
    private static final String POST = "https://example.org/blog/posts/first";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<a href=\"/blog/posts/other\">x</a> | <a href=\"https://example.org/blog/posts/other\">x</a>",
                "<a href=\"#part\">x</a> | <a href=\"https://example.org/blog/posts/first#part\">x</a>",
                "<a href=\"mailto:a@example.org\">x</a> | <a href=\"mailto:a@example.org\">x</a>",
                "<a href=\"https://other.example/\">x</a> | <a href=\"https://other.example/\">x</a>",
                "<img src=\"/blog/a.png\" alt=\"A\"> | <img src=\"https://example.org/blog/a.png\" alt=\"A\">",
                "<video controls src=\"v.mp4\" poster=\"v.png\"></video> | <video controls=\"\" src=\"https://example.org/blog/posts/v.mp4\" poster=\"https://example.org/blog/posts/v.png\"></video>",
                "<img srcset=\"/a.png 1x, /b.png 2x\"> | <img srcset=\"https://example.org/a.png 1x, https://example.org/b.png 2x\">",
                "<h2 id=\"part\">Part <a href=\"#part\" aria-hidden=\"true\">#</a></h2> | <h2>Part </h2>",
                "<div class=\"heading heading-2\"><h2 id=\"part\">Part</h2><a class=\"anchor\" href=\"#part\" aria-label=\"Link to: Part\"></a></div> | <div><h2>Part</h2></div>",
                "<input type=\"checkbox\" checked disabled> done | ☑  done",
                "<pre role=\"group\" aria-label=\"Java\" tabindex=\"0\"><code class=\"language-java\"><span class=\"k\">int</span> <span class=\"s\">a &lt;</span></code></pre> | <pre><code>int a &lt;</code></pre>",
            })
    void makesEveryUrlWholeAndKeepsWhatReadersCanShow(String article, String content) {
        assertThat(FeedContent.of(article, POST, "")).isEqualTo(content);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<script>alert(1)</script>",
                "<img src=x onerror=alert(1)>",
                "<a href=\"javascript:alert(1)\">x</a>",
                "<a href=\"java\nscript:alert(1)\">x</a>",
                "<svg onload=alert(1)><a xlink:href=\"javascript:alert(1)\"/></svg>",
                "<iframe src=\"javascript:alert(1)\"></iframe>",
                "<iframe srcdoc=\"<script>alert(1)</script>\"></iframe>",
                "<object data=\"javascript:alert(1)\"></object>",
                "<style>*{background:url(javascript:alert(1))}</style>",
                "<p style=\"background:url(javascript:alert(1))\">x</p>",
                "<form action=\"javascript:alert(1)\"><button>x</button></form>",
                "<math><mtext><table><mglyph><style><!--</style><img title=\"--&gt;&lt;img src=1 onerror=alert(1)&gt;\">",
                "<img srcset=\"javascript:alert(1) 2x\">",
                "<base href=\"javascript:alert(1)//\"><a href=\"x\">x</a>",
                "<a href=\"data:text/html,<script>alert(1)</script>\">x</a>",
            })
    void leavesNothingThatRuns(String article) {
        String content = FeedContent.of(article, POST, "");

        assertThat(Jsoup.parseBodyFragment(content).getAllElements())
                .flatExtracting(element -> element.attributes().asList())
                .extracting(Attribute::getKey)
                .noneMatch(name -> name.startsWith("on"));
        assertThat(content.toLowerCase(java.util.Locale.ROOT))
                .doesNotContain("<script")
                .doesNotContainPattern("=\"?(javascript|data):")
                .doesNotContain("style=")
                .doesNotContain("<iframe", "<form", "<object", "<svg", "<style");
    }

    @Test
    void dropsIdsThatWouldCollideAndLeadsTheirLinksToThePage() {
        String content = FeedContent.of("<p>x<a href=\"#fn-1\">1</a></p><li id=\"fn-1\">note</li>", POST, "");

        assertThat(content).doesNotContain("id=").contains("href=\"" + POST + "#fn-1\"");
    }

    @Test
    void turnsAFrameIntoALink() {
        assertThat(FeedContent.of("<iframe src=\"https://video.example/1\"></iframe>", POST, ""))
                .isEqualTo("<p><a href=\"https://video.example/1\">https://video.example/1</a></p>");
    }

    @Test
    void leavesOutTheTitleThatTheItemShowsAnyway() {
        assertThat(FeedContent.of("<h1 id=\"t\">The title</h1><p>x</p>", POST, "The title"))
                .isEqualTo("<p>x</p>");
        assertThat(FeedContent.of("<h1>Another</h1><p>x</p>", POST, "The title"))
                .startsWith("<h1>Another</h1>");
        assertThat(FeedContent.of("<h1>The title</h1><p>x</p>", POST, "")).startsWith("<h1>The title</h1>");
    }

    @Test
    void leavesOutWhatXmlCannotHold() {
        assertThat(FeedContent.of("<p>a\u0001\u000b\ufffe&#1;&#x1f;b\ud83d\ude00</p>", POST, ""))
                .isEqualTo("<p>ab\ud83d\ude00</p>");
        assertThat(Xml.clean("a\ud800b\r\nc\rd")).isEqualTo("ab\nc\nd");
        assertThat(Xml.clean("\ud83d\ude00a\ud83d\ude00\u0001\r\ud83d\ude00\ufffe"))
                .isEqualTo("\ud83d\ude00a\ud83d\ude00\n\ud83d\ude00");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a.png | https://example.org/blog/posts/a.png",
                "a.png, b.png 2x | https://example.org/blog/posts/a.png, https://example.org/blog/posts/b.png 2x",
                "a,b.png 100w,c.png 200w | https://example.org/blog/posts/a,b.png 100w, https://example.org/blog/posts/c.png 200w",
                "  ,, a.png 1x ,, | https://example.org/blog/posts/a.png 1x",
                "javascript:x 1x, b.png 2x | https://example.org/blog/posts/b.png 2x",
            })
    void readsSrcsetAsBrowsersDo(String srcset, String whole) {
        assertThat(FeedContent.srcset(srcset, POST)).isEqualTo(whole);
    }

    @Test
    @Timeout(10)
    void takesHostileHtmlInBoundedTime() {
        assertThat(FeedContent.of("<div>".repeat(20_000), POST, "")).isNotNull();
        assertThat(FeedContent.of("<a href=\"".repeat(20_000), POST, "")).isNotNull();
        assertThat(FeedContent.srcset(",".repeat(200_000) + "a ".repeat(100_000), POST))
                .isNotNull();
    }
}

package org.broadsheet.render.markdown;

import static org.assertj.core.api.Assertions.assertThat;

import com.vladsch.flexmark.html.HtmlRenderer;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.commonmark.testutil.TestResources;
import org.commonmark.testutil.example.Example;
import org.commonmark.testutil.example.ExampleReader;
import org.junit.jupiter.api.Test;

/**
 * The examples of the specifications. Those that come out otherwise than the specification says are listed in a file: one more
 * fails, and so does one less, so that a change of the parser is seen either way.
 */
class MarkdownSpecificationTest extends MarkdownFixture {
    private final HtmlRenderer renderer = HtmlRenderer.builder(Dialect.OPTIONS).build();

    @Test
    void rendersTheExamplesOfCommonMarkButTheKnownOnes() throws IOException {
        List<Example> examples = ExampleReader.readExamples(TestResources.getSpec());

        NavigableSet<String> different = different(examples, html -> html);

        assertThat(examples).hasSize(652);
        assertThat(different).isEqualTo(known("commonmark-differences.txt"));
    }

    @Test
    void rendersTheExamplesOfGitHubButTheKnownOnes() throws IOException {
        List<Example> examples = ExampleReader.readExamples(TestResources.getGfmSpec());

        // Line ends between tags, and which attribute comes first, mean nothing.
        NavigableSet<String> different =
                different(examples, html -> html.replaceAll(">\\s+<", "><").replace(" class=\"task-list-item\"", ""));

        assertThat(examples).hasSize(672);
        assertThat(different).isEqualTo(known("gfm-differences.txt"));
    }

    private NavigableSet<String> different(List<Example> examples, UnaryOperator<String> normal) {
        Map<String, Integer> numbers = new HashMap<>();
        NavigableSet<String> different = new TreeSet<>();
        for (Example example : examples) {
            String name = example.getSection() + " " + numbers.merge(example.getSection(), 1, Integer::sum);
            String wanted = example.getHtml().replace("\u2192", "\t");
            String got = parsed(example.getSource(), document -> renderer.render(document.node()));
            if (!normal.apply(got).equals(normal.apply(wanted))) {
                different.add(name);
            }
        }
        return different;
    }

    private static NavigableSet<String> known(String file) throws IOException {
        URL resource = MarkdownSpecificationTest.class.getResource("/markdown/" + file);
        NavigableSet<String> known = new TreeSet<>();
        try (InputStream in = resource.openStream()) {
            new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(line -> line.split("\\s+#")[0].strip())
                    .forEach(known::add);
        }
        return known;
    }
}

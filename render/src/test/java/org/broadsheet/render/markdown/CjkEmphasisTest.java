package org.broadsheet.render.markdown;

import static org.assertj.core.api.Assertions.assertThat;

import com.vladsch.flexmark.html.HtmlRenderer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class CjkEmphasisTest extends MarkdownFixture {
    private static final Pattern CHARACTER = Pattern.compile("\\\\u\\{([0-9a-f]+)}");

    private final HtmlRenderer renderer = HtmlRenderer.builder(Dialect.OPTIONS).build();

    @Test
    void followsTheRulesOfMarkdownCjkFriendly() throws IOException {
        List<String> lines = cases();

        assertThat(lines).hasSizeGreaterThan(120);
        for (int i = 0; i < lines.size(); i += 2) {
            String html = parsed(lines.get(i), document -> renderer.render(document.node()));

            assertThat(html).isEqualTo("<p>" + lines.get(i + 1) + "</p>\n");
        }
    }

    private static List<String> cases() throws IOException {
        try (InputStream in = CjkEmphasisTest.class.getResourceAsStream("/markdown/cjk-emphasis.txt")) {
            List<String> lines = new ArrayList<>();
            new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(line -> CHARACTER
                            .matcher(line)
                            .replaceAll(found -> Character.toString(Integer.parseInt(found.group(1), 16))))
                    .forEach(lines::add);
            return lines;
        }
    }
}

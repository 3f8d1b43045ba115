package org.broadsheet.common.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

class FrontMatterTextTest {
    @Test
    void keepsTheOrderOfItsKeys() {
        Map<String, Object> keys = new LinkedHashMap<>();
        keys.put("title", "Plain words");
        keys.put("authors", List.of("Ada", "B\u00f6"));

        assertThat(FrontMatterText.of(keys)).isEqualTo("---\ntitle: Plain words\nauthors:\n- Ada\n- B\u00f6\n---\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a: \"b\" # c",
                "- x",
                "---",
                "...",
                "yes",
                "2026-01-01",
                "1.10",
                "~",
                "",
                " padded ",
                "two\nlines\r\n",
                "{a: [b]}",
                "&anchor *alias !tag",
                "it's \\ \"quoted\" \u0000\u0007\u0085\u2028\ufeff",
                "\ud83d\ude00 \u05e2\u05d1\u05e8\u05d9\u05ea",
                "%YAML 1.1",
                "| >-"
            })
    void anyTextIsReadAsItIs(String text) {
        assertThat(read(FrontMatterText.of(Map.of("title", text, "topics", List.of(text, "x")))))
                .isEqualTo(Map.of("title", text, "topics", List.of(text, "x")));
    }

    @Test
    void anyTextAtAllEndsWithItsLine() {
        Random random = new Random(7);
        for (int i = 0; i < 2_000; i++) {
            String text = random.ints(random.nextInt(30), 0, 0x3000)
                    .filter(c -> !Character.isSurrogate((char) c))
                    .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                    .toString();

            String written = FrontMatterText.of(Map.of("title", text));

            assertThat(read(written)).isEqualTo(Map.of("title", text));
            assertThat(written.indexOf("\n---\n")).isEqualTo(written.length() - 5);
        }
    }

    private static Object read(String frontMatter) {
        String yaml = frontMatter.substring(4, frontMatter.length() - 4);
        return new Yaml(new SafeConstructor(new LoaderOptions())).load(yaml);
    }
}

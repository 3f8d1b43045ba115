package org.broadsheet.render.article;

import static org.assertj.core.api.Assertions.assertThat;

import com.vladsch.flexmark.ext.footnotes.FootnoteExtension;
import com.vladsch.flexmark.ext.gfm.strikethrough.StrikethroughExtension;
import com.vladsch.flexmark.ext.gfm.tasklist.TaskListExtension;
import com.vladsch.flexmark.ext.tables.TablesExtension;
import com.vladsch.flexmark.parser.Parser;
import com.vladsch.flexmark.util.ast.Node;
import com.vladsch.flexmark.util.html.MutableAttributes;
import com.vladsch.flexmark.util.sequence.BasedSequence;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.List;
import java.util.stream.Stream;
import org.broadsheet.common.id.Digest;
import org.jsoup.Jsoup;
import org.junit.jupiter.api.Test;

/**
 * What was made by other code is made again: the digest of the code that makes articles is in the program. When that code has
 * changed, run this test with {@code -Dbroadsheet.format.write=true}.
 */
class ArticleFormatTest {
    private static final Path FORMAT =
            Path.of("src/main/resources", ArticleMaker.class.getPackageName().replace('.', '/'), "format");

    private static final List<Path> CODE = List.of(
            Path.of("../common/src/main/java/org/broadsheet/common/article"),
            Path.of("src/main/java/org/broadsheet/render/markdown"),
            Path.of("src/main/java/org/broadsheet/render/highlight"),
            Path.of("src/main/resources/org/broadsheet/render/highlight"),
            Path.of("src/main/java/org/broadsheet/render/lookup/Anchors.java"),
            Path.of("src/main/java/org/broadsheet/render/lookup/Destination.java"),
            Path.of("src/main/java/org/broadsheet/render/article"));

    private static final List<Class<?>> LIBRARIES = List.of(
            Parser.class,
            Node.class,
            BasedSequence.class,
            MutableAttributes.class,
            TablesExtension.class,
            StrikethroughExtension.class,
            TaskListExtension.class,
            FootnoteExtension.class,
            Jsoup.class);

    @Test
    void theProgramKnowsTheCodeThatMakesItsArticles() throws IOException {
        String format = format().value();
        if (Boolean.getBoolean("broadsheet.format.write")) {
            Files.writeString(FORMAT, format + "\n");
        }

        assertThat(Files.readString(FORMAT).strip())
                .as("run this test with -Dbroadsheet.format.write=true")
                .isEqualTo(format);
    }

    private static Digest format() throws IOException {
        MessageDigest digest = Digest.sha256();
        for (Path folder : CODE) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                    digest.update(Files.readAllBytes(file));
                }
            }
        }
        for (Class<?> library : LIBRARIES) {
            String jar =
                    library.getProtectionDomain().getCodeSource().getLocation().getPath();
            digest.update(jar.substring(jar.lastIndexOf('/') + 1).getBytes(java.nio.charset.StandardCharsets.UTF_8));
        }
        return Digest.of(digest);
    }
}

package org.broadsheet.ingest.frontmatter;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.broadsheet.common.data.DataLimits;
import org.broadsheet.common.record.Finding;
import org.broadsheet.common.storage.ByteSource;

/** A file of Markdown, or HTML, read: what stands above its text, and where that begins. */
public sealed interface SourceFile {
    Pattern FIRST_LINE = Pattern.compile("\uFEFF?(---|\\+\\+\\+|\\{)[\r\n]");
    int LONGEST_FIRST_LINE = 8;

    /**
     * @param hasFrontMatter whether there is any
     * @param body the text
     * @param linesAbove how many lines of the file stand above {@code body}
     * @param warnings what the author should look at
     */
    record Readable(boolean hasFrontMatter, Authored authored, String body, int linesAbove, List<Finding> warnings)
            implements SourceFile {}

    /**
     * Not published as it is.
     *
     * @param mayHide those of them that may have been meant to hide the file: of a live one it is said where it is public
     */
    record Broken(List<Finding> problems, Set<Finding> mayHide) implements SourceFile {
        public Broken(Finding problem) {
            this(List.of(problem), Set.of());
        }
    }

    /** Whether a file begins with front matter, on its first line. */
    static boolean hasFrontMatter(ByteSource file) throws IOException {
        try (InputStream in = file.open()) {
            return FIRST_LINE
                    .matcher(new String(in.readNBytes(LONGEST_FIRST_LINE), StandardCharsets.UTF_8))
                    .lookingAt();
        }
    }

    static SourceFile read(byte[] bytes, DataLimits limits) {
        try {
            return FrontMatterReader.read(decode(bytes), limits);
        } catch (Malformed e) {
            // Nobody knows what it was meant to do.
            return new Broken(List.of(e.why()), Set.of(e.why()));
        }
    }

    /** The text of strict UTF-8, without a byte order mark. */
    static String decode(byte[] bytes) throws Malformed {
        String text = new String(bytes, StandardCharsets.UTF_8);
        // Of what is malformed that sign is made; but somebody may have written it.
        if (text.indexOf('\uFFFD') >= 0 || hasZero(text)) {
            check(bytes);
        }
        return text.startsWith("\uFEFF") ? text.substring(1) : text;
    }

    private static void check(byte[] bytes) throws Malformed {
        CharsetDecoder decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(bytes.length + 1);
        CoderResult result = decoder.decode(in, out, true);
        out.flip();
        String text = out.toString();
        if (!result.isUnderflow() || hasZero(text)) {
            boolean zero = result.isUnderflow();
            String before = withLineFeeds(zero ? text.substring(0, text.indexOf('\0')) : text);
            int lineStart = before.lastIndexOf('\n') + 1;
            int line = 1 + (int) before.chars().filter(c -> c == '\n').count();
            int column = 1
                    + before.codePointCount(lineStart, before.length())
                    - (lineStart == 0 && before.startsWith("\uFEFF") ? 1 : 0);
            int found = zero ? 0 : bytes[in.position()] & 0xff;
            throw new Malformed(Finding.problem(
                    line,
                    column,
                    zero
                            ? "the file holds a zero byte: it is no text"
                            : "the file is not UTF-8: found the byte 0x" + Integer.toHexString(found),
                    "save it as UTF-8"));
        }
    }

    /** With one kind of line end; no line moves by it. */
    static String withLineFeeds(String text) {
        return text.indexOf('\r') < 0 ? text : text.replace("\r\n", "\n").replace('\r', '\n');
    }

    private static boolean hasZero(String text) {
        return text.indexOf('\0') >= 0;
    }
}

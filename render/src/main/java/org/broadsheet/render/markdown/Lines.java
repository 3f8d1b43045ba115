package org.broadsheet.render.markdown;

import java.util.Arrays;
import org.broadsheet.common.record.Finding;
import org.broadsheet.render.markdown.tags.Expanded;
import org.jspecify.annotations.Nullable;

/** Where in a text an index lies, for people: lines and columns from 1, columns in code points, line ends LF, CRLF and CR. */
final class Lines {
    private final String text;
    private final int[] starts;
    /** Of the text as it is written, if this is what remained when its tags were read. */
    private final @Nullable Lines written;

    private final Expanded.@Nullable Origins origins;

    Lines(String text) {
        this(text, null, null);
    }

    /** Lines of a text whose tags are read; places are those in the text as it is written. */
    Lines(Expanded text, Lines written) {
        this(text.text(), written, text.origins());
    }

    private Lines(String text, @Nullable Lines written, Expanded.@Nullable Origins origins) {
        this.written = written;
        this.origins = origins;
        this.text = text;
        int[] found = new int[64];
        int count = 1;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\n' || (c == '\r' && (i + 1 == text.length() || text.charAt(i + 1) != '\n'))) {
                if (count == found.length) {
                    found = Arrays.copyOf(found, count * 2);
                }
                found[count++] = i + 1;
            }
        }
        starts = Arrays.copyOf(found, count);
    }

    int count() {
        return starts.length;
    }

    /** The index of the line's first character; lines from 0 here. */
    int start(int line) {
        return starts[line];
    }

    /** The index behind the line's last character, its line end not counted; lines from 0 here. */
    int end(int line) {
        int end = line + 1 < starts.length ? starts[line + 1] : text.length();
        while (end > starts[line] && (text.charAt(end - 1) == '\n' || text.charAt(end - 1) == '\r')) {
            end--;
        }
        return end;
    }

    Position at(int index) {
        if (written != null && origins != null) {
            return written.at(origins.of(Math.clamp(index, 0, text.length())));
        }
        int within = Math.clamp(index, 0, text.length());
        int found = Arrays.binarySearch(starts, within);
        int line = found >= 0 ? found : -found - 2;
        return new Position(line + 1, text.codePointCount(starts[line], within) + 1);
    }

    /** Where the line begins that the index is in. */
    int beginOfLine(int index) {
        int found = Arrays.binarySearch(starts, index);
        return starts[found >= 0 ? found : -found - 2];
    }

    record Position(int line, int column) {}

    Finding problem(int index, String message, String hint) {
        Position at = at(index);
        return Finding.problem(at.line, at.column, message, hint);
    }
}

package org.broadsheet.common.data;

import java.util.Arrays;
import org.broadsheet.common.record.Finding;
import org.yaml.snakeyaml.error.Mark;

/**
 * Where in the file a parser is. Lines end at a line feed, as in every other position that we tell; the parser itself ends them
 * at signs too that no editor takes for a line's end.
 */
final class Places {
    private final int linesAbove;
    /** The code points before each line. */
    private final int[] starts;

    Places(String text, int linesAbove) {
        this.linesAbove = linesAbove;
        int[] found = new int[(int) text.chars().filter(c -> c == '\n').count() + 1];
        int line = 0;
        int index = 0;
        for (int i = 0, c; i < text.length(); i += Character.charCount(c)) {
            c = text.codePointAt(i);
            index++;
            if (c == '\n') {
                found[++line] = index;
            }
        }
        starts = found;
    }

    int line(Mark mark) {
        return line(mark.getIndex());
    }

    int column(Mark mark) {
        return column(mark.getIndex());
    }

    /** @param index in code points, likewise below */
    int line(int index) {
        return row(index) + 1 + linesAbove;
    }

    int column(int index) {
        return index - starts[row(index)] + 1;
    }

    Finding problem(int index, String message, String hint) {
        return Finding.problem(line(index), column(index), message, hint);
    }

    Finding problem(Mark mark, String message, String hint) {
        return Finding.problem(line(mark), column(mark), message, hint);
    }

    /** Of what has no place of its own. */
    Finding problem(String message, String hint) {
        return Finding.problem(1 + linesAbove, 1, message, hint);
    }

    private int row(int index) {
        int found = Arrays.binarySearch(starts, index);
        return found >= 0 ? found : -found - 2;
    }
}

package org.broadsheet.ingest.source;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import org.broadsheet.common.record.Finding;

/**
 * What Git LFS commits in the place of a file that it keeps elsewhere: a few lines of a key and a value each, by
 * <a href="https://github.com/git-lfs/git-lfs/blob/main/docs/spec.md">its specification</a>. Read as leniently as Git LFS reads
 * it: nobody wants one published.
 */
public final class LfsPointer {
    /** Bytes. */
    public static final int LONGEST = 1024;

    public static final Finding FINDING = Finding.problem(
            "the file is a Git LFS pointer: what it stands for is not in the repository",
            "take it out of LFS: git lfs untrack FILE, git add --renormalize FILE, commit and push");

    private static final Pattern VERSION = Pattern.compile(
            "version\\s+(https?://(git-lfs\\.github\\.com|hawser\\.github\\.com)/spec/v\\d+|http://git-media\\.io/v/\\d+)");
    private static final Pattern OID = Pattern.compile("oid\\s+(\\w+:)?[0-9a-fA-F]{32,}");
    private static final Pattern SIZE = Pattern.compile("size\\s+\\d+");
    private static final Pattern LINE = Pattern.compile("[a-z0-9.-]+\\s+\\S.*");

    private LfsPointer() {}

    /** @param bytes the whole of a file */
    public static boolean is(byte[] bytes) {
        if (bytes.length > LONGEST) {
            return false;
        }
        // What is no UTF-8 is no pointer either way.
        List<String> lines = new String(bytes, StandardCharsets.ISO_8859_1)
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .toList();
        return !lines.isEmpty()
                && VERSION.matcher(lines.getFirst()).matches()
                && lines.stream().allMatch(line -> LINE.matcher(line).matches())
                && lines.stream().anyMatch(line -> OID.matcher(line).matches())
                && lines.stream().anyMatch(line -> SIZE.matcher(line).matches());
    }
}

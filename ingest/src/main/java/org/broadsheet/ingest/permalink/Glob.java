package org.broadsheet.ingest.permalink;

/**
 * A pattern of paths as Ruby's {@code Dir.glob} has it: {@code *} within one name, {@code **} for any number of folders. In no more time
 * than its length and the path's multiplied.
 */
final class Glob {
    /** Characters of a set in brackets. */
    private static final int MOST_OF_A_SET = 100;

    private Glob() {}

    /** Whether the pattern names the file, or a folder above it. */
    static boolean covers(String pattern, String file) {
        String[] patterns =
                pattern.replaceFirst("^/", "").replaceFirst("/$", "").split("/");
        String[] names = file.split("/");
        // Whether the patterns so far cover exactly so many names.
        boolean[] covered = new boolean[names.length + 1];
        covered[0] = true;
        for (String each : patterns) {
            boolean[] next = new boolean[names.length + 1];
            boolean any = false;
            for (int n = 0; n <= names.length; n++) {
                if (each.equals("**")) {
                    any |= covered[n];
                    next[n] = any;
                } else {
                    next[n] = n > 0 && covered[n - 1] && matches(each, names[n - 1]);
                }
            }
            covered = next;
        }
        for (int n = 1; n <= names.length; n++) {
            if (covered[n]) {
                return true;
            }
        }
        return false;
    }

    /** As {@code File.fnmatch?} has it, for which a slash is a character like others: {@code *}, {@code ?}, {@code [a-z]}. */
    static boolean matches(String pattern, String path) {
        int p = 0;
        int star = -1;
        int retry = 0;
        for (int n = 0; n < path.length(); ) {
            int next = p < pattern.length() && pattern.charAt(p) != '*' ? behind(pattern, p, path.charAt(n)) : -1;
            if (p < pattern.length() && pattern.charAt(p) == '*') {
                star = p++;
                retry = n;
            } else if (next >= 0) {
                p = next;
                n++;
            } else if (star >= 0) {
                p = star + 1;
                n = ++retry;
            } else {
                return false;
            }
        }
        while (p < pattern.length() && pattern.charAt(p) == '*') {
            p++;
        }
        return p == pattern.length();
    }

    /** Where the pattern goes on behind what stands for this character; -1 if it stands for another. */
    private static int behind(String pattern, int at, char c) {
        int end = pattern.charAt(at) == '['
                ? pattern.indexOf(']', at + 2, Math.min(at + MOST_OF_A_SET, pattern.length()))
                : -1;
        if (end < 0) {
            return pattern.charAt(at) == '?' || pattern.charAt(at) == c ? at + 1 : -1;
        }
        boolean not = pattern.charAt(at + 1) == '^' || pattern.charAt(at + 1) == '!';
        boolean found = false;
        for (int i = at + (not ? 2 : 1); i < end; i++) {
            boolean range = i + 2 < end && pattern.charAt(i + 1) == '-';
            found |= range ? pattern.charAt(i) <= c && c <= pattern.charAt(i + 2) : pattern.charAt(i) == c;
            i += range ? 2 : 0;
        }
        return found != not ? end + 1 : -1;
    }
}

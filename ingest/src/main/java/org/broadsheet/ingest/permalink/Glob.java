package org.broadsheet.ingest.permalink;

/**
 * A pattern of paths as Ruby's {@code Dir.glob} has it: {@code *} within one name, {@code **} for any number of folders. In no more time
 * than its length and the path's multiplied.
 */
final class Glob {
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

    private static boolean matches(String pattern, String name) {
        int p = 0;
        int star = -1;
        int retry = 0;
        for (int n = 0; n < name.length(); ) {
            if (p < pattern.length() && pattern.charAt(p) == '*') {
                star = p++;
                retry = n;
            } else if (p < pattern.length() && pattern.charAt(p) == name.charAt(n)) {
                p++;
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
}

package org.broadsheet.common.id;

/** What stands between the slashes of a path. */
final class Segments {
    private Segments() {}

    /** Whether none from {@code from} on, of which there is at least one, is empty, {@code .} or {@code ..}. */
    static boolean areNames(String path, int from) {
        int segment = from;
        for (int i = from; i <= path.length(); i++) {
            if (i == path.length() || path.charAt(i) == '/') {
                int length = i - segment;
                boolean dots = length <= 2 && path.startsWith("..".substring(0, length), segment);
                if (dots) {
                    return false;
                }
                segment = i + 1;
            }
        }
        return true;
    }

    /** Those beyond the first 160 characters of Unicode are no control characters. */
    static boolean hasControl(String path) {
        for (int i = 0; i < path.length(); i++) {
            if (Character.isISOControl(path.charAt(i))) {
                return true;
            }
        }
        return false;
    }
}

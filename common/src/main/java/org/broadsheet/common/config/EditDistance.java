package org.broadsheet.common.config;

/** How many letters to insert, drop, replace or swap with the next to get from one word to another. */
public final class EditDistance {
    private EditDistance() {}

    public static boolean isOne(String one, String other) {
        return of(one, other, 1) == 1;
    }

    /** The distance, or {@code max + 1} if it is more than {@code max}: then it is not computed to its end. */
    public static int of(String one, String other, int max) {
        if (Math.abs(one.length() - other.length()) > max) {
            return max + 1;
        }
        int[] before = new int[other.length() + 1];
        int[] last = new int[other.length() + 1];
        int[] row = new int[other.length() + 1];
        for (int j = 0; j <= other.length(); j++) {
            last[j] = j;
        }
        for (int i = 1; i <= one.length(); i++) {
            row[0] = i;
            int least = i;
            for (int j = 1; j <= other.length(); j++) {
                boolean same = one.charAt(i - 1) == other.charAt(j - 1);
                int d = Math.min(Math.min(last[j], row[j - 1]) + 1, last[j - 1] + (same ? 0 : 1));
                if (i > 1
                        && j > 1
                        && one.charAt(i - 1) == other.charAt(j - 2)
                        && one.charAt(i - 2) == other.charAt(j - 1)) {
                    d = Math.min(d, before[j - 2] + 1);
                }
                row[j] = d;
                least = Math.min(least, d);
            }
            if (least > max) {
                return max + 1;
            }
            int[] spare = before;
            before = last;
            last = row;
            row = spare;
        }
        return Math.min(last[other.length()], max + 1);
    }
}

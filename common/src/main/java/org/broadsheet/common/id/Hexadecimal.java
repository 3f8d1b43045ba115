package org.broadsheet.common.id;

/** Texts of hexadecimal digits; a start reads hundreds of thousands of them. */
final class Hexadecimal {
    private Hexadecimal() {}

    /** Whether there are lower-case digits only, and so many. */
    static boolean is(String text, int digits) {
        if (text.length() != digits) {
            return false;
        }
        for (int i = 0; i < digits; i++) {
            char c = text.charAt(i);
            if ((c < '0' || c > '9') && (c < 'a' || c > 'f')) {
                return false;
            }
        }
        return true;
    }
}

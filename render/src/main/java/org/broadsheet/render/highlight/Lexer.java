package org.broadsheet.render.highlight;

/** Finds the tokens of a language, in time linear in the code. Safe for all threads. */
interface Lexer {
    /** Between these indices, which are the ends of the code or of what is of this language in it. */
    void read(String code, int from, int to, Tokens out);
}

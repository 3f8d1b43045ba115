package org.broadsheet.render.highlight;

/** What a part of code is. All else is written as it is. */
enum TokenClass {
    ATTRIBUTE("na"),
    COMMENT("c"),
    DELETED("gd"),
    FUNCTION("nf"),
    INSERTED("gi"),
    KEYWORD("k"),
    META("cp"),
    NUMBER("m"),
    STRING("s"),
    TAG("nt"),
    TYPE("kt"),
    VARIABLE("nv");

    private final String css;

    /** @param css of Pygments' short names, which Rouge and Chroma have too: their style sheets know them */
    TokenClass(String css) {
        this.css = css;
    }

    String css() {
        return css;
    }
}

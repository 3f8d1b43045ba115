package org.broadsheet.render.release;

import org.broadsheet.common.article.Article;

/** What lists and feeds show of a post whose author wrote no excerpt. */
final class Excerpt {
    private static final int LONGEST = 200;

    private Excerpt() {}

    /** The beginning of the text, at most 200 code points, without the heading that is the title. */
    static String of(Article article) {
        String title = article.titleInBody() ? article.headings().getFirst().text() : "";
        String text = !title.isEmpty() && article.plainText().startsWith(title)
                ? article.plainText().substring(title.length()).strip()
                : article.plainText();
        if (text.codePointCount(0, text.length()) <= LONGEST) {
            return text;
        }
        int end = text.offsetByCodePoints(0, LONGEST);
        int space = text.lastIndexOf(' ', end);
        return text.substring(0, space > end / 2 ? space : end).stripTrailing() + "\u2026";
    }
}

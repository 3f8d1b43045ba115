package org.broadsheet.render.release;

import org.broadsheet.common.article.Article;

/** What lists and feeds show of a post whose author wrote no excerpt. */
final class Excerpt {
    private static final int LONGEST = 200;

    /** Of what the author marked: a list is no place for a whole post. */
    private static final int LONGEST_MARKED = 1_000;

    private Excerpt() {}

    /**
     * What stands above {@code <!--more-->}, at most 1,000 code points, else the beginning of the text, at most 200; without the
     * heading that is the title.
     */
    static String of(Article article) {
        String title = article.titleInBody() ? article.headings().getFirst().text() : "";
        String marked = withoutTitle(article.beginning().orElse(""), title);
        return marked.isEmpty() ? cut(withoutTitle(article.plainText(), title), LONGEST) : cut(marked, LONGEST_MARKED);
    }

    private static String withoutTitle(String text, String title) {
        return !title.isEmpty() && text.startsWith(title)
                ? text.substring(title.length()).strip()
                : text;
    }

    private static String cut(String text, int longest) {
        if (text.codePointCount(0, text.length()) <= longest) {
            return text;
        }
        int end = text.offsetByCodePoints(0, longest);
        int space = text.lastIndexOf(' ', end);
        return text.substring(0, space > end / 2 ? space : end).stripTrailing() + "\u2026";
    }
}

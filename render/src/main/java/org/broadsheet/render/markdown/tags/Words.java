package org.broadsheet.render.markdown.tags;

/** What stands for a tag, in a text that is Markdown or in one that is HTML. */
enum Words {
    MARKDOWN {
        @Override
        String link(String text, String url) {
            return "[" + escaped(text) + "](" + url + ")";
        }

        @Override
        String url(String url) {
            return "<" + url + ">";
        }

        @Override
        String picture(String source, String alt, String caption, String link) {
            String picture = "![" + escaped(alt) + "](<" + source + ">"
                    + (caption.isEmpty() ? "" : " \"" + escaped(caption) + "\"") + ")";
            return link.isEmpty() ? picture : "[" + picture + "](<" + link + ">)";
        }
    },
    HTML {
        @Override
        String link(String text, String url) {
            return "<a href=\"" + inHtml(url) + "\">" + inHtml(text) + "</a>";
        }

        @Override
        String url(String url) {
            return link(url, url);
        }

        @Override
        String picture(String source, String alt, String caption, String link) {
            String picture = "<img src=\"" + inHtml(source) + "\" alt=\"" + inHtml(alt) + "\">";
            return "<figure>"
                    + (link.isEmpty() ? picture : "<a href=\"" + inHtml(link) + "\">" + picture + "</a>")
                    + (caption.isEmpty() ? "" : "<figcaption>" + inHtml(caption) + "</figcaption>")
                    + "</figure>";
        }
    };

    private static final String SIGNS = "\\`*_[]<>&!#$~|{}\"'";

    /** @param url that may stand wherever one may */
    abstract String link(String text, String url);

    /** Likewise, which is its own text. */
    abstract String url(String url);

    /**
     * @param caption or empty
     * @param link where the picture leads, or empty
     */
    abstract String picture(String source, String alt, String caption, String link);

    private static String escaped(String text) {
        StringBuilder out = new StringBuilder(text.length() + 8);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (SIGNS.indexOf(c) >= 0) {
                out.append('\\');
            }
            out.append(c == '\n' || c == '\r' ? ' ' : c);
        }
        return out.toString();
    }

    static String inHtml(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}

package org.broadsheet.render.page;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.broadsheet.common.article.Heading;
import org.broadsheet.common.article.PlainMarkdown;
import org.broadsheet.common.id.Digest;
import org.broadsheet.common.id.UrlPath;
import org.broadsheet.common.storage.ByteSource;
import org.broadsheet.render.theme.ArticleView;
import org.broadsheet.render.theme.Theme;

/** What bytes are made from besides a view. */
public interface Materials {
    Theme theme();

    /**
     * What a page shows of an article.
     *
     * @param minutes that people read it
     */
    record Text(String html, int minutes) {}

    Text article(ArticleView of) throws IOException;

    /** What machines read of an article. */
    PlainMarkdown markdown(ArticleView of) throws IOException;

    /** Its headings, without the one that is the title. */
    List<Heading> headings(ArticleView of) throws IOException;

    /** An introduction's HTML; empty if it is lost and the listing is to go on without. */
    Optional<String> introduction(ArticleView of) throws IOException;

    /** A file of the author's. */
    ByteSource file(Digest digest, long size, UrlPath url) throws IOException;
}

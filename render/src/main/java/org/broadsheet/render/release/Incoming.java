package org.broadsheet.render.release;

import java.time.Instant;
import java.util.Optional;
import org.broadsheet.common.article.Article;
import org.broadsheet.common.id.Digest;
import org.broadsheet.common.id.UrlPath;
import org.broadsheet.common.record.Content;
import org.broadsheet.common.record.DocumentKey;
import org.broadsheet.common.record.Facts;
import org.broadsheet.common.record.FrontMatter;
import org.broadsheet.common.record.Lookups;
import org.broadsheet.common.record.Published;
import org.broadsheet.common.record.Readable;

/** What a release brings: a record of {@code content}, its article made already. */
public sealed interface Incoming {
    /** The same with another article; itself if it has none. */
    default Incoming withArticle(Digest article) {
        return switch (this) {
            case Live live -> new Live(live.document().withArticle(article));
            case Introduction of ->
                new Introduction(new Readable.Introduction(
                        of.introduction().site(),
                        of.introduction().path(),
                        of.introduction().listing(),
                        of.introduction().title(),
                        article,
                        of.introduction().lookups()));
            case Absent absent -> absent;
            case Asset asset -> asset;
            case NoAsset none -> none;
            case NoIntroduction none -> none;
            case Settings settings -> settings;
        };
    }

    /** A post or page that is to be readable. */
    record Live(Kept kept) implements Incoming {
        public Live(Published document) {
            this(Kept.of(document));
        }

        /** Made anew with each call. */
        public Published document() {
            return kept.published();
        }

        /**
         * @param key of its article
         * @param announcedAt when it becomes readable, if it was not before
         */
        public static Live of(Facts facts, Lookups lookups, Digest key, Article article, Instant announcedAt) {
            FrontMatter frontMatter = facts.frontMatter();
            return new Live(new Published(
                    facts,
                    key,
                    lookups,
                    frontMatter
                            .title()
                            .or(article::firstHeading)
                            .orElse(facts.slug().value()),
                    article.titleInBody(),
                    frontMatter.excerpt().orElseGet(() -> Excerpt.of(article)),
                    announcedAt));
        }
    }

    /**
     * A post or page that is not (any more).
     *
     * @param former empty when it never was, so that no URL remembers it
     */
    record Absent(DocumentKey key, Optional<Readable.Former> former) implements Incoming {}

    record Asset(Readable.StoredObject object) implements Incoming {}

    record NoAsset(UrlPath url) implements Incoming {}

    record Introduction(Readable.Introduction introduction) implements Incoming {}

    record NoIntroduction(UrlPath listing) implements Incoming {}

    record Settings(Content.Settings settings) implements Incoming {}
}

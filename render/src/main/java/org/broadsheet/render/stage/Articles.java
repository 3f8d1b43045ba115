package org.broadsheet.render.stage;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.broadsheet.common.article.Article;
import org.broadsheet.common.id.Digest;
import org.broadsheet.common.record.Body;
import org.broadsheet.common.storage.ByteSource;
import org.broadsheet.common.storage.ContentName;
import org.broadsheet.common.storage.ContentStore;
import org.broadsheet.render.article.ArticleMaker;
import org.broadsheet.render.article.Reading;
import org.broadsheet.render.article.Title;
import org.broadsheet.render.markdown.Outcome;

/** Articles in the work store, private until a release shows them. Safe for all threads. */
final class Articles {
    private final ArticleMaker maker;
    private final ContentStore work;
    private final RenderCounters counters;

    Articles(ArticleMaker maker, ContentStore work, RenderCounters counters) {
        this.maker = maker;
        this.work = work;
        this.counters = counters;
    }

    /** The article of a text: made and kept, unless it is there. */
    Made of(Body body, Title title, Reading reading) throws IOException {
        Digest key = key(body, title, reading);
        Optional<Article> there = work.touch(ContentName.article(key)) ? find(key) : Optional.empty();
        return there.isPresent() ? new Made.Article(key, there.get()) : make(body, title, reading, key);
    }

    /** Likewise, whatever is there. */
    Made again(Body body, Title title, Reading reading) throws IOException {
        return make(body, title, reading, key(body, title, reading));
    }

    private Digest key(Body body, Title title, Reading reading) {
        Digest text = switch (body) {
            case Body.Inline inline -> Digest.of(inline.markdown());
            case Body.Stored stored -> stored.digest();
        };
        return maker.key(text, body.html(), title, reading);
    }

    private Made make(Body body, Title title, Reading reading, Digest key) throws IOException {
        String text;
        switch (body) {
            case Body.Inline inline -> text = inline.markdown();
            case Body.Stored stored -> {
                try {
                    counters.read();
                    text = new String(work.read(ContentName.source(stored.digest())), StandardCharsets.UTF_8);
                } catch (ContentStore.Lost e) {
                    return new Made.Lost(stored.digest());
                }
            }
        }
        counters.article();
        return switch (maker.make(text, body.html(), title, reading, key)) {
            case Outcome.Parsed<Article> made -> {
                work.replace(
                        ContentName.article(key), ByteSource.of(made.value().toBytes()));
                counters.written();
                yield new Made.Article(key, made.value());
            }
            case Outcome.OutOfTime<Article> late -> new Made.OutOfTime(late.why());
            case Outcome.TooHard<Article> hard -> throw new IllegalStateException("is an article: " + hard);
        };
    }

    /** @throws ContentStore.Lost if it is not there, or something else is */
    Article get(Digest key) throws IOException {
        counters.read();
        ContentName name = ContentName.article(key);
        return Article.of(work.read(name)).orElseThrow(() -> ContentStore.Lost.damaged(name));
    }

    /** Empty if {@link #get} cannot be had. */
    Optional<Article> find(Digest key) throws IOException {
        try {
            return Optional.of(get(key));
        } catch (ContentStore.Lost e) {
            return Optional.empty();
        }
    }

    /** Whether {@link #get} can be had. */
    boolean has(Digest key) throws IOException {
        return find(key).isPresent();
    }

    /** A file of the author's. */
    ByteSource source(Digest digest, long size) {
        return new ByteSource() {
            @Override
            public java.io.InputStream open() throws IOException {
                counters.read();
                return work.open(ContentName.source(digest));
            }

            @Override
            public long size() {
                return size;
            }

            /** As its name says; reading finds out if it is not so. */
            @Override
            public Digest digest() {
                return digest;
            }
        };
    }
}

package org.broadsheet.render.stage;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.broadsheet.common.article.Article;
import org.broadsheet.common.id.Digest;
import org.broadsheet.common.markdown.Outcome;
import org.broadsheet.common.record.Body;
import org.broadsheet.common.record.Content;
import org.broadsheet.common.storage.ObjectKey;
import org.broadsheet.common.storage.ObjectType;
import org.broadsheet.common.storage.Storage;
import org.broadsheet.common.storage.Storage.ByteSource;
import org.broadsheet.common.storage.StoredObject;
import org.broadsheet.render.article.ArticleMaker;
import org.broadsheet.render.article.Title;

/** Articles in the work store, private until a release shows them. Safe for all threads. */
final class Articles {
    private static final ObjectType STORED = ObjectType.of("application/octet-stream");

    private final ArticleMaker maker;
    private final Storage work;
    private final RenderCounters counters;

    Articles(ArticleMaker maker, Storage work, RenderCounters counters) {
        this.maker = maker;
        this.work = work;
        this.counters = counters;
    }

    /** The article of a text: made and kept, unless it is there. */
    Made of(Body body, Title title, Content.Html html) throws IOException {
        Digest key = key(body, title, html);
        Optional<Article> there = find(key);
        return there.isPresent() ? new Made.Article(key, there.get()) : make(body, title, html, key);
    }

    /** Likewise, whatever is there. */
    Made again(Body body, Title title, Content.Html html) throws IOException {
        return make(body, title, html, key(body, title, html));
    }

    private Digest key(Body body, Title title, Content.Html html) {
        Digest text = switch (body) {
            case Body.Inline inline -> Digest.of(inline.markdown());
            case Body.Stored stored -> stored.digest();
        };
        return maker.key(text, title, html);
    }

    private Made make(Body body, Title title, Content.Html html, Digest key) throws IOException {
        String markdown;
        switch (body) {
            case Body.Inline inline -> markdown = inline.markdown();
            case Body.Stored stored -> {
                try {
                    markdown = text(ObjectKey.source(stored.digest()), stored.digest());
                } catch (Damaged e) {
                    return new Made.Lost(stored.digest());
                }
            }
        }
        counters.article();
        return switch (maker.make(markdown, title, html, key)) {
            case Outcome.Parsed<Article> made -> {
                keep(key, made.value());
                yield new Made.Article(key, made.value());
            }
            case Outcome.OutOfTime<Article> late -> new Made.OutOfTime(late);
            case Outcome.TooHard<Article> hard -> throw new IllegalStateException("is an article: " + hard);
        };
    }

    /** @throws Damaged if it is not there, or something else is */
    Article get(Digest key) throws IOException {
        return find(key).orElseThrow(() -> new Damaged("the work store has no " + ObjectKey.article(key)));
    }

    /** Empty also if it is damaged. */
    Optional<Article> find(Digest key) throws IOException {
        Optional<StoredObject> stored = work.get(ObjectKey.article(key));
        if (stored.isEmpty()) {
            return Optional.empty();
        }
        counters.read();
        try (StoredObject object = stored.get()) {
            return Article.of(object.readAll());
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
                StoredObject object = opened(ObjectKey.source(digest), digest);
                return java.nio.channels.Channels.newInputStream(object.bytes());
            }

            @Override
            public long size() {
                return size;
            }
        };
    }

    private void keep(Digest key, Article article) throws IOException {
        byte[] bytes = article.toBytes();
        if (work.keep(ObjectKey.article(key), STORED, ByteSource.of(bytes), Digest.of(bytes))) {
            counters.written();
        }
    }

    private String text(ObjectKey key, Digest digest) throws IOException {
        try (StoredObject object = opened(key, digest)) {
            return new String(object.readAll(), StandardCharsets.UTF_8);
        }
    }

    private StoredObject opened(ObjectKey key, Digest digest) throws IOException {
        counters.read();
        StoredObject object = work.get(key).orElseThrow(() -> new Damaged("the work store has no " + key));
        if (!object.info().digest().equals(digest)) {
            object.close();
            throw new Damaged("the work store holds " + object.info().digest() + " as " + key);
        }
        return object;
    }

    /** An object of the work store is not what its key says, as after a power loss. */
    static final class Damaged extends IOException {
        private static final long serialVersionUID = 1;

        Damaged(String message) {
            super(message);
        }
    }
}

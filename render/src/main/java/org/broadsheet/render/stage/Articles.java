package org.broadsheet.render.stage;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.broadsheet.common.id.Digest;
import org.broadsheet.common.markdown.Outcome;
import org.broadsheet.common.record.Body;
import org.broadsheet.common.storage.ObjectKey;
import org.broadsheet.common.storage.ObjectType;
import org.broadsheet.common.storage.Storage;
import org.broadsheet.common.storage.Storage.ByteSource;
import org.broadsheet.common.storage.StoredObject;

/** Articles' HTML in the work store, private until a release shows it. Safe for all threads. */
final class Articles {
    private static final ObjectType HTML = ObjectType.of("text/html; charset=utf-8");

    private final ArticleMaker maker;
    private final Storage work;
    private final RenderCounters counters;

    Articles(ArticleMaker maker, Storage work, RenderCounters counters) {
        this.maker = maker;
        this.work = work;
        this.counters = counters;
    }

    /** Makes an article and keeps it. */
    Made make(Body body, boolean titleInBody, Map<String, String> links, ArticleSettings under) throws IOException {
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
        return switch (maker.make(markdown, titleInBody, links, under.basePath(), under.html())) {
            case Outcome.Parsed<String> made -> new Made.Article(keep(made.value()));
            case Outcome.TooHard<String> hard -> new Made.TooHard(hard);
        };
    }

    /** @throws Damaged if it is not there, or something else is */
    String html(Digest article) throws IOException {
        return text(ObjectKey.article(article), article);
    }

    /** Whether {@link #html} can be had. */
    boolean has(Digest article) throws IOException {
        return work.info(ObjectKey.article(article))
                .filter(info -> info.digest().equals(article))
                .isPresent();
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

    private Digest keep(String html) throws IOException {
        byte[] bytes = html.getBytes(StandardCharsets.UTF_8);
        Digest digest = Digest.of(bytes);
        if (work.keep(ObjectKey.article(digest), HTML, ByteSource.of(bytes), digest)) {
            counters.written();
        }
        return digest;
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

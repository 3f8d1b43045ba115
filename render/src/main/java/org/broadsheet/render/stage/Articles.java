package org.broadsheet.render.stage;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
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
    Outcome<Digest> make(Body body, boolean titleInBody, Map<String, String> links, ArticleSettings under)
            throws IOException {
        String markdown = switch (body) {
            case Body.Inline inline -> inline.markdown();
            case Body.Stored stored -> text(ObjectKey.source(stored.digest()));
        };
        counters.article();
        return switch (maker.make(markdown, titleInBody, links, under.basePath(), under.html())) {
            case Outcome.Parsed<String> made -> new Outcome.Parsed<>(keep(made.value()));
            case Outcome.TooHard<String> hard ->
                new Outcome.TooHard<>(hard.line(), hard.column(), hard.message(), hard.hint());
        };
    }

    String html(Digest article) throws IOException {
        return text(ObjectKey.article(article));
    }

    /** A file of the author's. */
    ByteSource source(Digest digest, long size) {
        return new ByteSource() {
            @Override
            public java.io.InputStream open() throws IOException {
                StoredObject object = opened(ObjectKey.source(digest));
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
        // Content-addressed: whoever else writes there writes the same.
        if (work.put(ObjectKey.article(digest), HTML, ByteSource.of(bytes), Optional.empty())
                instanceof Storage.Outcome.Written) {
            counters.written();
        }
        return digest;
    }

    private String text(ObjectKey key) throws IOException {
        try (StoredObject object = opened(key)) {
            return new String(object.readAll(), StandardCharsets.UTF_8);
        }
    }

    private StoredObject opened(ObjectKey key) throws IOException {
        counters.read();
        return work.get(key).orElseThrow(() -> new IOException("the work store has no " + key));
    }
}

package org.broadsheet.notify.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;
import org.broadsheet.common.article.Article;
import org.broadsheet.common.article.PlainMarkdown;
import org.broadsheet.common.id.ContentPath;
import org.broadsheet.common.id.Digest;
import org.broadsheet.common.id.PostId;
import org.broadsheet.common.id.SiteId;
import org.broadsheet.common.id.Slug;
import org.broadsheet.common.id.UrlPath;
import org.broadsheet.common.log.EventLog;
import org.broadsheet.common.log.NewRecord;
import org.broadsheet.common.record.Content;
import org.broadsheet.common.record.Facts;
import org.broadsheet.common.record.FrontMatter;
import org.broadsheet.common.record.KafkaTopic;
import org.broadsheet.common.record.Kind;
import org.broadsheet.common.record.Lookups;
import org.broadsheet.common.record.Published;
import org.broadsheet.common.record.Readable;
import org.broadsheet.common.storage.ByteSource;
import org.broadsheet.common.storage.ContentName;
import org.broadsheet.common.storage.ContentStore;

/** Does to {@code readable} and the work store what render does. */
public final class Posts {
    private final EventLog log;
    private final ContentStore work;
    private final SiteId site;

    public Posts(EventLog log, ContentStore work) {
        this(log, work, Events.SITE);
    }

    public Posts(EventLog log, ContentStore work, SiteId site) {
        this.log = log;
        this.work = work;
        this.site = site;
    }

    public void settings(String baseUrl) {
        write(new Readable.Settings(new Content.Settings(
                site,
                "The Sheet",
                "Daily",
                baseUrl,
                "en",
                "UTC",
                Map.of("Ada", new Content.AuthorSettings(Optional.of("/ada.png"), Optional.empty())),
                List.of(),
                Content.Html.TRUSTED)));
    }

    public Readable.Document publish(String slug, Instant published, String article, Optional<String> guid) {
        byte[] bytes = stored(article);
        Digest digest = Digest.of(bytes);
        try {
            work.put(ContentName.article(digest), ByteSource.of(bytes));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        FrontMatter frontMatter = new FrontMatter(
                Optional.empty(),
                Optional.empty(),
                List.of("life"),
                Optional.empty(),
                Optional.empty(),
                List.of(new FrontMatter.Author("Ada", Optional.empty())),
                Optional.of("/cover.png"),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                guid,
                Map.of());
        Facts facts = new Facts(
                Kind.POST,
                new PostId(UUID.nameUUIDFromBytes(slug.getBytes(StandardCharsets.UTF_8))),
                new ContentPath("_posts/" + slug + ".md"),
                Events.commit(1),
                new UrlPath("/posts/" + slug),
                new Slug(slug),
                published,
                published,
                frontMatter,
                digest,
                digest,
                new TreeSet<>(List.of(new UrlPath("/posts/" + slug))));
        Readable.Document post = new Readable.Document(
                site,
                new Published(facts, digest, Lookups.NONE, "Post " + slug, false, "About " + slug, published),
                digest,
                Optional.empty(),
                Optional.empty());
        write(post);
        return post;
    }

    /** An article as the work store has it. */
    public static byte[] stored(String html) {
        return new Article(
                        List.of(html),
                        List.of(),
                        List.of(),
                        "",
                        Optional.empty(),
                        List.of(),
                        List.of(),
                        false,
                        new PlainMarkdown(List.of(""), List.of()),
                        List.of())
                .toBytes();
    }

    public void remove(Readable.Document post) {
        write(new Readable.Former(
                post.site(), post.kind(), post.id(), Readable.Former.Why.REMOVED, Events.commit(2), post.urls()));
    }

    public void release(int number) {
        write(new Readable.Release(
                site,
                Events.commit(number),
                Events.TIME.plusSeconds(number),
                number,
                Digest.of("program"),
                Digest.of("articles"),
                List.of(),
                true));
    }

    private void write(Readable readable) {
        log.append(NewRecord.of(KafkaTopic.READABLE, readable.key(), readable)).join();
    }
}

package org.broadsheet.notify.syndicate;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.broadsheet.common.article.Article;
import org.broadsheet.common.article.LookupStore;
import org.broadsheet.common.id.Digest;
import org.broadsheet.common.record.Content;
import org.broadsheet.common.record.PictureSize;
import org.broadsheet.common.record.Readable;
import org.broadsheet.common.storage.ByteSource;
import org.broadsheet.common.storage.ContentName;
import org.broadsheet.common.storage.ContentStore;
import org.broadsheet.common.storage.ObjectInfo;
import org.broadsheet.common.storage.ObjectKey;
import org.broadsheet.common.storage.ObjectType;
import org.broadsheet.common.storage.Storage;
import org.broadsheet.notify.feed.Feed;
import org.broadsheet.notify.feed.FeedFormat;

/**
 * A site's feeds in the site store. Knows what it has put there: where another has put something since, it fails rather than
 * overwrite what may be newer. One thread.
 */
final class FeedFiles {
    /** Larger contents are made again for each release; the others are kept while their posts are in the feed. */
    private static final int KEPT_CHARS = 64 << 10;

    private final Storage site;
    private final ContentStore work;
    private final LookupStore lookups;
    private final Map<FeedFormat, Optional<Digest>> present = new EnumMap<>(FeedFormat.class);
    private Map<Source, String> contents = Map.of();
    /** What was written last: of most edits, which are not of the newest posts, nothing follows here. */
    private Optional<Feed> last = Optional.empty();
    /** Whether an article was met that another program has stored, which render makes again. */
    private boolean isOfAnotherForm;

    FeedFiles(Storage site, ContentStore work) {
        this.site = site;
        this.work = work;
        this.lookups = new LookupStore(work);
    }

    /** What an item's content follows from. */
    private record Source(
            Digest article,
            Map<String, String> answers,
            Map<String, PictureSize> sizes,
            String url,
            String titleToLeaveOut) {}

    /**
     * @param isNews whether something was released since they were written; else they stay as they are until what another program has
     *     stored is made again
     * @return the posts that stand there with their excerpts, for the work store has lost their articles
     */
    List<Readable.Document> write(
            Content.Settings settings, NewestPosts posts, Readable.Release release, boolean isNews) throws IOException {
        isOfAnotherForm = false;
        List<Readable.Document> newest = new ArrayList<>();
        for (Readable.Document post : posts.list()) {
            newest.add(whole(post));
        }
        List<Readable.Document> lost = new ArrayList<>();
        Feed feed = FeedAssembly.feed(
                settings, newest, posts::guid, contents(settings, newest, lost), release.committedAt());
        if (isOfAnotherForm && !isNews && haveBeenWritten()) {
            return List.of();
        }
        Optional<Feed> now = Optional.of(remembered(feed));
        if (last.equals(now) && areThere()) {
            return lost;
        }
        last = Optional.empty();
        for (FeedFormat format : FeedFormat.values()) {
            write(format, format.write(feed));
        }
        last = now;
        return lost;
    }

    private Readable.Document whole(Readable.Document post) throws IOException {
        return post.lookups().stored().isEmpty()
                ? post
                : post.with(lookups.whole(post.lookups()).orElse(post.lookups()));
    }

    /** As little is kept of large contents here as elsewhere. */
    private static Feed remembered(Feed feed) {
        return feed.withContents(content ->
                content.length() <= KEPT_CHARS ? content : Digest.of(content).value());
    }

    private boolean haveBeenWritten() throws IOException {
        for (FeedFormat format : FeedFormat.values()) {
            if (site.info(new ObjectKey(format.file())).isEmpty()) {
                return false;
            }
        }
        return true;
    }

    /** Whether nobody has put or taken anything since. */
    private boolean areThere() throws IOException {
        for (Map.Entry<FeedFormat, Optional<Digest>> known : present.entrySet()) {
            ObjectKey key = new ObjectKey(known.getKey().file());
            if (!site.info(key).map(ObjectInfo::digest).equals(known.getValue())) {
                return false;
            }
        }
        return true;
    }

    private void write(FeedFormat format, byte[] bytes) throws IOException {
        ObjectKey key = new ObjectKey(format.file());
        if (!present.containsKey(format)) {
            present.put(format, site.info(key).map(ObjectInfo::digest));
        }
        Optional<Digest> believed = present.getOrDefault(format, Optional.empty());
        Storage.Outcome outcome = site.put(key, ObjectType.of(format.mediaType()), ByteSource.of(bytes), believed);
        switch (outcome) {
            case Storage.Outcome.Written w -> present.put(format, Optional.of(w.digest()));
            case Storage.Outcome.Unchanged u -> present.put(format, Optional.of(Digest.of(bytes)));
            case Storage.Outcome.Conflict c ->
                throw new IOException("/" + format.file() + " is "
                        + c.present().map(Digest::toString).orElse("not there") + ", not what was written last: "
                        + believed.map(Digest::toString).orElse("nothing")
                        + "; does another process write this site store?");
        }
    }

    private List<String> contents(
            Content.Settings settings, List<Readable.Document> newest, List<Readable.Document> lost)
            throws IOException {
        Map<Source, String> kept = new HashMap<>();
        List<String> all = new ArrayList<>();
        for (Readable.Document post : newest) {
            Source source = new Source(
                    post.article(),
                    post.lookups().answers(),
                    post.lookups().sizes(),
                    FeedAssembly.url(settings, post),
                    post.published().titleInBody() ? post.published().title() : "");
            Optional<String> content = Optional.ofNullable(contents.get(source))
                    .or(() -> article(post).map(article -> FeedAssembly.content(settings, post, article)));
            content.filter(text -> text.length() <= KEPT_CHARS).ifPresent(text -> kept.put(source, text));
            if (content.isEmpty()) {
                lost.add(post);
            }
            all.add(content.orElseGet(() -> FeedAssembly.excerpt(post)));
        }
        contents = kept;
        return all;
    }

    /** Empty when the work store does not hold it, or something else in its place. */
    private Optional<Article> article(Readable.Document post) {
        if (post.lookups().stored().isPresent()) {
            return Optional.empty();
        }
        try {
            Optional<Article> stored = Article.of(work.read(ContentName.article(post.article())));
            isOfAnotherForm |= stored.isEmpty();
            return stored;
        } catch (ContentStore.Lost e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

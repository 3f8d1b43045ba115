package org.broadsheet.render.release;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.broadsheet.common.id.CommitId;
import org.broadsheet.common.id.PostId;
import org.broadsheet.common.id.SiteId;
import org.broadsheet.common.id.UrlPath;
import org.broadsheet.common.record.Event;
import org.broadsheet.common.record.FrontMatter;
import org.broadsheet.common.record.Kind;
import org.broadsheet.common.record.Published;
import org.broadsheet.common.record.Readable;

/**
 * What the world is told of a post or page: its own source facts as they were readable compared with those now. That neighbours,
 * link targets, theme or settings changed its page is not told.
 *
 * @param baseUrl without a slash at its end
 */
public record DocumentEvents(SiteId site, String baseUrl, Cause cause) {

    /** @param last the last event that was told of it */
    public Optional<Event> of(DocumentChange change, Optional<UUID> last) {
        Optional<Published> before = change.before();
        Optional<Published> now = change.now();
        if (!change.isTold()) {
            return Optional.empty();
        }
        if (before.isEmpty()) {
            return now.map(document -> caused(
                    due(change),
                    document.kind() == Kind.POST ? Event.Type.POST_PUBLISHED : Event.Type.PAGE_PUBLISHED,
                    document.id(),
                    data(document, document.commit(), List.of(), Optional.empty(), Optional.empty(), true),
                    last));
        }
        if (now.isEmpty()) {
            return Optional.of(leaving(before.get(), change, last));
        }
        Published was = before.get();
        Published is = now.get();
        return Optional.of(caused(
                Optional.empty(),
                was.url().equals(is.url())
                        ? is.kind() == Kind.POST ? Event.Type.POST_UPDATED : Event.Type.PAGE_UPDATED
                        : is.kind() == Kind.POST ? Event.Type.POST_MOVED : Event.Type.PAGE_MOVED,
                is.id(),
                data(
                        is,
                        is.commit(),
                        changed(was, is),
                        previous(was, is),
                        Optional.empty(),
                        !was.textDigest().equals(is.textDigest())),
                last));
    }

    /**
     * Of a post or page that is to be readable: its instant is news.
     *
     * @param before the same, if it was to be readable before
     */
    public Optional<Event> scheduled(Optional<Readable.Draft> before, Readable.Draft now, Optional<UUID> last) {
        Optional<Instant> due = now.scheduled().map(Readable.Scheduled::due);
        if (due.isEmpty()
                || due.equals(before.flatMap(Readable.Draft::scheduled).map(Readable.Scheduled::due))) {
            return Optional.empty();
        }
        Readable.Scheduled scheduled = now.scheduled().get();
        return Optional.of(caused(
                Optional.empty(),
                now.kind() == Kind.POST ? Event.Type.POST_SCHEDULED : Event.Type.PAGE_SCHEDULED,
                now.id(),
                new Event.DocumentData(
                        now.id(),
                        url(now.url()),
                        scheduled.title(),
                        scheduled.topics(),
                        scheduled.commit(),
                        Optional.of(cause.commit()),
                        scheduled.publishedAt(),
                        List.of(),
                        Optional.empty(),
                        due,
                        Optional.empty(),
                        true,
                        cause.backfill()),
                last));
    }

    private Optional<Instant> due(DocumentChange change) {
        return Optional.ofNullable(cause.dues().get(change.key()));
    }

    /** The whole URL of a path. */
    public String url(UrlPath path) {
        return baseUrl + path.encoded();
    }

    private Event leaving(Published was, DocumentChange change, Optional<UUID> last) {
        Optional<Readable.Former> former = change.former();
        boolean removed = former.isEmpty() || former.get().why() == Readable.Former.Why.REMOVED;
        Event.Type type = was.kind() == Kind.POST
                ? (removed ? Event.Type.POST_DELETED : Event.Type.POST_UNPUBLISHED)
                : (removed ? Event.Type.PAGE_DELETED : Event.Type.PAGE_UNPUBLISHED);
        CommitId commit = former.map(Readable.Former::commit).orElse(cause.commit());
        boolean expired =
                former.filter(one -> one.why() == Readable.Former.Why.EXPIRED).isPresent();
        Optional<String> reason = expired ? Optional.of(Event.DocumentData.EXPIRED) : Optional.empty();
        return caused(
                due(change).filter(any -> expired),
                type,
                was.id(),
                data(was, commit, List.of(), Optional.empty(), reason, true),
                last);
    }

    /** @param due when that happened without a commit */
    private Event caused(
            Optional<Instant> due, Event.Type type, PostId id, Event.DocumentData data, Optional<UUID> last) {
        return due.map(at -> Event.at(at, site, type, id.toString(), last, data))
                .orElseGet(() -> Event.of(site, type, id.toString(), cause.commit(), last, cause.committedAt(), data));
    }

    private Event.DocumentData data(
            Published document,
            CommitId commit,
            List<String> changed,
            Optional<Event.Previous> previous,
            Optional<String> reason,
            boolean significant) {
        return new Event.DocumentData(
                document.id(),
                url(document.url()),
                document.title(),
                document.frontMatter().topics(),
                commit,
                Optional.of(cause.commit()),
                document.publishedAt(),
                changed,
                previous,
                Optional.empty(),
                reason,
                significant,
                cause.backfill());
    }

    private static List<String> changed(Published was, Published is) {
        List<String> names = new ArrayList<>();
        add(names, "title", differ(was, is, Published::title));
        add(names, "text", differ(was, is, Published::textDigest));
        add(names, "excerpt", differ(was, is, Published::excerpt));
        add(names, "topics", differ(was, is, d -> d.frontMatter().topics()));
        add(names, "date", differ(was, is, Published::publishedAt));
        add(names, "updated", differ(was, is, d -> d.frontMatter().updated()));
        add(names, "authors", differ(was, is, d -> d.frontMatter().authors()));
        add(names, "cover", differ(was, is, d -> d.frontMatter().cover()));
        add(names, "url", differ(was, is, Published::url));
        add(names, "frontMatter", differ(was, is, DocumentEvents::rest));
        return names;
    }

    private static List<Object> rest(Published document) {
        FrontMatter frontMatter = document.frontMatter();
        return List.of(frontMatter.language(), frontMatter.canonical(), frontMatter.guid(), frontMatter.extra());
    }

    private static void add(List<String> names, String name, boolean changed) {
        if (changed) {
            names.add(name);
        }
    }

    private static boolean differ(Published was, Published is, Function<Published, ?> what) {
        return !what.apply(was).equals(what.apply(is));
    }

    private Optional<Event.Previous> previous(Published was, Published is) {
        Event.Previous previous = new Event.Previous(
                differ(was, is, Published::title) ? Optional.of(was.title()) : Optional.empty(),
                differ(was, is, Published::url) ? Optional.of(url(was.url())) : Optional.empty(),
                differ(was, is, d -> d.frontMatter().topics())
                        ? Optional.of(was.frontMatter().topics())
                        : Optional.empty());
        return previous.equals(new Event.Previous(Optional.empty(), Optional.empty(), Optional.empty()))
                ? Optional.empty()
                : Optional.of(previous);
    }
}

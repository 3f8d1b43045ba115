package org.broadsheet.ingest.plan;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.broadsheet.common.id.ContentPath;
import org.broadsheet.common.id.PostId;
import org.broadsheet.common.id.SiteId;
import org.broadsheet.common.id.UrlPath;
import org.broadsheet.common.log.StateFold;
import org.broadsheet.common.record.Content;
import org.broadsheet.common.record.Kind;
import org.broadsheet.common.record.PathProblems;
import org.broadsheet.common.record.Role;
import org.jspecify.annotations.Nullable;

/** What ingest has written of a site, by key. One thread. */
public final class SiteState {
    private final SiteId site;
    private final StateFold<Kept> content;
    private final Map<ContentPath, PathProblems> problems = new HashMap<>();
    private final Map<ContentPath, PathProblems> problemsView = Collections.unmodifiableMap(problems);
    /** What stood under each key that was put since {@link #keep}; empty for nothing. */
    private final Map<String, Optional<Kept>> unkept = new HashMap<>();
    /** Likewise of {@link #problems}. */
    private final Map<ContentPath, Optional<PathProblems>> unkeptProblems = new HashMap<>();

    private int drafts;
    private int scheduled;

    public SiteState(SiteId site, StateFold<Kept> content, Collection<PathProblems> problems) {
        this.site = site;
        this.content = content;
        problems.stream()
                .filter(p -> p.site().equals(site) && p.role() == Role.INGEST)
                .forEach(p -> this.problems.put(p.path(), p));
        drafts = documents().stream()
                .mapToInt(one -> is(one, Content.State.DRAFT))
                .sum();
        scheduled = documents().stream()
                .mapToInt(one -> is(one, Content.State.SCHEDULED))
                .sum();
    }

    /** What was put goes to the log: from here on it is what stands there. */
    public void keep() {
        unkept.clear();
        unkeptProblems.clear();
    }

    /** What was put since {@link #keep} never was. */
    public void undo() {
        unkept.forEach((key, former) -> set(key, former.orElse(null)));
        unkeptProblems.forEach((path, former) ->
                former.ifPresentOrElse(found -> problems.put(path, found), () -> problems.remove(path)));
        keep();
    }

    private void set(String key, @Nullable Kept kept) {
        Kept former = get(key);
        drafts += is(kept, Content.State.DRAFT) - is(former, Content.State.DRAFT);
        scheduled += is(kept, Content.State.SCHEDULED) - is(former, Content.State.SCHEDULED);
        if (kept == null) {
            content.remove(key);
        } else {
            content.put(key, kept);
        }
    }

    private static int is(@Nullable Kept kept, Content.State state) {
        return kept instanceof KeptDocument document && document.state() == state ? 1 : 0;
    }

    @Nullable Kept get(String key) {
        return content.values().get(key);
    }

    /** Notes what is being written. */
    void put(String key, Kept kept) {
        unkept.putIfAbsent(key, Optional.ofNullable(get(key)));
        set(key, kept);
    }

    /** Notes that settings or the cursor are being written. */
    public void note(Content record, byte[] value) {
        put(record.key(), Kept.of(record, value));
    }

    public Optional<Content.CommitIngested> cursor() {
        return get(Content.cursorKey(site)) instanceof Kept.Cursor c ? Optional.of(c.cursor()) : Optional.empty();
    }

    public Optional<Content.Settings> settings() {
        return get(Content.settingsKey(site)) instanceof Kept.Settings s ? Optional.of(s.settings()) : Optional.empty();
    }

    /** A URL of the site in full. */
    String url(UrlPath path) {
        return settings().map(Content.Settings::baseUrl).orElse("") + path.encoded();
    }

    Optional<KeptDocument> document(Kind kind, PostId id) {
        return get(Content.key(site, kind, id.toString())) instanceof KeptDocument d
                ? Optional.of(d)
                : Optional.empty();
    }

    Optional<Content.Asset> asset(ContentPath path) {
        return get(Content.key(site, Kind.ASSET, path.value())) instanceof Kept.Asset a
                ? Optional.of(a.asset())
                : Optional.empty();
    }

    Optional<Kept.Introduction> introduction(UrlPath listing) {
        return get(Content.key(site, Kind.INTRODUCTION, listing.key())) instanceof Kept.Introduction i
                ? Optional.of(i)
                : Optional.empty();
    }

    /** How many posts and pages are drafts. */
    public int drafts() {
        return drafts;
    }

    /** How many are to be published at an instant to come. */
    public int scheduled() {
        return scheduled;
    }

    public List<KeptDocument> documents() {
        return all(KeptDocument.class);
    }

    <T extends Kept> List<T> all(Class<T> type) {
        String prefix = site + "/";
        List<T> all = new ArrayList<>();
        content.values().forEach((key, kept) -> {
            if (key.startsWith(prefix) && type.isInstance(kept)) {
                all.add(type.cast(kept));
            }
        });
        return all;
    }

    /** What stands against files, and the branch; changes with what is put. */
    public Map<ContentPath, PathProblems> problems() {
        return problemsView;
    }

    /** Notes problems that are being written. */
    public void put(PathProblems found) {
        unkeptProblems.putIfAbsent(found.path(), Optional.ofNullable(problems.put(found.path(), found)));
    }

    /** Notes that nothing stands against a path any more; false if nothing did. */
    public boolean mend(ContentPath path) {
        PathProblems former = problems.remove(path);
        if (former != null) {
            unkeptProblems.putIfAbsent(path, Optional.of(former));
        }
        return former != null;
    }

    /** Writes what is kept to disk, so that the next owner need not read it all. */
    public void saveAtEnd(LongSupplier reflected) {
        content.saveAtEnd(reflected);
    }

    /** Likewise, if much has changed since. */
    public void saveIfDue(LongSupplier reflected) {
        content.saveIfDue(reflected);
    }
}

package org.broadsheet.render.site;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.broadsheet.common.collect.KeyedMap;
import org.broadsheet.common.id.UrlPath;
import org.broadsheet.common.lifecycle.Health;
import org.broadsheet.common.log.EventLog;
import org.broadsheet.common.log.Follower;
import org.broadsheet.common.log.LogRecord;
import org.broadsheet.common.log.Snapshots;
import org.broadsheet.common.log.StateFold;
import org.broadsheet.common.record.Content;
import org.broadsheet.common.record.Json;
import org.broadsheet.common.record.KafkaTopic;
import org.broadsheet.common.record.Readable;
import org.broadsheet.common.role.SiteAddress;
import org.broadsheet.common.storage.ObjectKey;
import org.broadsheet.render.release.Packed;
import org.broadsheet.render.release.Site;

/**
 * The site as {@code readable} has it, for all of the role: {@code readable} is folded here, once. The stage begins from it and hands over
 * what it has committed; where another process owns the site, a tail of the topic takes the stage's place ({@link SiteFollowers}). Safe for
 * all threads.
 */
public final class SiteFollower {
    private final SiteAddress address;
    private final Follower<Packed> records;

    private volatile Site site = Site.NOTHING;
    /** What came since. Touched by one thread at a time: see {@link Follower}. */
    private final KeyedMap<Optional<Packed>> since = new KeyedMap<>();

    /** The latest of each key; changes with the follower. */
    private Map<String, Packed> all = Map.of();

    private volatile boolean isBehind;

    /** Before it is recorded that pages may name it; empty once they all do, and it is recorded. */
    private volatile Optional<String> nextPath = Optional.empty();
    /** Of the author's files that are named as pages are, those that the site store may hold already, before they are recorded. */
    private final Set<UrlPath> nextFiles = ConcurrentHashMap.newKeySet();

    private volatile Health health = new Health.Starting("reading what can be read");

    /** @param snapshots so that a restart need not read all records again */
    public SiteFollower(EventLog log, SiteAddress address, Snapshots snapshots) {
        this.address = address;
        StateFold.Shape<Packed> shape = new StateFold.Shape<>(
                Packed.class,
                Packed.VERSION,
                record -> record.value().map(value -> Packed.of(Json.read(value, Readable.class))),
                Packed.form());
        records = Follower.ofSite(log, address.site().id(), KafkaTopic.READABLE, shape, snapshots, new Deriving());
    }

    private final class Deriving implements Follower.Watcher<Packed> {
        @Override
        public void folded(Map<String, Packed> values) {
            since.clear();
            all = values;
            become(Site.of(values));
        }

        @Override
        public void changed(String key, Optional<Packed> now) {
            since.put(key, now);
            isBehind = true;
        }
    }

    /** As it is recorded, however many records that takes: one after the other they would cost a list each. */
    private void derive() {
        if (isBehind) {
            Optional<Site> now = Optional.of(site).filter(of -> !of.isDoubled()).map(of -> of.following(since));
            since.clear();
            become(now.filter(of -> !of.isDoubled()).orElseGet(() -> Site.of(all)));
        }
    }

    private void become(Site now) {
        site = now;
        isBehind = false;
        nextFiles.removeIf(url -> now.asset(url).isPresent());
        now.rendered()
                .map(rendered -> Optional.of(Readable.Settings.path(rendered.settings())))
                .filter(nextPath::equals)
                .ifPresent(recorded -> nextPath = Optional.empty());
    }

    /** What a tail of the topic hands over. */
    void take(LogRecord record) {
        records.take(record);
    }

    /** All is read that was recorded before the call, or it is said why not. */
    boolean isRead() {
        try {
            upToDate();
            health = new Health.Ready();
            return true;
        } catch (RuntimeException e) {
            health = new Health.Failing(e);
            return false;
        }
    }

    Health health() {
        return health;
    }

    /** As of a moment ago. Waits for nobody, as every request for a page asks. */
    public Site now() {
        if (isBehind) {
            records.ifFree(this::derive);
        }
        return site;
    }

    /** As of now; while the log is away, as it was. */
    public Site upToDate() {
        return records.ask(values -> derived());
    }

    private Site derived() {
        derive();
        return site;
    }

    /**
     * For the stage that owns the site from now on: with all that its former owner has committed.
     *
     * @param isLost whether the log has lost records since it was read
     */
    public Owned own(boolean isLost) {
        if (isLost) {
            records.forget();
        }
        return records.askAll(values -> new Owned(List.copyOf(values.values()), derived()));
    }

    /** For that stage: the latest of a key, as far as it is known without a look at the log. */
    public Optional<Packed> known(String key) {
        return records.known(key);
    }

    /** @param records the latest of every key */
    public record Owned(List<Packed> records, Site site) {}

    /**
     * The stage that owns the site has committed records.
     *
     * @param records by key, in their order; empty: a tombstone
     * @param end where they end in {@code readable}
     * @param as the site that they make, if they do not end in the midst of a release
     */
    public void committed(Map<String, Optional<Packed>> records, long end, Optional<Site> as) {
        this.records.committed(
                records,
                end,
                () -> as.ifPresent(now -> {
                    since.clear();
                    become(now);
                }));
    }

    /** At the end of that stage: so that the next start need not read again what came since the last snapshot. */
    public void saveAtEnd() {
        records.saveAtEnd();
    }

    /** Of the site, without a slash at its end. */
    public String baseUrl() {
        return baseUrl(now());
    }

    /** Of the site as it was. */
    public String baseUrl(Site of) {
        return address.baseUrl(of.settings().flatMap(Content.Settings::authoredBaseUrl));
    }

    /** Pages may soon name this path of the base URL: from now on it counts among the {@link #paths}. */
    public void next(String path) {
        nextPath = Optional.of(path);
    }

    /** These files of the author's may soon stand in the site store. */
    public void nextFiles(Collection<UrlPath> urls) {
        urls.stream().filter(SiteFollower::isNamedAsPage).forEach(nextFiles::add);
    }

    private static boolean isNamedAsPage(UrlPath url) {
        return url.value().endsWith(ObjectKey.PAGE);
    }

    /**
     * Whether what the site store has at a URL that ends in {@code .html} is the author's file of that name, and no page of ours. Until
     * all is read that is recorded it is taken for one: better that a page answers to a second name for a moment than a file to none.
     */
    public boolean isFile(UrlPath url) {
        return nextFiles.contains(url)
                || !(health instanceof Health.Ready)
                || now().asset(url).isPresent();
    }

    /** The paths below which pages are: those that they name, and the one that they will name where the site is elsewhere now. */
    public BasePaths paths() {
        // In this order: what is forgotten here stands in the record that comes after it.
        Optional<String> next = nextPath;
        Site of = now();
        String baseUrl = baseUrl(of);
        return of.rendered()
                .map(rendered -> BasePaths.of(rendered, baseUrl, next))
                .orElseGet(() -> BasePaths.of(baseUrl, next));
    }
}

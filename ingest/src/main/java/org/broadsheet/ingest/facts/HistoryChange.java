package org.broadsheet.ingest.facts;

import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.broadsheet.common.collect.PersistentIndex;
import org.broadsheet.common.collect.PersistentMap;
import org.broadsheet.common.id.ContentPath;
import org.broadsheet.common.id.PostId;

/** A history while it becomes another: which files there are, which of them are published, and whose URLs are. One thread, once. */
abstract sealed class HistoryChange permits HistoryStep, HistoryInstant {
    final History base;
    /** When what is published now is. */
    final Instant when;
    /** Of which it may be another thing who has their URL. */
    final Set<ContentPath> claimants = new LinkedHashSet<>();

    PersistentIndex<ContentPath, KeptTrack> tracks;
    PersistentIndex<PostId, KeptTrack> ids;
    PersistentIndex<String, Claims> urls;
    PersistentMap<String, Claims> aliases;
    PersistentMap<String, GuidClaims> guids;
    SiteRules rules;
    Agenda agenda;

    HistoryChange(History base, Instant when) {
        this.base = base;
        this.when = when;
        tracks = base.tracks;
        ids = base.ids;
        urls = base.urls;
        aliases = base.aliases;
        guids = base.guids;
        rules = base.rules;
        agenda = base.agenda;
    }

    /** In the place of what lay at its path; its id is no other's. */
    final void put(KeptTrack track) {
        tracks = tracks.plus(track);
        ids = ids.plus(track);
        agenda = agenda.with(track.path(), track.next());
    }

    final void remove(KeptTrack track) {
        tracks = tracks.minus(track.path());
        ids = ids.minus(track.id());
        agenda = agenda.with(track.path(), null);
    }

    /** Gives URLs to those of the {@link #claimants} that are published, or to be, and takes those of the others from them. */
    final void claim() {
        TreeSet<String> touched = new TreeSet<>();
        Set<ContentPath> mayBeSecond = new LinkedHashSet<>(claimants);
        for (ContentPath path : claimants) {
            KeptTrack before = base.tracks.get(path);
            String url = before == null ? null : before.foldedUrl();
            if (before != null && url != null) {
                urls = urls.with(url, Claims.without(urls.get(url), before));
                touched.add(url);
            }
        }
        for (ContentPath path : claimants) {
            KeptTrack now = tracks.get(path);
            String url = now == null || !now.isClaiming() ? null : now.foldedUrl();
            if (now != null && url != null) {
                Claims others = urls.get(url);
                if (others != null) {
                    mayBeSecond.add(others.first().path());
                }
                urls = urls.plus(Claims.with(others, now));
                touched.add(url);
            }
        }
        for (ContentPath path : mayBeSecond) {
            KeptTrack now = tracks.get(path);
            if (now != null) {
                date(now, touched);
            }
        }
        for (String url : touched) {
            Claims holders = urls.get(url);
            if (holders != null) {
                KeptTrack holder = holders.first();
                Track track = holder.track();
                Track now = track.isPublished() ? track.publishedAt(when) : track;
                if (!now.equals(track)) {
                    KeptTrack kept = KeptTrack.of(holder.path(), now);
                    put(kept);
                    urls = urls.plus(Claims.with(holders, kept));
                }
            }
        }
        claimAliases();
    }

    /** Who among the {@link #claimants} has which others lead to its URL. */
    private void claimAliases() {
        for (ContentPath path : claimants) {
            KeptTrack before = base.tracks.get(path);
            if (before != null) {
                before.foldedAliases()
                        .forEach(alias -> aliases = aliases.with(alias, Claims.without(aliases.get(alias), before)));
            }
        }
        for (ContentPath path : claimants) {
            KeptTrack now = tracks.get(path);
            if (now != null) {
                now.foldedAliases()
                        .forEach(alias -> aliases = aliases.plus(alias, Claims.with(aliases.get(alias), now)));
            }
        }
    }

    /** Of one whose URL is another's, and whose file has a day in its name, that day goes into its URL. */
    private void date(KeptTrack kept, Set<String> touched) {
        String url = kept.isClaiming() ? kept.foldedUrl() : null;
        Claims claims = url == null ? null : urls.get(url);
        if (url == null || claims == null || claims.first().path().equals(kept.path())) {
            return;
        }
        Track track = kept.track();
        Good good = Objects.requireNonNull(track.good());
        if (track.dated() || good.given() != null || !rules.mayBeDated(kept.path(), Optional.ofNullable(good.slug()))) {
            return;
        }
        urls = urls.with(url, Claims.without(claims, kept));
        KeptTrack now = KeptTrack.of(kept.path(), track.dated(rules, kept.path()));
        put(now);
        String other = Objects.requireNonNull(now.foldedUrl());
        urls = urls.plus(Claims.with(urls.get(other), now));
        touched.add(other);
    }
}

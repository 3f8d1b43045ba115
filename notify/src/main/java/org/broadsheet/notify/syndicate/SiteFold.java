package org.broadsheet.notify.syndicate;

import java.util.Optional;
import java.util.Set;
import org.broadsheet.common.id.PostId;
import org.broadsheet.common.id.SiteId;
import org.broadsheet.common.record.Content;
import org.broadsheet.common.record.Kind;
import org.broadsheet.common.record.Readable;

/** What the feeds need of one site, folded from {@code broadsheet.readable}. One thread. */
final class SiteFold {
    private final NewestPosts posts;
    private final String postKeys;
    private final Set<String> otherKeys;
    private Optional<Content.Settings> settings = Optional.empty();
    private Optional<Readable.Release> release = Optional.empty();

    SiteFold(SiteId site, int items) {
        this.posts = new NewestPosts(items);
        this.postKeys = Content.key(site, Kind.POST, "");
        this.otherKeys = Set.of(Content.settingsKey(site), Readable.releaseKey(site));
    }

    /** Whether it takes to the records of this key; others need not even be read. */
    boolean concerns(String key) {
        return isPost(key) || otherKeys.contains(key);
    }

    boolean isPost(String key) {
        return key.startsWith(postKeys);
    }

    void apply(Readable readable) {
        switch (readable) {
            case Readable.Document document -> {
                if (document.kind() == Kind.POST) {
                    posts.put(document);
                }
            }
            case Readable.Former former -> posts.remove(former.id());
            case Readable.Settings s -> settings = Optional.of(s.settings());
            case Readable.Release r -> release = Optional.of(r);
            case Readable.Introduction introduction -> {}
            case Readable.StoredObject object -> {}
            case Readable.LastEvent event -> {}
        }
    }

    /** @param key of a tombstone, {@code site/kind/id} */
    void remove(String key) {
        if (isPost(key)) {
            posts.remove(PostId.of(key.substring(postKeys.length())));
        }
    }

    NewestPosts posts() {
        return posts;
    }

    /** Empty before the first release. */
    Optional<Content.Settings> settings() {
        return settings;
    }

    /** The last one; empty before the first. */
    Optional<Readable.Release> release() {
        return release;
    }
}

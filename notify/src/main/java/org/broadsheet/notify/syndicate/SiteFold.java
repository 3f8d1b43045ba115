package org.broadsheet.notify.syndicate;

import java.util.Optional;
import org.broadsheet.common.id.PostId;
import org.broadsheet.common.id.SiteId;
import org.broadsheet.common.record.Content;
import org.broadsheet.common.record.Kind;
import org.broadsheet.common.record.Readable;

/** What the feeds need of one site, folded from {@code broadsheet.readable}. One thread. */
final class SiteFold {
    private final SiteId site;
    private final NewestPosts posts;
    private Optional<Content.Settings> settings = Optional.empty();
    private Optional<Readable.Release> release = Optional.empty();

    SiteFold(SiteId site, int items) {
        this.site = site;
        this.posts = new NewestPosts(items);
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
        }
    }

    /** @param key of a tombstone, {@code site/kind/id} */
    void remove(String key) {
        String prefix = Content.key(site, Kind.POST, "");
        if (key.startsWith(prefix)) {
            posts.remove(PostId.of(key.substring(prefix.length())));
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

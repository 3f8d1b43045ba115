package org.broadsheet.notify.syndicate;

import java.util.Optional;
import java.util.Set;
import org.broadsheet.common.id.PostId;
import org.broadsheet.common.id.SiteId;
import org.broadsheet.common.record.Content;
import org.broadsheet.common.record.Kind;
import org.broadsheet.common.record.Readable;
import org.broadsheet.common.role.SiteAddress;

/** What the feeds need of one site, folded from {@code readable}. One thread. */
final class SiteFold {
    private final SiteAddress address;
    private final NewestPosts posts;
    private final String postKeys;
    private final Set<String> otherKeys;
    private Optional<Content.Settings> rendered = Optional.empty();
    private Optional<Readable.Release> release = Optional.empty();

    SiteFold(SiteId site, SiteAddress address, int items) {
        this.address = address;
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
            case Readable.Settings s -> rendered = Optional.of(s.settings());
            case Readable.Release r -> release = Optional.of(r);
            case Readable.Introduction introduction -> {}
            case Readable.Draft draft -> {}
            case Readable.SourceFile file -> {}
            case Readable.StoredObject object -> {}
            case Readable.Begun begun -> {}
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

    /** Those under which the site was rendered last, at its present address; empty before the first release. */
    Optional<Content.Settings> settings() {
        return rendered.map(address::here);
    }

    /** Whether the site was rendered for another address than its present one. */
    boolean isElsewhere() {
        return !settings().equals(rendered);
    }

    /** The last one; empty before the first. */
    Optional<Readable.Release> release() {
        return release;
    }
}

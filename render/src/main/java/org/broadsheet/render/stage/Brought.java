package org.broadsheet.render.stage;

import java.time.Instant;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.broadsheet.common.id.ContentPath;
import org.broadsheet.common.record.Content;
import org.broadsheet.common.record.DocumentKey;
import org.broadsheet.common.record.Readable;
import org.broadsheet.render.article.Reading;
import org.broadsheet.render.lookup.Resolver;
import org.broadsheet.render.release.Incoming;

/**
 * What a release brings.
 *
 * @param incoming by key in {@code content}; the latest of each
 * @param texts what is known of the articles of all texts among it, by key in {@code readable}
 * @param files those that came, or went, by path
 * @param drafts the posts and pages that cannot be read, by key in {@code readable}; empty for what can be, or is no more
 * @param dues when documents came due, or expired, since their versions were committed; of those that are scheduled when they will
 */
record Brought(
        Map<String, Incoming> incoming,
        Map<String, Text> texts,
        Map<ContentPath, Optional<Readable.SourceFile>> files,
        Map<String, Optional<Readable.Draft>> drafts,
        Map<DocumentKey, Instant> dues) {
    /** What is made again shows nothing new, whatever waits. */
    static final Brought NOTHING = new Brought(Map.of(), Map.of(), Map.of(), Map.of(), Map.of());

    /**
     * @param under what its article was made under
     * @param asked what that says
     */
    record Text(Reading under, Resolver.Asked asked) {}

    /** What a text's article says; empty if it did not come, or was made under something else. */
    Optional<Resolver.Asked> asked(String key, Reading under) {
        return Optional.ofNullable(texts.get(key))
                .filter(text -> text.under().equals(under))
                .map(Text::asked);
    }

    /** Whether the article of a text that came was made under something else. */
    boolean isOutdated(String key, Reading under) {
        return texts.containsKey(key) && !texts.get(key).under().equals(under);
    }

    /** Whether a post or page came that is to be readable. */
    boolean isLive(String key) {
        return incoming.get(key) instanceof Incoming.Live;
    }

    /** The paths of all that came and was made something of. */
    Set<ContentPath> paths() {
        Set<ContentPath> paths = new HashSet<>(files.keySet());
        drafts.values().forEach(draft -> draft.ifPresent(of -> paths.add(of.path())));
        incoming.values().forEach(one -> {
            switch (one) {
                case Incoming.Live live -> paths.add(live.kept().path());
                case Incoming.Introduction of -> paths.add(of.introduction().path());
                default -> {}
            }
        });
        return paths;
    }

    /** The settings that came, else {@code before}. */
    Content.Settings settings(Content.Settings before) {
        return incoming.get(before.key()) instanceof Incoming.Settings now ? now.settings() : before;
    }
}

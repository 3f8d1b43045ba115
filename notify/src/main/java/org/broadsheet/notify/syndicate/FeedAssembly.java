package org.broadsheet.notify.syndicate;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.broadsheet.common.article.Article;
import org.broadsheet.common.id.PostId;
import org.broadsheet.common.record.Content;
import org.broadsheet.common.record.FrontMatter;
import org.broadsheet.common.record.Readable;
import org.broadsheet.notify.feed.Feed;
import org.broadsheet.notify.feed.FeedContent;

/** A site's feed out of its settings, its newest posts and their articles. A function of these. */
final class FeedAssembly {
    private FeedAssembly() {}

    /** The whole URL of a post. */
    static String url(Content.Settings settings, Readable.Document post) {
        return settings.baseUrl() + post.url().encoded();
    }

    /**
     * @param newest first
     * @param guids of these posts, as far as their author's own counts
     * @param contents of these posts, in their order, ready for a feed
     * @param released when the last release's commit was made: an empty feed's date
     */
    static Feed feed(
            Content.Settings settings,
            List<Readable.Document> newest,
            Function<PostId, Optional<String>> guids,
            List<String> contents,
            Instant released) {
        List<Feed.Item> items = new ArrayList<>();
        for (int i = 0; i < newest.size(); i++) {
            Readable.Document post = newest.get(i);
            items.add(item(settings, post, contents.get(i), guids.apply(post.id())));
        }
        Instant updated =
                items.stream().map(Feed.Item::updated).max(Instant::compareTo).orElse(released);
        return new Feed(settings.baseUrl(), settings.title(), settings.tagline(), settings.language(), updated, items);
    }

    /** An article as a feed holds it. */
    static String content(Content.Settings settings, Readable.Document post, Article article) {
        String html = article.html(post.lookups().answers(), post.lookups().sizes(), Readable.Settings.path(settings));
        return FeedContent.of(
                html,
                url(settings, post),
                post.published().titleInBody() ? post.published().title() : "");
    }

    /** What stands in for an article that cannot be had. */
    static String excerpt(Readable.Document post) {
        return FeedContent.text(post.published().excerpt());
    }

    private static Feed.Item item(
            Content.Settings settings, Readable.Document post, String content, Optional<String> guid) {
        FrontMatter matter = post.frontMatter();
        Instant changed = matter.updated().orElse(post.changedAt());
        return new Feed.Item(
                post.id(),
                guid,
                url(settings, post),
                post.published().title(),
                post.published().excerpt(),
                content,
                matter.authors().stream()
                        .map(author -> person(settings, author, author.picture().map(post.lookups()::answer)))
                        .toList(),
                matter.topics(),
                post.publishedAt(),
                changed.isBefore(post.publishedAt()) ? post.publishedAt() : changed,
                matter.language().filter(language -> !language.equals(settings.language())),
                matter.cover()
                        .map(post.lookups()::answer)
                        .flatMap(cover -> FeedContent.whole(settings.baseUrl(), cover)));
    }

    private static Feed.Person person(Content.Settings settings, FrontMatter.Author author, Optional<String> picture) {
        Optional<Content.AuthorSettings> known =
                Optional.ofNullable(settings.authors().get(author.name()));
        return new Feed.Person(
                author.name(),
                known.flatMap(Content.AuthorSettings::url).flatMap(u -> FeedContent.whole(settings.baseUrl(), u)),
                picture.or(() -> known.flatMap(Content.AuthorSettings::picture))
                        .flatMap(p -> FeedContent.whole(settings.baseUrl(), p)));
    }
}

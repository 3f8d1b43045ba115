package org.broadsheet.render.page;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.broadsheet.common.id.UrlPath;
import org.broadsheet.common.record.Content;
import org.broadsheet.common.storage.ObjectKey;
import org.broadsheet.render.release.Change;
import org.broadsheet.render.release.Site;

/**
 * The URLs at which the generator that the content was written for has its lists, their pages and its feeds: each leads to what is here in
 * its place. Pages of its lists all lead to the newest one of ours, for the numbers go the other way round: with each new post theirs
 * show others.
 */
final class GeneratorUrls implements Family {
    static final GeneratorUrls FAMILY = new GeneratorUrls();

    private static final UrlPath TOPICS = new UrlPath("/topics");
    private static final UrlPath FEED = new UrlPath("/feed.xml");
    private static final String FEED_OF_LIST = "/index.xml";
    private static final String PAGES = "/page";
    private static final String PAGE = PAGES + "/";
    private static final List<UrlPath> LISTS_OF_POSTS = List.of(new UrlPath("/posts"), new UrlPath("/post"), Site.BLOG);

    private static final List<String> FEEDS = List.of("/feed", "/rss.xml", FEED_OF_LIST);

    private GeneratorUrls() {}

    /**
     * What one generator does unless told otherwise.
     *
     * @param single what is there once, with where that leads if the newest posts are there
     * @param taxonomies the folders of the lists of topics
     * @param pages what stands before the number of a page of the list of all posts
     * @param perPage how many posts such a page has, or fewer: so many pages there may be
     * @param hasListPages whether the list of a topic has pages and a feed
     */
    private record Habits(
            Map<String, UnaryOperator<UrlPath>> single,
            List<String> taxonomies,
            List<String> pages,
            int perPage,
            boolean hasListPages) {
        static Habits of(Content.Generator generator) {
            return switch (generator) {
                case JEKYLL -> JEKYLL;
                case HUGO -> HUGO;
                case ZOLA -> ZOLA;
                case NEXT -> NEXT;
            };
        }

        private static final Habits JEKYLL =
                of(List.of(), List.of("/tags", "/tag", "/categories", "/category"), List.of("/page", PAGE), 5, false);
        private static final Habits HUGO = of(
                List.of("/posts", "/post", "/blog", "/tags", "/categories"),
                List.of("/tags", "/categories"),
                List.of(PAGE, "/posts/page/", "/post/page/", "/blog/page/"),
                10,
                true);
        private static final Habits ZOLA =
                of(List.of(), List.of("/tags", "/categories"), List.of(PAGE, "/posts/page/", "/blog/page/"), 5, false);
        /** Each such site makes its own. */
        private static final Habits NEXT = of(List.of(), List.of(), List.of(), 1, false);

        private static Habits of(
                List<String> withFeeds,
                List<String> taxonomies,
                List<String> pages,
                int perPage,
                boolean hasListPages) {
            Map<String, UnaryOperator<UrlPath>> single = new LinkedHashMap<>();
            LISTS_OF_POSTS.forEach(list -> single.put(list.value(), home -> home));
            FEEDS.forEach(feed -> single.put(feed, home -> FEED));
            withFeeds.forEach(list -> single.put(list + FEED_OF_LIST, home -> FEED));
            taxonomies.forEach(taxonomy -> single.put(taxonomy, home -> TOPICS));
            return new Habits(single, taxonomies, pages, perPage, hasListPages);
        }

        int pages(int posts) {
            return (posts + perPage - 1) / perPage;
        }
    }

    private static Optional<Habits> habits(Site site) {
        return site.generator().map(Habits::of);
    }

    @Override
    public Optional<RedirectPage> at(Site site, UrlPath url) {
        return target(site, url, site.home())
                .filter(target -> hasRoom(site, url))
                .map(target -> new RedirectPage(url, target));
    }

    /**
     * Where a URL leads unless something of the author's is there.
     *
     * @param home where the newest posts are
     */
    static Optional<UrlPath> target(Site site, UrlPath url, UrlPath home) {
        return habits(site).flatMap(habits -> target(habits, site, url, home)).filter(target -> !target.equals(url));
    }

    /** The URLs that lead to the newest posts, or are where those may be. */
    static Set<UrlPath> ofNewestPosts(Site site) {
        Set<UrlPath> urls = new TreeSet<>(LISTS_OF_POSTS);
        site.sections(section -> accept(section, urls::add));
        return urls;
    }

    private static Optional<UrlPath> target(Habits habits, Site site, UrlPath url, UrlPath home) {
        String path = url.value();
        UnaryOperator<UrlPath> single = habits.single().get(path);
        if (single != null) {
            return Optional.of(single.apply(home));
        }
        for (String before : habits.pages()) {
            int page = path.startsWith(before) ? Outputs.number(path.substring(before.length())) : -1;
            if (page > 0) {
                return Optional.of(Site.ARCHIVE)
                        .filter(archive ->
                                page <= habits.pages(site.list(archive).size()));
            }
        }
        Optional<String> taxonomy = habits.taxonomies().stream()
                .filter(each -> path.startsWith(each + "/"))
                .findFirst();
        return taxonomy.isPresent()
                ? ofTopic(habits, site, path.substring(taxonomy.get().length() + 1))
                : ofSection(habits, site, path, home);
    }

    /** A section leads to the newest posts, whatever it holds: here is no list of its own. */
    private static Optional<UrlPath> ofSection(Habits habits, Site site, String path, UrlPath home) {
        if (site.inSection(path) > 0) {
            return Optional.of(home);
        }
        if (path.endsWith(FEED_OF_LIST)) {
            return Optional.of(FEED)
                    .filter(feed -> site.inSection(path.substring(0, path.length() - FEED_OF_LIST.length())) > 0);
        }
        int at = path.lastIndexOf(PAGE);
        int page = at < 0 ? -1 : Outputs.number(path.substring(at + PAGE.length()));
        return Optional.of(Site.ARCHIVE)
                .filter(archive -> page > 0 && page <= habits.pages(site.inSection(path.substring(0, at))));
    }

    /** @param rest a term, with a page of its list or its feed if they have some */
    private static Optional<UrlPath> ofTopic(Habits habits, Site site, String rest) {
        Optional<UrlPath> topic = first(site, rest);
        if (topic.isPresent() || !habits.hasListPages()) {
            return topic;
        }
        if (rest.endsWith(FEED_OF_LIST)) {
            return first(site, rest.substring(0, rest.length() - FEED_OF_LIST.length()))
                    .map(of -> FEED);
        }
        int at = rest.lastIndexOf(PAGE);
        int page = at < 0 ? -1 : Outputs.number(rest.substring(at + PAGE.length()));
        return page < 1
                ? Optional.empty()
                : first(site, rest.substring(0, at))
                        .filter(of -> page <= habits.pages(site.list(of).size()));
    }

    private static Optional<UrlPath> first(Site site, String term) {
        return site.topicsOf(term).stream().findFirst();
    }

    /** A file of the author's has the place of the folder. */
    private static boolean hasRoom(Site site, UrlPath url) {
        String path = url.value();
        for (int slash = path.lastIndexOf('/'); slash > 0; slash = path.lastIndexOf('/', slash - 1)) {
            if (isFile(site, new UrlPath(path.substring(0, slash)))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isFile(Site site, UrlPath url) {
        return site.asset(url).isPresent() && !url.value().endsWith(ObjectKey.PAGE);
    }

    @Override
    public void all(Site site, Consumer<UrlPath> to) {
        habits(site).ifPresent(habits -> {
            habits.single().keySet().forEach(path -> to.accept(new UrlPath(path)));
            pages(habits, site, 0, to);
            site.lists(list -> ofTopic(habits, site, list, to));
            site.sections(section -> ofSection(habits, site, section, 0, to));
        });
    }

    /** @param from so many that lie there are left out */
    private static void ofSection(Habits habits, Site site, String section, int from, Consumer<UrlPath> to) {
        int number = site.inSection(section);
        if (from == 0 && number > 0) {
            accept(section, to);
            accept(section + FEED_OF_LIST, to);
        }
        for (int page = habits.pages(from) + 1; page <= habits.pages(number); page++) {
            accept(section + PAGE + page, to);
        }
    }

    /** @param from the last that is left out */
    private static void pages(Habits habits, Site site, int from, Consumer<UrlPath> to) {
        int last = habits.pages(site.list(Site.ARCHIVE).size());
        for (String before : habits.pages()) {
            IntStream.rangeClosed(from + 1, last).forEach(page -> to.accept(new UrlPath(before + page)));
        }
    }

    private static void ofTopic(Habits habits, Site site, UrlPath list, Consumer<UrlPath> to) {
        for (String term : site.terms(list)) {
            for (String taxonomy : habits.taxonomies()) {
                String path = taxonomy + "/" + term;
                accept(path, to);
                if (habits.hasListPages()) {
                    accept(path + FEED_OF_LIST, to);
                }
            }
        }
        pagesOfTopic(habits, site, list, 0, to);
    }

    /** @param from the last that is left out */
    private static void pagesOfTopic(Habits habits, Site site, UrlPath list, int from, Consumer<UrlPath> to) {
        int last = habits.hasListPages() ? habits.pages(site.list(list).size()) : 0;
        for (int page = from + 1; page <= last; page++) {
            for (String term : site.terms(list)) {
                for (String taxonomy : habits.taxonomies()) {
                    accept(taxonomy + "/" + term + PAGE + page, to);
                }
            }
        }
    }

    /** Unless no object can be there. */
    private static void accept(String path, Consumer<UrlPath> to) {
        if (UrlPath.isValid(path)) {
            UrlPath url = new UrlPath(path);
            ObjectKey.at(url).filter(key -> key.url().equals(url)).ifPresent(key -> to.accept(url));
        }
    }

    @Override
    public void candidates(Change change, Consumer<UrlPath> to) {
        Site was = change.before();
        Site is = change.now();
        if (!Site.isListedAlike(was.settings(), is.settings())
                || change.assets().stream().anyMatch(url -> isAbove(was, url) || isAbove(is, url))) {
            all(was, to);
            all(is, to);
            return;
        }
        habits(is).ifPresent(habits -> {
            int before = habits.pages(was.list(Site.ARCHIVE).size());
            int now = habits.pages(is.list(Site.ARCHIVE).size());
            pages(habits, was, Math.min(before, now), to);
            pages(habits, is, Math.min(before, now), to);
            change.lists().keySet().stream().filter(Site::isTopic).forEach(list -> ofTopic(habits, was, is, list, to));
            for (String section : sections(change)) {
                ofSection(habits, was, section, is.inSection(section), to);
                ofSection(habits, is, section, was.inSection(section), to);
            }
        });
    }

    private static Set<String> sections(Change change) {
        Set<String> sections = new TreeSet<>();
        change.documents().values().forEach(document -> {
            document.was().ifPresent(was -> sections.addAll(change.before().sectionsOf(was)));
            document.is().ifPresent(is -> sections.addAll(change.now().sectionsOf(is)));
        });
        return sections;
    }

    private static void ofTopic(Habits habits, Site was, Site is, UrlPath list, Consumer<UrlPath> to) {
        if (was.terms(list).equals(is.terms(list))) {
            int before = habits.pages(was.list(list).size());
            int now = habits.pages(is.list(list).size());
            pagesOfTopic(habits, was, list, now, to);
            pagesOfTopic(habits, is, list, before, to);
            return;
        }
        // Those of one name with it may take its place, or leave it theirs.
        Set<UrlPath> topics = new TreeSet<>(Set.of(list));
        was.terms(list).forEach(term -> topics.addAll(is.topicsOf(term)));
        is.terms(list).forEach(term -> topics.addAll(was.topicsOf(term)));
        topics.forEach(topic -> ofTopic(habits, was, topic, to));
        topics.forEach(topic -> ofTopic(habits, is, topic, to));
    }

    /** Of a file: whether what leads on would be below it. */
    private static boolean isAbove(Site site, UrlPath file) {
        String path = file.value();
        return habits(site)
                .filter(habits -> !path.endsWith(ObjectKey.PAGE)
                        && (habits.single().containsKey(path)
                                || habits.pages().contains(path + "/")
                                || site.inSection(path) > 0
                                || (path.endsWith(PAGES)
                                        && site.inSection(path.substring(0, path.length() - PAGES.length())) > 0)
                                || habits.taxonomies().stream()
                                        .filter(taxonomy -> path.startsWith(taxonomy + "/"))
                                        .anyMatch(taxonomy -> first(site, path.substring(taxonomy.length() + 1))
                                                .isPresent())))
                .isPresent();
    }
}

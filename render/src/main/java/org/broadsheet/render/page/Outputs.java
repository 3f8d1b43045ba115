package org.broadsheet.render.page;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.broadsheet.common.id.UrlPath;
import org.broadsheet.common.record.Content;
import org.broadsheet.common.record.Kind;
import org.broadsheet.render.release.Change;
import org.broadsheet.render.release.Site;
import org.broadsheet.render.release.Stored;

/** All that a site is to serve. What comes first in the list of kinds beats what follows: the author's own, what is generated, what leads on, what is gone, what a generator would have made besides. */
public final class Outputs {
    private final List<Family> families;

    /** @param stylesheet where the theme's lies */
    public Outputs(UrlPath stylesheet) {
        families = List.of(
                PostPage.FAMILY,
                AssetFile.FAMILY,
                HomePage.FAMILY,
                TopicsPage.FAMILY,
                StyleSheet.family(stylesheet),
                NotFoundPage.FAMILY,
                Icon.FAMILY,
                WebManifest.FAMILY,
                RobotsFile.FAMILY,
                SitemapIndex.FAMILY,
                PagesSitemap.FAMILY,
                PostsSitemap.FAMILY,
                ListPage.FAMILY,
                MarkdownPage.FAMILY,
                RedirectPage.FAMILY,
                GonePage.FAMILY,
                GeneratorUrls.FAMILY);
    }

    /** What is to be at a URL. */
    public Optional<Output<?>> at(Site site, UrlPath url) {
        if (!site.hasPublished()) {
            // Nothing is generated.
            return site.assetAt(url).map(file -> new AssetFile(url, file));
        }
        for (Family family : families) {
            Optional<? extends Output<?>> output = family.at(site, url);
            if (output.isPresent()) {
                return Optional.of(output.get());
            }
        }
        return Optional.empty();
    }

    /** Every URL at which something is to be, or is recorded. */
    public Set<UrlPath> everything(Site site) {
        Set<UrlPath> all = new TreeSet<>();
        site.objects((url, object) -> all.add(url));
        families.forEach(family -> family.all(site, all::add));
        return all;
    }

    /** The URLs at which something else may have to be after a change than before. */
    public Set<UrlPath> candidates(Change change, Content.Settings before, Content.Settings now) {
        Site was = change.before();
        Site is = change.now();
        boolean showsEverywhere = !before.equals(now)
                || was.pageAtRoot() != is.pageAtRoot()
                || !Icon.of(was).equals(Icon.of(is))
                || was.hasPublished() != is.hasPublished()
                || is.release().isEmpty();
        Set<UrlPath> urls = showsEverywhere ? everything(is) : new TreeSet<>();
        families.forEach(family -> family.candidates(change, urls::add));
        return urls;
    }

    /**
     * Whether a page or file of our own making is to be at a URL, to which texts may link: a list, a map of the site. Not a text as
     * Markdown: what ends in {@code .md} is the name of a file, which leads to its page.
     */
    public boolean isGenerated(Site site, UrlPath url) {
        return at(site, url)
                .filter(output -> output instanceof Listing<?>
                        || (output instanceof GeneratedFile<?> && !(output instanceof StyleSheet)))
                .isPresent();
    }

    /**
     * Where a URL leads that the generator of the content has, unless something of the author's is there.
     *
     * @param home where the newest posts are
     */
    public Optional<UrlPath> ofGenerator(Site site, UrlPath url, UrlPath home) {
        return GeneratorUrls.target(site, url, home);
    }

    /** The URLs of which it may be another thing, or lead elsewhere, when the list of the newest posts moves. */
    public Set<UrlPath> ofNewestPosts(Site site) {
        return GeneratorUrls.ofNewestPosts(site);
    }

    /** Where such a page, file or URL has come, gone or changed. */
    public Set<UrlPath> generatedAnew(Change change) {
        Set<UrlPath> urls = new TreeSet<>();
        families.forEach(family -> family.candidates(change, urls::add));
        urls.removeIf(url -> isGenerated(change.before(), url) == isGenerated(change.now(), url)
                && GeneratorUrls.target(change.before(), url, UrlPath.ROOT)
                        .equals(GeneratorUrls.target(change.now(), url, UrlPath.ROOT)));
        return urls;
    }

    /** What is to be, and is not there yet, though other pages lead there: a text as Markdown is named by its own page alone. */
    public List<UrlPath> missing(Site site) {
        List<UrlPath> missing = new ArrayList<>();
        for (UrlPath url : everything(site)) {
            if (at(site, url)
                            .filter(output -> output.kind() != Kind.GONE && !(output instanceof MarkdownPage))
                            .isPresent()
                    && !isThere(site, url)) {
                missing.add(url);
            }
        }
        return missing;
    }

    /** All that is there: what people read first before what only they find who look for it; at last what is to go. */
    public List<UrlPath> inReadingOrder(Site site) {
        record Place(UrlPath url, boolean isThere, Instant newest) {}
        List<Place> places = new ArrayList<>();
        for (UrlPath url : everything(site)) {
            Optional<Output<?>> output = at(site, url);
            if (output.isPresent() || site.object(url).isPresent()) {
                boolean isThere = output.filter(of -> of.kind() != Kind.GONE).isPresent();
                places.add(new Place(
                        url, isThere, output.map(of -> of.newest(site)).orElse(Instant.MIN)));
            }
        }
        places.sort(Comparator.comparing((Place place) -> !place.isThere())
                .thenComparing(Place::newest, Comparator.reverseOrder())
                .thenComparing(Place::url));
        return places.stream().map(Place::url).toList();
    }

    private static boolean isThere(Site site, UrlPath url) {
        return site.object(url).filter(Stored::isThere).isPresent();
    }

    /** A number as we write it, else -1. */
    static int number(String text) {
        boolean ours = !text.isEmpty()
                && text.length() <= 9
                && text.charAt(0) != '0'
                && text.chars().allMatch(c -> c >= '0' && c <= '9');
        return ours ? Integer.parseInt(text) : -1;
    }
}

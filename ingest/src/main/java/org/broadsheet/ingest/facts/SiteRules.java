package org.broadsheet.ingest.facts;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.broadsheet.common.id.ContentPath;
import org.broadsheet.common.id.Slug;
import org.broadsheet.common.id.UrlPath;
import org.broadsheet.common.record.Content;
import org.broadsheet.common.record.Finding;
import org.broadsheet.ingest.frontmatter.AuthoredUrl;
import org.broadsheet.ingest.frontmatter.Quoted;
import org.broadsheet.ingest.frontmatter.Written;
import org.broadsheet.ingest.layout.Address;
import org.broadsheet.ingest.layout.Layout;
import org.broadsheet.ingest.layout.Place;
import org.broadsheet.ingest.layout.ReservedPaths;
import org.broadsheet.ingest.permalink.Dialect;
import org.broadsheet.ingest.permalink.FormerGuids;
import org.broadsheet.ingest.permalink.Permalink;
import org.broadsheet.ingest.permalink.Permalinks;
import org.broadsheet.ingest.permalink.SiteUrls;
import org.broadsheet.ingest.permalink.Source;

/**
 * By what a file becomes a post or page with a URL, apart from itself: read from each commit, and a part of its history. URLs that
 * files claim follow from these, and are derived anew where these change.
 *
 * @param configuration the generator's that lies in the root, and counts
 * @param zone of dates that name none: that of the last good {@code site.yml}, or else of the generator's configuration
 * @param formerGuids the ids that posts had in another's feeds
 * @param layout what a file is by where it lies
 * @param permalinks by which patterns posts and pages have their URLs, the one first that counts first
 */
public record SiteRules(
        Optional<Configuration> configuration,
        ZoneId zone,
        List<Permalinks> permalinks,
        Optional<FormerGuids> formerGuids,
        Layout layout) {
    /** Of a site without files. */
    public static final SiteRules NONE =
            new SiteRules(Optional.empty(), ZoneOffset.UTC, List.of(), Optional.empty(), Layout.PLAIN);

    private static final String NO_PATH = "it is no path of this site";
    /** By whose placeholders patterns are read where no rules are. */
    private static final Permalinks PLAIN = new SiteUrls(List.of());

    private static final String EXAMPLE = "write permalink: /first-post";

    /** A generator's. */
    public record Configuration(Content.Generator generator, ContentPath file) {}

    public SiteRules {
        permalinks = List.copyOf(permalinks);
    }

    /** Whether the same generator's rules, and what the site says itself, make the same of files by where they lie. */
    public boolean isLaidOutAs(SiteRules other) {
        return configuration.equals(other.configuration) && layout.folders().equals(other.layout.folders());
    }

    public boolean isJekyll() {
        return isOf(Content.Generator.JEKYLL);
    }

    private boolean isOf(Content.Generator generator) {
        return configuration.filter(c -> c.generator == generator).isPresent();
    }

    public Place place(ContentPath path) {
        return layout.place(path.value());
    }

    /**
     * Where a post or page of which a version is good is, or would be, read, if it wants to be nowhere else.
     *
     * @param slug the front matter's, if that can stand in a URL
     * @param dated whether the day of its file name stands in the URL, if it {@link #mayBeDated}
     */
    public UrlPath url(ContentPath path, Optional<String> slug, boolean dated) {
        return Address.url(document(path), slug, dated);
    }

    /** Whether the day of its file name tells it from others of its name. */
    public boolean mayBeDated(ContentPath path, Optional<String> slug) {
        return Address.mayBeDated(document(path), slug);
    }

    /** Whether another URL than that by its name may follow from anything but the version. */
    public boolean giveUrls() {
        return !permalinks.isEmpty() || isOf(Content.Generator.ZOLA);
    }

    /**
     * @param slug the front matter's, if that can stand in a URL
     * @param written what the front matter says of its URL
     * @param folders how many of those in which it lies Hugo takes for sections
     */
    public Wanted wanted(ContentPath path, Optional<String> slug, AuthoredUrl written, int folders) {
        if (!giveUrls() && !written.isWritten()) {
            return Wanted.NOTHING;
        }
        UrlPath named = url(path, slug, false);
        List<Finding> findings = new ArrayList<>();
        Source source = source(path, written, folders);
        Optional<UrlPath> url = own(written, source, findings).or(() -> given(source, named, findings));
        UrlPath there = url.orElse(named);
        List<Written<UrlPath>> aliases = new ArrayList<>();
        for (Written<String> alias : written.aliases()) {
            String text = alias.value();
            Optional<UrlPath> at = path(text.startsWith("/") ? text : beside(there, text));
            Optional<String> reason = at.isEmpty() ? Optional.of(NO_PATH) : ReservedPaths.ofDocument(at.get());
            if (reason.isPresent()) {
                findings.add(alias.warning(
                        "alias " + Quoted.of(text) + ": " + reason.get(), "write aliases: " + "[/old-post]"));
            } else if (!at.get().equals(there)) {
                aliases.add(new Written<>(at.get(), alias.line(), alias.column()));
            }
        }
        return new Wanted(url.filter(u -> !u.equals(named)), aliases, findings);
    }

    /** Where Jekyll's redirect-from and Zola take a path for one from the root, whether it begins with a slash or not. */
    private String beside(UrlPath url, String alias) {
        if (isJekyll() || isOf(Content.Generator.ZOLA)) {
            return "/" + alias;
        }
        String folder = url.value().substring(0, url.value().lastIndexOf('/') + 1);
        String rest = alias;
        while (rest.startsWith("../")) {
            folder = folder.substring(0, folder.lastIndexOf('/', folder.length() - 2) + 1);
            rest = rest.substring("../".length());
            if (folder.isEmpty()) {
                return alias;
            }
        }
        return folder + rest;
    }

    /** The id that a post had in the feed of the program that published the site before. */
    public Optional<String> formerGuid(ContentPath path, AuthoredUrl written, UrlPath url, Instant publishedAt) {
        return formerGuids.flatMap(
                guids -> guids.guid(source(path, written, Integer.MAX_VALUE), url, publishedAt, zone));
    }

    /** That of the front matter, if it can be one. */
    private Optional<UrlPath> own(AuthoredUrl written, Source source, List<Finding> findings) {
        Optional<Written<String>> own =
                written.permalink().or(() -> written.path().filter(this::isUrl));
        if (own.isEmpty()) {
            return Optional.empty();
        }
        String text = own.get().value();
        Optional<UrlPath> url =
                isNoPath(text) ? Optional.empty() : pattern(text, source).or(() -> path(text));
        Optional<String> reason = url.isEmpty() ? Optional.of(NO_PATH) : ReservedPaths.ofDocument(url.get());
        if (reason.isPresent()) {
            findings.add(own.get().warning("permalink " + Quoted.of(text) + ": " + reason.get(), EXAMPLE));
        }
        return reason.isPresent() ? Optional.empty() : url;
    }

    private boolean isUrl(Written<String> path) {
        return path.value().startsWith("/") || isOf(Content.Generator.ZOLA);
    }

    /** That of the first of the site's rules that say anything of it. */
    private Optional<UrlPath> given(Source source, UrlPath named, List<Finding> findings) {
        for (Permalinks rules : permalinks) {
            boolean reach = switch (rules.dialect()) {
                case JEKYLL -> true;
                case HUGO ->
                    !named.equals(UrlPath.ROOT)
                            && layout.belowContent(source.path().value()).isPresent();
                case SITE -> !named.equals(UrlPath.ROOT);
            };
            Optional<UrlPath> url = reach ? rules.url(source) : Optional.empty();
            if (url.isPresent()) {
                Optional<String> reason =
                        url.equals(Optional.of(named)) ? Optional.empty() : ReservedPaths.ofDocument(url.get());
                reason.ifPresent(why -> findings.add(Finding.warning(
                        "by the site's permalinks it would be at " + url.get() + ", but " + why,
                        "it is at " + named + "; write permalink: and another path")));
                return reason.isPresent() ? Optional.empty() : url;
            }
        }
        return Optional.empty();
    }

    /** Of a pattern that a file asks for itself, with its generator's placeholders. */
    private Optional<UrlPath> pattern(String written, Source source) {
        Permalinks rules = permalinks.isEmpty() ? PLAIN : permalinks.getLast();
        return (written.indexOf(':') >= 0 || rules.dialect() == Dialect.JEKYLL)
                        && Permalink.read(rules.dialect(), written) instanceof Permalink.Taken taken
                ? rules.url(taken.permalink(), source)
                : Optional.empty();
    }

    /** Of a whole path as people write it. */
    private static Optional<UrlPath> path(String written) {
        return isNoPath(written) ? Optional.empty() : Permalinks.path(Slug.decoded(written));
    }

    private static boolean isNoPath(String written) {
        return written.contains("://")
                || written.startsWith("//")
                || written.indexOf('?') >= 0
                || written.indexOf('#') >= 0
                || written.contains("..")
                || written.contains("{{")
                || written.contains("{%");
    }

    private Source source(ContentPath path, AuthoredUrl written, int sections) {
        Place.Document place = document(path);
        String whole = path.value();
        String below =
                layout.belowContent(whole).or(() -> layout.belowPosts(whole)).orElse(whole);
        List<String> folders = List.of(below.split("/"));
        return new Source(
                place.kind(written.date().isPresent()),
                path,
                below,
                layout.stemOf(whole),
                place.name(),
                place.date(),
                written.date().map(date -> isJekyll() && written.utc() ? date.utc() : date),
                zone,
                written.slug(),
                written.title(),
                written.categories(),
                folders.subList(0, Math.min(sections, Math.max(0, folders.size() - (place.bundle() ? 2 : 1)))));
    }

    private Place.Document document(ContentPath path) {
        if (place(path) instanceof Place.Document document) {
            return document;
        }
        throw new IllegalArgumentException("\"" + path.printable() + "\" is neither post nor page");
    }
}

package org.broadsheet.render.theme;

import com.samskivert.mustache.Escapers;
import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.Template;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import org.broadsheet.common.id.Digest;
import org.broadsheet.common.id.UrlPath;

/**
 * The default theme. The same view gives the same bytes, always; a template sees its view and nothing else, escapes what it
 * prints, and fails on a name that its view does not have. Its pages need no script and fetch nothing from another host. Safe
 * for all threads.
 */
public final class Theme {
    /** Raise it while developing, when pages change by something else than templates and style sheet: no version says so then. */
    private static final int FORMAT = 1;

    private static final String STYLESHEET = "theme.css";
    private static final List<String> PARTIALS = List.of("entry", "footer", "head", "masthead", "pages");
    private static final List<String> PAGES =
            List.of("gone", "home", "listing", "not-found", "page", "post", "start", "topics");

    private final Mustache.Compiler compiler;
    private final Template post;
    private final Template page;
    private final Template home;
    private final Template listing;
    private final Template topics;
    private final Template notFound;
    private final Template gone;
    private final Template start;
    private final byte[] css;
    private final byte[] icon;
    private final UrlPath stylesheet;
    private final Digest fingerprint;

    public Theme() {
        // All attributes stand in double quotes, so these four are all that HTML needs.
        compiler = Mustache.compiler()
                .withEscaper(Escapers.simple(
                        new String[][] {{"&", "&amp;"}, {"<", "&lt;"}, {">", "&gt;"}, {"\"", "&quot;"}}))
                .withCollector(new RecordCollector())
                .withLoader(name -> new StringReader(text(name + ".mustache")))
                .withFormatter(Theme::printable)
                .strictSections(true);
        post = template("post");
        page = template("page");
        home = template("home");
        listing = template("listing");
        topics = template("topics");
        notFound = template("not-found");
        gone = template("gone");
        start = template("start");
        css = resource(STYLESHEET);
        icon = resource("favicon.ico");
        stylesheet = new UrlPath("/assets/broadsheet-" + Digest.of(css).value().substring(0, 12) + ".css");
        fingerprint = fingerprint(version(), Runtime.version().feature());
    }

    /** Of the jar; of classes in a folder, as in tests, none is known. */
    private static String version() {
        String version = Theme.class.getPackage().getImplementationVersion();
        return version == null ? "" : version;
    }

    /** Another one means that every page is to be rendered again. */
    public Digest fingerprint() {
        return fingerprint;
    }

    public byte[] post(PostView view) {
        return run(post, view);
    }

    public byte[] page(PageView view) {
        return run(page, view);
    }

    public byte[] home(HomeView view) {
        return run(home, view);
    }

    /** A page of the archive, of a topic or of an author. */
    public byte[] listing(ListingView view) {
        return run(listing, view);
    }

    public byte[] topics(TopicsView view) {
        return run(topics, view);
    }

    /** What a URL answers at which nothing is; good at every depth. */
    public byte[] notFound(SiteView site) {
        return run(notFound, site);
    }

    /** What a URL answers at which something was. */
    public byte[] gone(SiteView site) {
        return run(gone, site);
    }

    /** The start page; it brings its style with it, for nothing is in the site store yet. */
    public byte[] start(StartView view) {
        return run(start, new Start(view, new String(css, StandardCharsets.UTF_8)));
    }

    /** The sign that browsers show beside the title. */
    public byte[] icon() {
        return icon.clone();
    }

    public byte[] css() {
        return css.clone();
    }

    /** Where the style sheet lies; the name follows from its bytes. */
    public UrlPath stylesheet() {
        return stylesheet;
    }

    private record Start(StartView start, String css) {}

    /** A template that prints anything else was meant to open it as a section. */
    private static String printable(Object value) {
        if (value instanceof String || value instanceof Integer) {
            return value.toString();
        }
        throw new IllegalArgumentException(
                "a template prints \"" + value + "\", a " + value.getClass().getSimpleName());
    }

    private Template template(String name) {
        return compiler.compile(text(name + ".mustache"));
    }

    private static byte[] run(Template template, Record view) {
        return template.execute(view).getBytes(StandardCharsets.UTF_8);
    }

    /**
     * @param version of the program
     * @param jdk whose tables of languages, dates and letters show in pages
     */
    Digest fingerprint(String version, int jdk) {
        MessageDigest digest = Digest.sha256();
        digest.update((FORMAT + " " + version + " " + jdk + "\n").getBytes(StandardCharsets.UTF_8));
        for (String name : PAGES) {
            digest.update(resource(name + ".mustache"));
        }
        for (String name : PARTIALS) {
            digest.update(resource(name + ".mustache"));
        }
        digest.update(css);
        digest.update(icon);
        return Digest.of(digest);
    }

    private static String text(String name) {
        return new String(resource(name), StandardCharsets.UTF_8);
    }

    private static byte[] resource(String name) {
        try (InputStream in = Theme.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("the theme has no \"" + name + "\"");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

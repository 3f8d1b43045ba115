package org.broadsheet.render.theme;

import com.samskivert.mustache.Escapers;
import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.Template;
import java.io.BufferedWriter;
import java.io.ByteArrayOutputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStreamWriter;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.broadsheet.common.id.Digest;
import org.broadsheet.common.id.UrlPath;

/**
 * Turns views into the bytes of pages. A value: it holds all of what its source holds. The same view gives the same bytes,
 * always; a template sees its view and nothing else, escapes what it prints, and fails on a name that its view does not have.
 * Safe for all threads.
 */
public final class Theme {
    private static final String STYLESHEET = "theme.css";
    private static final List<String> ICONS = List.of("favicon.ico", "favicon.svg", "apple-touch-icon.png");
    private static final List<String> PARTIALS = List.of("contents", "entry", "footer", "head", "masthead", "pages");
    private static final List<String> PAGES =
            List.of("gone", "home", "listing", "moved", "not-found", "page", "post", "start", "topics");

    private final Template post;
    private final Template page;
    private final Template home;
    private final Template listing;
    private final Template topics;
    private final Template notFound;
    private final Template moved;
    private final Template gone;
    private final Template start;
    private final byte[] css;
    private final Map<UrlPath, byte[]> icons = new TreeMap<>();
    private final UrlPath stylesheet;
    private final Digest digest;

    /** Where templates, the style sheet and the icons come from. */
    public interface Source {
        /** @param name such as {@code post.mustache} */
        byte[] file(String name) throws IOException;
    }

    private Theme(Map<String, byte[]> files) {
        // All attributes stand in double quotes, so these four are all that HTML needs.
        Mustache.Compiler compiler = Mustache.compiler()
                .withEscaper(Escapers.simple(
                        new String[][] {{"&", "&amp;"}, {"<", "&lt;"}, {">", "&gt;"}, {"\"", "&quot;"}}))
                .withCollector(new RecordCollector())
                .withLoader(name -> new StringReader(text(files, name)))
                .withFormatter(Theme::printable)
                .strictSections(true);
        post = compiler.compile(text(files, "post"));
        page = compiler.compile(text(files, "page"));
        home = compiler.compile(text(files, "home"));
        listing = compiler.compile(text(files, "listing"));
        topics = compiler.compile(text(files, "topics"));
        notFound = compiler.compile(text(files, "not-found"));
        moved = compiler.compile(text(files, "moved"));
        gone = compiler.compile(text(files, "gone"));
        start = compiler.compile(text(files, "start"));
        css = file(files, STYLESHEET);
        ICONS.forEach(name -> icons.put(new UrlPath("/" + name), file(files, name)));
        stylesheet = new UrlPath("/assets/broadsheet-" + Digest.of(css).value().substring(0, 12) + ".css");
        MessageDigest all = Digest.sha256();
        files.forEach((name, bytes) -> {
            all.update((name + " " + bytes.length + "\n").getBytes(StandardCharsets.UTF_8));
            all.update(bytes);
        });
        digest = Digest.of(all);
    }

    public static Theme of(Source source) throws IOException {
        Map<String, byte[]> files = new TreeMap<>();
        for (String template : PAGES) {
            files.put(template + ".mustache", source.file(template + ".mustache"));
        }
        for (String partial : PARTIALS) {
            files.put(partial + ".mustache", source.file(partial + ".mustache"));
        }
        files.put(STYLESHEET, source.file(STYLESHEET));
        for (String icon : ICONS) {
            files.put(icon, source.file(icon));
        }
        return new Theme(files);
    }

    /** The one that comes with the program. Its pages need no script and fetch nothing from another host. */
    public static Theme builtIn() {
        try {
            return of(Theme::resource);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream in = Theme.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new FileNotFoundException("the theme has no \"" + name + "\"");
            }
            return in.readAllBytes();
        }
    }

    private static String text(Map<String, byte[]> files, String template) {
        return new String(file(files, template + ".mustache"), StandardCharsets.UTF_8);
    }

    private static byte[] file(Map<String, byte[]> files, String name) {
        byte[] bytes = files.get(name);
        if (bytes == null) {
            throw new IllegalArgumentException("a theme has no \"" + name + "\"");
        }
        return bytes;
    }

    /** Of all that its source holds. */
    public Digest digest() {
        return digest;
    }

    /**
     * @param article the HTML of the view's
     * @param minutes that people read it
     */
    public byte[] post(PostView view, String article, int minutes, Optional<ContentsView> contents) {
        String readingTime =
                view.site().words().readingTime(minutes, view.site().language());
        return run(post, new OfPost(article, readingTime, StructuredData.of(view), contents), article.length(), view);
    }

    /** @param article the HTML of the view's */
    public byte[] page(PageView view, String article, Optional<ContentsView> contents) {
        return run(page, new WithArticle(article, contents), article.length(), view);
    }

    /** @param introduction the HTML of the view's */
    public byte[] home(HomeView view, Optional<String> introduction) {
        return run(
                home,
                new WithIntroduction(introduction),
                introduction.map(String::length).orElse(0),
                view);
    }

    /**
     * A page of the archive, of a topic or of an author.
     *
     * @param introduction the HTML of the view's
     */
    public byte[] listing(ListingView view, Optional<String> introduction) {
        return run(
                listing,
                new WithPage(
                        introduction,
                        view.page()
                                .map(number -> view.site()
                                        .words()
                                        .page(number, view.site().language()))),
                introduction.map(String::length).orElse(0),
                view);
    }

    /** @param introduction the HTML of the view's */
    public byte[] topics(TopicsView view, Optional<String> introduction) {
        return run(
                topics,
                new WithIntroduction(introduction),
                introduction.map(String::length).orElse(0),
                view);
    }

    /** Characters that most pages have beside that. */
    private static final int AROUND = 6_000;

    /** @param structuredData JSON that is safe in a script element */
    private record OfPost(String article, String readingTime, String structuredData, Optional<ContentsView> contents) {}

    private record WithArticle(String article, Optional<ContentsView> contents) {}

    private record WithIntroduction(Optional<String> introduction) {}

    /** @param page in words */
    private record WithPage(Optional<String> introduction, Optional<String> page) {}

    /** What a URL answers at which nothing is; good at every depth. */
    public byte[] notFound(SiteView site) {
        return run(notFound, site);
    }

    /** What stands at a URL that leads on, for whoever is not led. */
    public byte[] moved(MovedView view) {
        return run(moved, view);
    }

    /** What a URL answers at which something was. */
    public byte[] gone(SiteView site) {
        return run(gone, site);
    }

    /** The start page; it brings its style with it, for nothing is in the site store yet. */
    public byte[] start(StartView view) {
        return run(start, new Start(view, new String(css, StandardCharsets.UTF_8)));
    }

    /** The sign that browsers show beside the title, at one of its URLs. */
    public byte[] icon(UrlPath url) {
        byte[] icon = icons.get(url);
        if (icon == null) {
            throw new IllegalArgumentException("a theme has no icon \"" + url + "\"");
        }
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
        if (value instanceof String text) {
            return text;
        }
        if (value instanceof Integer number) {
            return number.toString();
        }
        throw new IllegalArgumentException(
                "a template prints \"" + value + "\", a " + value.getClass().getSimpleName());
    }

    private static byte[] run(Template template, Record view) {
        return template.execute(view).getBytes(StandardCharsets.UTF_8);
    }

    /**
     * @param html takes the places of the keys in the view
     * @param length of that
     */
    private static byte[] run(Template template, Record html, int length, Record view) {
        ByteArrayOutputStream page = new ByteArrayOutputStream(length + AROUND);
        try (Writer out = new BufferedWriter(new OutputStreamWriter(page, StandardCharsets.UTF_8))) {
            template.execute(html, view, out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return page.toByteArray();
    }
}

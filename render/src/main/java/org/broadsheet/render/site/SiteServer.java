package org.broadsheet.render.site;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.broadsheet.common.http.Exchange;
import org.broadsheet.common.id.UrlPath;
import org.broadsheet.common.lifecycle.Carriers;
import org.broadsheet.common.storage.HtmlName;
import org.broadsheet.common.storage.MediaTypes;
import org.broadsheet.common.storage.ObjectInfo;
import org.broadsheet.common.storage.ObjectKey;
import org.broadsheet.common.storage.ObjectType;
import org.broadsheet.common.storage.Redirect;
import org.broadsheet.common.storage.Storage;
import org.broadsheet.common.storage.StoredObject;
import org.broadsheet.render.page.MarkdownPage;
import org.broadsheet.render.site.BasePaths.BasePath;
import org.broadsheet.render.theme.StartView;
import org.broadsheet.render.theme.Theme;

/**
 * Serves what lies in the site store. Below a base URL with a path, such as {@code https://example.org/blog}, it serves that
 * path: a proxy passes requests on as they are. {@code /} leads there, and so does what the site had at another path before;
 * everything else is not found. While a release leads to another path, pages are at both.
 *
 * <p>A page has one URL, and by {@code .html}, {@code /index.html} and a slash at its end too it leads there; or, if its own URL ends in
 * {@code .html}, as it says itself ({@link HtmlName}), from the one without. An author's {@code x.html} is there under both: what is
 * recorded as readable tells it apart, which the server has at hand.
 */
public final class SiteServer {
    private static final int CHUNK = 64 * 1024;
    private static final ObjectKey NOT_FOUND = new ObjectKey("404");
    private static final String INDEX = "/index.html";

    /** A name that holds the beginning of its own digest. */
    private static final Pattern FINGERPRINTED = Pattern.compile(".*-([0-9a-f]{12})\\.[a-z0-9]+");

    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9.-]+(:\\d+)?|\\[[0-9a-fA-F:]+\\](:\\d+)?");

    private final Storage site;
    private final Supplier<BasePaths> paths;
    private final Predicate<UrlPath> files;
    private final Theme theme;
    private final Optional<String> remote;
    private final SecurityHeaders headers;

    /**
     * @param paths may change while serving
     * @param files whether an author's file is at a URL that ends in {@code .html}; likewise
     * @param remote the name below {@code /git/} of the repository that people push to; empty: a folder is watched
     */
    public SiteServer(
            Storage site,
            Supplier<BasePaths> paths,
            Predicate<UrlPath> files,
            Theme theme,
            Optional<String> remote,
            SecurityHeaders headers) {
        this.site = site;
        this.paths = paths;
        this.files = files;
        this.theme = theme;
        this.remote = remote;
        this.headers = headers;
    }

    /** The host that readers find it at, in lower case. */
    String host() {
        return String.valueOf(URI.create(paths.get().baseUrl()).getHost()).toLowerCase(Locale.ROOT);
    }

    /** How much of a decoded path is that of the site, or was; empty if nothing. */
    OptionalInt claims(String path) {
        BasePaths of = paths.get();
        return Stream.of(of.served(), of.former())
                .flatMap(List::stream)
                .flatMap(base -> base.below(path).stream())
                .mapToInt(below -> path.length() - below.length())
                .max();
    }

    void handle(Exchange exchange) throws IOException {
        BasePaths paths = this.paths.get();
        String path = Normalizer.normalize(exchange.path(), Normalizer.Form.NFC);
        for (BasePath base : paths.served()) {
            Optional<String> below = base.below(path);
            if (below.isPresent() && answered(exchange, base, below.get())) {
                return;
            }
        }
        for (BasePath base : paths.former()) {
            Optional<UrlPath> there = base.below(path).flatMap(SiteServer::withoutSlash);
            Optional<String> leads = there.isPresent() ? leadsTo(there.get()) : Optional.empty();
            if (leads.isPresent()) {
                redirect(exchange, paths.present().raw() + leads.get());
                return;
            }
        }
        nothing(exchange, paths.present(), path);
    }

    /** False if nothing is there. */
    private boolean answered(Exchange exchange, BasePath base, String below) throws IOException {
        Optional<UrlPath> url = withoutSlash(below);
        Optional<Named> found = url.isPresent() ? named(url.get()) : Optional.empty();
        if (found.isEmpty()) {
            return false;
        }
        try (Named named = found.get()) {
            Optional<String> leads = named.leadsTo();
            // The root has its slash, nothing else has one.
            boolean elsewhere = !named.url().value().equals(below);
            if (leads.isPresent() && (elsewhere || named.isRedirect())) {
                redirect(exchange, base.raw() + leads.get());
            } else if (leads.isPresent()) {
                Optional<UrlPath> markdown = Accept.asksForMarkdown(exchange.headers("Accept"))
                        ? markdownOf(named.object().info())
                        : Optional.empty();
                if (markdown.isPresent()) {
                    leadToMarkdown(exchange, base.raw() + markdown.get().encoded());
                } else {
                    serve(exchange, named.object());
                }
            }
            return leads.isPresent();
        }
    }

    /** Where the same is as Markdown. */
    private Optional<UrlPath> markdownOf(ObjectInfo page) throws IOException {
        if (page.type().status() != 200 || !page.type().isPage()) {
            return Optional.empty();
        }
        Optional<UrlPath> url = MarkdownPage.at(page.key().url());
        return url.isPresent() && site.info(ObjectKey.of(url.get())).isPresent() ? url : Optional.empty();
    }

    /** Kept nowhere: a cache that does not look at what was asked for would lead people there. */
    private void leadToMarkdown(Exchange exchange, String location) throws IOException {
        headers.set(exchange);
        exchange.setHeader("Location", location);
        exchange.setHeader("Cache-Control", "no-store");
        exchange.setHeader("Vary", "Accept");
        exchange.respond(302);
    }

    private void nothing(Exchange exchange, BasePath base, String path) throws IOException {
        Optional<String> below = base.below(path);
        if (below.isEmpty()) {
            if (path.equals("/")) {
                redirect(exchange, base.raw() + "/");
            } else {
                notFound(exchange);
            }
            return;
        }
        Optional<UrlPath> url = withoutSlash(below.get());
        if (url.isPresent() && !url.get().value().equals(below.get())) {
            // Encoded anew: neither //host nor /\host can come out of this.
            redirect(exchange, base.raw() + url.get().encoded());
        } else if (below.get().equals("/")) {
            start(exchange);
        } else {
            notFound(exchange);
        }
    }

    /** The one URL of what is meant; the root for the base path itself. */
    private static Optional<UrlPath> withoutSlash(String below) {
        String stripped = below.replaceFirst("(?<!/)/+$", "");
        return stripped.isEmpty()
                ? Optional.of(UrlPath.ROOT)
                : Optional.of(stripped).filter(UrlPath::isValid).map(UrlPath::new);
    }

    /** Where a reader of this URL ends, below the base path; empty if nothing is there. */
    private Optional<String> leadsTo(UrlPath url) throws IOException {
        Optional<Named> found = named(url);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        try (Named named = found.get()) {
            return named.leadsTo();
        }
    }

    /**
     * What a URL names.
     *
     * @param url the one at which it is read
     */
    private record Named(StoredObject object, UrlPath url) implements AutoCloseable {
        boolean isRedirect() {
            return object.info().type().equals(ObjectType.REDIRECT);
        }

        /** There, or, if that leads on, to its target; empty of one that is damaged. */
        Optional<String> leadsTo() throws IOException {
            return isRedirect() ? Redirect.target(object) : Optional.of(url.encoded());
        }

        @Override
        public void close() throws IOException {
            object.close();
        }
    }

    private Optional<Named> named(UrlPath asked) throws IOException {
        Optional<ObjectKey> key = ObjectKey.at(asked);
        Optional<StoredObject> there = key.isPresent() ? site.get(key.get()) : Optional.empty();
        if (there.isEmpty()) {
            // As web servers have it that look into folders.
            return key.isPresent()
                            && asked.value().endsWith(INDEX)
                            && asked.value().length() > INDEX.length()
                    ? named(new UrlPath(asked.value().substring(0, asked.value().length() - INDEX.length())))
                    : Optional.empty();
        }
        Optional<UrlPath> url = Optional.empty();
        try {
            url = urlOf(there.get(), asked);
            return url.map(of -> new Named(there.get(), of));
        } finally {
            if (url.isEmpty()) {
                there.get().close();
            }
        }
    }

    /** At which an object is read of which this is a name; empty if it is none. */
    private Optional<UrlPath> urlOf(StoredObject object, UrlPath asked) throws IOException {
        ObjectKey key = object.info().key();
        if (!key.urls().contains(asked)) {
            return Optional.empty();
        }
        if (object.info().type().status() != 200 || key.equals(NOT_FOUND)) {
            return Optional.of(asked);
        }
        if (!object.info().type().isPage()) {
            return Optional.of(asked).filter(key.url()::equals);
        }
        return Optional.of(
                HtmlName.isOf(object)
                        ? key.urls().getLast()
                        : asked.equals(key.url()) || files.test(asked) ? asked : key.url());
    }

    private void redirect(Exchange exchange, String location) throws IOException {
        headers.set(exchange);
        exchange.setHeader(
                "Location",
                exchange.rawQuery().map(query -> location + "?" + query).orElse(location));
        exchange.setHeader("Cache-Control", "no-cache");
        exchange.respond(308);
    }

    private void serve(Exchange exchange, StoredObject object) throws IOException {
        int status = object.info().key().equals(NOT_FOUND)
                ? 404
                : object.info().type().status();
        if (status == 200) {
            conditional(exchange, object);
        } else {
            refused(exchange, object, status);
        }
    }

    private void conditional(Exchange exchange, StoredObject object) throws IOException {
        ObjectInfo info = object.info();
        headers.set(exchange, info.type().mediaType());
        exchange.setHeader("Cache-Control", isFingerprinted(info) ? "public, max-age=31536000, immutable" : "no-cache");
        if (MediaTypes.isPackable(info.type().mediaType())) {
            exchange.setHeader("Vary", "Accept-Encoding");
        }
        EntityTag tag = EntityTag.of(info.digest());
        // A part is always one of the bytes as they are: what whoever asks goes on with must not depend on how they are
        // packed.
        boolean ofParts =
                exchange.method().equals("GET") && exchange.header("Range").isPresent();
        Optional<StoredObject> gzip = ofParts ? Optional.empty() : gzip(exchange, object);
        if (gzip.isPresent()) {
            try (StoredObject packed = gzip.get()) {
                EntityTag tagOfPacked = EntityTag.ofPacked(packed.info());
                List<String> known = exchange.headers("If-None-Match");
                // Either is welcome: whichever is known.
                if (tagOfPacked.isAmong(known) || !tag.isAmong(known)) {
                    packed(exchange, packed, tagOfPacked);
                    return;
                }
            }
        }
        plain(exchange, object, tag);
    }

    /** Packed, if that is welcome and there. */
    private static Optional<StoredObject> gzip(Exchange exchange, StoredObject object) throws IOException {
        return AcceptEncoding.prefersGzip(exchange.headers("Accept-Encoding")) ? object.gzip() : Optional.empty();
    }

    private static void packed(Exchange exchange, StoredObject packed, EntityTag tag) throws IOException {
        exchange.setHeader("ETag", tag.toString());
        if (tag.isAmong(exchange.headers("If-None-Match"))) {
            exchange.respond(304);
            return;
        }
        exchange.setHeader("Content-Encoding", "gzip");
        bytes(exchange, packed, 200, 0, packed.info().size());
    }

    private static void plain(Exchange exchange, StoredObject object, EntityTag tag) throws IOException {
        ObjectInfo info = object.info();
        exchange.setHeader("ETag", tag.toString());
        if (tag.isAmong(exchange.headers("If-None-Match"))) {
            exchange.respond(304);
            return;
        }
        exchange.setHeader("Accept-Ranges", "bytes");
        boolean rangesCount = exchange.header("If-Range").map(tag::isExactly).orElse(true)
                && exchange.method().equals("GET");
        ByteRange range = rangesCount
                ? exchange.header("Range")
                        .map(header -> ByteRange.of(header, info.size()))
                        .orElse(new ByteRange.Whole())
                : new ByteRange.Whole();
        switch (range) {
            case ByteRange.Whole all -> bytes(exchange, object, 200, 0, info.size());
            case ByteRange.Part part -> {
                exchange.setHeader("Content-Range", "bytes " + part.first() + "-" + part.last() + "/" + info.size());
                bytes(exchange, object, 206, part.first(), part.length());
            }
            case ByteRange.Unsatisfiable none -> {
                exchange.setHeader("Content-Range", "bytes */" + info.size());
                exchange.respond(416);
            }
        }
    }

    private static boolean isFingerprinted(ObjectInfo info) {
        Matcher name = FINGERPRINTED.matcher(info.key().value());
        return name.matches() && info.digest().value().startsWith(name.group(1));
    }

    private void refused(Exchange exchange, StoredObject object, int status) throws IOException {
        headers.set(exchange, object.info().type().mediaType());
        exchange.setHeader("Cache-Control", "no-cache");
        bytes(exchange, object, status, 0, object.info().size());
    }

    private static void bytes(Exchange exchange, StoredObject object, int status, long from, long length)
            throws IOException {
        exchange.status(status);
        exchange.setHeader("Content-Length", Long.toString(length));
        try (OutputStream out = exchange.stream(object.info().type().mediaType())) {
            if (!exchange.method().equals("HEAD")) {
                copy(object, from, length, out);
            }
        }
    }

    private static void copy(StoredObject object, long from, long length, OutputStream to) throws IOException {
        byte[] chunk = new byte[(int) Math.min(CHUNK, Math.max(1, length))];
        try (InputStream in = object.open(from, length)) {
            for (long left = length; left > 0; ) {
                int read = in.read(chunk);
                if (read < 0) {
                    throw new IOException("an object ended " + left + " bytes early");
                }
                to.write(chunk, 0, read);
                left -= read;
                if (left > 0) {
                    // Whoever takes a large file as fast as it comes keeps no processor from other readers.
                    Carriers.giveWay();
                }
            }
        }
    }

    private void notFound(Exchange exchange) throws IOException {
        Optional<StoredObject> page = site.get(NOT_FOUND);
        if (page.isEmpty()) {
            headers.set(exchange);
            exchange.setHeader("Cache-Control", "no-cache");
            exchange.respond(404, "text/plain; charset=utf-8", "Nothing is here.\n".getBytes(StandardCharsets.UTF_8));
            return;
        }
        try (StoredObject object = page.get()) {
            refused(exchange, object, 404);
        }
    }

    /** Nothing is published yet. */
    private void start(Exchange exchange) throws IOException {
        Optional<String> gitUrl = remote.map(name -> origin(exchange) + "/git/" + name);
        byte[] page = theme.start(new StartView(gitUrl));
        headers.setOfStyled(exchange, page);
        exchange.setHeader("Cache-Control", "no-store");
        exchange.respond(200, "text/html; charset=utf-8", page);
    }

    /** As the reader's browser reached us, so that the commands can be copied. */
    private String origin(Exchange exchange) {
        URI base = URI.create(paths.get().baseUrl());
        return exchange.header("Host")
                .filter(host -> HOST.matcher(host).matches())
                .map(host -> (host.equals(base.getRawAuthority()) ? base.getScheme() : "http") + "://" + host)
                .orElse(base.getScheme() + "://" + base.getRawAuthority());
    }
}

package org.broadsheet.render.lookup;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.broadsheet.common.id.ContentPath;
import org.broadsheet.common.id.UrlPath;
import org.jspecify.annotations.Nullable;

/**
 * A destination as written, taken apart.
 *
 * @param path decoded, in NFC
 * @param rest query and fragment as written, with their first sign
 */
public record Destination(String path, String rest) {
    private static final int LONGEST = 2_000;

    private static final String JEKYLL_POSTS = "/_posts/";
    private static final Pattern HUGO_POSTS = Pattern.compile("^/content/(?:posts|post|blog)/");
    private static final Pattern DATED = Pattern.compile("\\d+-\\d+-\\d+-(.+?)(?:\\.(?:md|markdown|html))?");
    private static final Pattern FILE = Pattern.compile(".\\.[A-Za-z][A-Za-z0-9]{1,8}$");

    /** Empty for what leads out of the site, or nowhere but into the page itself. */
    public static Optional<Destination> of(String written) {
        int end = 0;
        boolean isPlain = true;
        while (end < written.length() && written.charAt(end) != '?' && written.charAt(end) != '#') {
            char c = written.charAt(end++);
            isPlain &= c >= ' ' && c <= '~' && c != '%';
        }
        String path = written.substring(0, end);
        if (path.isEmpty()
                || path.length() > LONGEST
                || path.startsWith("//")
                || path.indexOf('\\') >= 0
                || hasScheme(path)) {
            return Optional.empty();
        }
        String rest = written.substring(end);
        if (isPlain) {
            return Optional.of(new Destination(path, rest));
        }
        return decoded(path)
                .filter(p -> p.chars().noneMatch(Character::isISOControl))
                .map(p -> new Destination(Normalizer.normalize(p, Normalizer.Form.NFC), rest));
    }

    /** Whether it is a whole URL as sites have it. */
    public static boolean isHttp(String written) {
        return written.startsWith("http://") || written.startsWith("https://");
    }

    /**
     * A whole URL as a path of the site, with query and fragment; empty if it leads to another.
     *
     * @param baseUrl without a slash at its end
     */
    static Optional<String> below(String written, String baseUrl) {
        if (!written.startsWith(baseUrl)) {
            return Optional.empty();
        }
        String rest = written.substring(baseUrl.length());
        return rest.startsWith("/") && !rest.startsWith("//")
                ? Optional.of(rest)
                : rest.isEmpty() || rest.startsWith("?") || rest.startsWith("#")
                        ? Optional.of("/" + rest)
                        : Optional.empty();
    }

    /** The id within a page that a destination names; empty where it names none, or the top of the page. */
    public static Optional<String> fragment(String written) {
        int sign = written.indexOf('#');
        if (sign < 0) {
            return Optional.empty();
        }
        int directive = written.indexOf(":~:", sign);
        String fragment = written.substring(sign + 1, directive < 0 ? written.length() : directive);
        return Optional.of(decoded(fragment).orElse(fragment))
                .filter(id -> !id.isEmpty() && id.length() <= LONGEST && !id.equalsIgnoreCase("top"));
    }

    /** RFC 3986, section 3.1. */
    private static boolean hasScheme(String path) {
        for (int i = 0; i < path.length(); i++) {
            char c = path.charAt(i);
            if (c == ':') {
                return i > 0;
            }
            boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
            if (!letter && (i == 0 || !((c >= '0' && c <= '9') || c == '+' || c == '.' || c == '-'))) {
                return false;
            }
        }
        return false;
    }

    /**
     * What it may mean, the first that exists counts: a slug before a URL beside the document's before a file.
     *
     * @param from the file it stands in
     * @param url where that is read
     */
    public List<Target> targets(ContentPath from, UrlPath url) {
        List<Target> targets = new ArrayList<>();
        for (String place : places(from, url)) {
            if (place.startsWith("/")) {
                add(targets, new Target.AtUrl(new UrlPath(place)));
            } else {
                files(place, targets);
            }
        }
        return targets;
    }

    /** Where it may lead, in the order of {@link #targets}: URLs, which begin with a slash, and a file's path, maybe without ending. */
    List<String> places(ContentPath from, UrlPath url) {
        List<String> places = new ArrayList<>(3);
        if (path.startsWith("/")) {
            atUrl(path, places);
            file(path.substring(1), places);
            if (path.startsWith(JEKYLL_POSTS)) {
                jekyllPost(path.substring(JEKYLL_POSTS.length()), places);
            }
            return places;
        }
        String relative = path.startsWith("./") ? path.substring(2) : path;
        if (relative.indexOf('/') < 0 || relative.indexOf('/') == relative.length() - 1) {
            atUrl("/posts/" + relative, places);
        }
        String folder = url.value().substring(0, url.value().lastIndexOf('/') + 1);
        atUrl(folder + relative, places);
        file(from.folder() + relative, places);
        return places;
    }

    /** What {@code post_url} may mean besides {@code _posts/sub/name}: {@code sub/_posts/name}, HTML, or a slug. */
    private void jekyllPost(String name, List<String> places) {
        int folder = name.lastIndexOf('/') + 1;
        if (folder > 0) {
            file(name.substring(0, folder) + "_posts/" + name.substring(folder), places);
        }
        if (!name.endsWith(".md") && !name.endsWith(".markdown")) {
            file("_posts/" + name + ".html", places);
        }
        slug().ifPresent(slug -> atUrl("/posts/" + slug, places));
    }

    /** Whether it ends as the name of a file does. */
    boolean isFile() {
        return FILE.matcher(last()).find();
    }

    /** The part behind the last slash but one at the end. */
    String last() {
        return path.substring(path.lastIndexOf('/', path.length() - 2) + 1);
    }

    /** The slug of the post that it means, if it means one. */
    Optional<String> slug() {
        String last = last();
        if (path.startsWith(JEKYLL_POSTS)) {
            Matcher dated = DATED.matcher(last);
            return Optional.of(dated.matches() ? dated.group(1) : last);
        }
        boolean isPost = path.startsWith("/")
                ? path.startsWith("/posts/") || HUGO_POSTS.matcher(path).find()
                : path.indexOf('/') < 0;
        return Optional.of(last).filter(slug -> isPost && !isFile());
    }

    private static void atUrl(String path, List<String> places) {
        String below = path.substring(1);
        String normal = normalized(below);
        if (normal != null) {
            String place = normal.equals(below) ? path : "/" + normal;
            if (!places.contains(place) && UrlPath.isValid(place)) {
                places.add(place);
            }
        }
    }

    private static void file(String path, List<String> places) {
        String normal = normalized(path);
        if (normal != null && !normal.isEmpty()) {
            places.add(normal);
        }
    }

    private static void files(String path, List<Target> targets) {
        add(targets, new Target.OfFile(new ContentPath(path)));
        if (!path.endsWith(".md") && !path.endsWith(".markdown")) {
            add(targets, new Target.OfFile(new ContentPath(path + ".md")));
            add(targets, new Target.OfFile(new ContentPath(path + ".markdown")));
            add(targets, new Target.OfFile(new ContentPath(path + "/index.md")));
        }
    }

    private static void add(List<Target> targets, Target target) {
        if (!targets.contains(target)) {
            targets.add(target);
        }
    }

    /** Without {@code .}, {@code ..} and empty segments; null if it leads out at the top. */
    private static @Nullable String normalized(String path) {
        if (isNormal(path)) {
            return path;
        }
        Deque<String> segments = new ArrayDeque<>();
        for (String segment : path.split("/", -1)) {
            switch (segment) {
                case "", "." -> {}
                case ".." -> {
                    if (segments.pollLast() == null) {
                        return null;
                    }
                }
                default -> segments.addLast(segment);
            }
        }
        return String.join("/", segments);
    }

    /** Of most it is seen at once. */
    private static boolean isNormal(String path) {
        return !path.isEmpty()
                && path.charAt(0) != '/'
                && path.charAt(0) != '.'
                && !path.endsWith("/")
                && !path.contains("//")
                && !path.contains("/.");
    }

    private static Optional<String> decoded(String path) {
        if (path.indexOf('%') < 0) {
            return Optional.of(path);
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int i = 0; i < path.length(); ) {
            int c = path.codePointAt(i);
            if (c == '%' && i + 2 < path.length() && hex(path, i + 1) >= 0 && hex(path, i + 2) >= 0) {
                bytes.write(hex(path, i + 1) * 16 + hex(path, i + 2));
                i += 3;
            } else {
                bytes.writeBytes(Character.toString(c).getBytes(StandardCharsets.UTF_8));
                i += Character.charCount(c);
            }
        }
        try {
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes.toByteArray()))
                    .toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }

    private static int hex(String text, int at) {
        return Character.digit(text.charAt(at), 16);
    }
}

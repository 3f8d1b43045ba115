package org.broadsheet.common.storage;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Keys to files and back. Any web server can serve the folder: a page is {@code <key>.html}, the root {@code index.html}, other
 * objects are as their key, what leads on is {@code <key>.308.html}, and what is gone {@code <key>.410.html}. A page whose key itself
 * ends in {@code .308}, {@code .410} or {@code .200} has {@code .200} put behind it, so that every file is one key's. Beside what can be packed well
 * lies the same as gzip, {@code .gz} behind its name, as web servers look for it; so an object whose key ends like that has {@code .200} put behind it too. Where a file becomes a folder or the
 * reverse, the new object lies aside, under {@code .broadsheet} where web servers do not look, until the former one is removed.
 */
final class FileNames {
    static final String PRIVATE = ".broadsheet";
    private static final String HTML = ".html";
    private static final String REDIRECT = ".308";
    private static final String GONE = ".410";
    private static final String HERE = ".200";
    private static final String PACKED = ".gz";
    private static final String INDEX = "index";
    private static final String ASIDE_FOLDER = ".d";
    private static final String ASIDE_FILE = ".f";

    private static final List<Form> FORMS = List.of(Form.values());

    private final Path root;
    private final Path aside;

    FileNames(Path root) {
        this.root = root;
        this.aside = root.resolve(PRIVATE).resolve("aside");
    }

    /** What an object is as a file, in the order in which it is looked for: what can be read before what leads on or is gone. */
    enum Form {
        PAGE,
        PLAIN,
        REDIRECT,
        GONE;

        static Form of(ObjectType type) {
            return switch (type.status()) {
                case 308 -> REDIRECT;
                case 410 -> GONE;
                default -> type.isPage() ? PAGE : PLAIN;
            };
        }
    }

    /** What a file stands for. */
    record Named(Form form, ObjectKey key) {
        ObjectType type() {
            return switch (form) {
                case PAGE -> ObjectType.PAGE;
                case REDIRECT -> ObjectType.REDIRECT;
                case GONE -> ObjectType.GONE;
                case PLAIN -> ObjectType.of(MediaTypes.of(key.value()));
            };
        }
    }

    record Place(Path file, Named named) {}

    Path root() {
        return root;
    }

    /** The folder of all files that lie aside. */
    Path aside() {
        return aside;
    }

    Path file(Form form, ObjectKey key) {
        String stem = key.value().isEmpty() ? INDEX : key.value();
        return root.resolve(
                switch (form) {
                    case PAGE ->
                        stem
                                + (stem.endsWith(REDIRECT) || stem.endsWith(GONE) || stem.endsWith(HERE) ? HERE : "")
                                + HTML;
                    case REDIRECT -> stem + REDIRECT + HTML;
                    case GONE -> stem + GONE + HTML;
                    case PLAIN -> key.value() + (isPacked(withoutHere(key.value())) ? HERE : "");
                });
    }

    /** Where the same as {@code file} lies as gzip, if that is worth while; not of one that lies aside. */
    Optional<Path> packed(Path file) {
        String name = file.getFileName().toString();
        return !isAside(file)
                        && MediaTypes.isPackable(MediaTypes.of(name))
                        && !name.endsWith(REDIRECT + HTML)
                        && !name.endsWith(GONE + HTML)
                ? Optional.of(file.resolveSibling(name + PACKED))
                : Optional.empty();
    }

    /** Of what {@code file} is the packed form, by its name. */
    Optional<Path> plain(Path file) {
        return isPacked(file.toString()) ? Optional.of(Path.of(cut(file.toString(), PACKED))) : Optional.empty();
    }

    private static boolean isPacked(String name) {
        return name.endsWith(PACKED) && MediaTypes.isPackable(MediaTypes.of(cut(name, PACKED)));
    }

    private static String withoutHere(String name) {
        return name.endsWith(HERE) ? withoutHere(cut(name, HERE)) : name;
    }

    /** Where {@code file} lies while there is no room for it. */
    Path aside(Path file) {
        return aside.resolve(name(root, file).replace("/", ASIDE_FOLDER + "/") + ASIDE_FILE);
    }

    /** The place under the root of a file that lies aside. */
    Path home(Path besides) {
        String name = name(aside, besides);
        return root.resolve(
                name.substring(0, name.length() - ASIDE_FILE.length()).replace(ASIDE_FOLDER + "/", "/"));
    }

    boolean isAside(Path file) {
        return file.startsWith(aside);
    }

    /**
     * Where an object of {@code key} may lie, in the order in which it is looked for.
     *
     * @param asides whether anything lies aside at all
     */
    List<Place> places(ObjectKey key, boolean asides) {
        List<Place> places = new ArrayList<>(2 * FORMS.size());
        for (Form form : FORMS) {
            Named named = new Named(form, key);
            Path file = file(form, key);
            places.add(new Place(file, named));
            if (asides) {
                places.add(new Place(aside(file), named));
            }
        }
        return places;
    }

    /** What {@code file} stands for; nothing if no key has it, as with files that others put there. */
    Optional<Named> named(Path file) {
        if (isAside(file)) {
            return file.toString().endsWith(ASIDE_FILE) ? named(home(file)) : Optional.empty();
        }
        if (file.startsWith(root.resolve(PRIVATE))) {
            return Optional.empty();
        }
        return decode(name(root, file))
                .filter(named -> file(named.form(), named.key()).equals(file));
    }

    private static String name(Path from, Path file) {
        return from.relativize(file).toString();
    }

    private static Optional<Named> decode(String name) {
        if (!name.endsWith(HTML)) {
            return named(Form.PLAIN, name.endsWith(HERE) && isPacked(withoutHere(name)) ? cut(name, HERE) : name);
        }
        String stem = cut(name, HTML);
        if (stem.endsWith(REDIRECT)) {
            return named(Form.REDIRECT, cut(stem, REDIRECT));
        }
        if (stem.endsWith(GONE)) {
            return named(Form.GONE, cut(stem, GONE));
        }
        return named(Form.PAGE, stem.endsWith(HERE) ? cut(stem, HERE) : stem);
    }

    private static Optional<Named> named(Form form, String key) {
        try {
            return Optional.of(new Named(form, new ObjectKey(key)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static String cut(String name, String end) {
        return name.substring(0, name.length() - end.length());
    }
}

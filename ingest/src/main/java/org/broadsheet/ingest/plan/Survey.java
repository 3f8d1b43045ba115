package org.broadsheet.ingest.plan;

import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.broadsheet.common.id.ContentPath;
import org.broadsheet.common.id.Printable;
import org.broadsheet.common.record.Content;
import org.broadsheet.ingest.facts.History;
import org.broadsheet.ingest.facts.SiteRules;
import org.broadsheet.ingest.layout.Layout;
import org.broadsheet.ingest.layout.Place;
import org.broadsheet.ingest.source.Trees;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;

/**
 * What a repository was taken for, and what in it nobody will see, by kind and number: told with the first commit, and when it is taken
 * for something else.
 */
final class Survey {
    /** Groups of files that are told one by one. */
    private static final int MOST = 6;
    /** Files that are named, if they are no more. */
    private static final int NAMED = 3;

    /** Folders with what a generator, or somebody's editor, needs, and no reader. */
    private static final Set<String> TOOLS = Set.of(
            "node_modules",
            "vendor",
            "themes",
            "theme",
            "layouts",
            "archetypes",
            "templates",
            "resources",
            "data",
            "i18n",
            "sass");

    private static final Pattern META = Pattern.compile(
            "(?i)(readme|license|changelog|contributing|agents|code_of_conduct|security|notice|authors)\\b.*");

    /** What Hugo reads where it makes the site for that purpose. */
    private static final Pattern ENVIRONMENT = Pattern.compile("config/[^/_][^/]*/[^/]+\\.(toml|yaml|yml|json)");

    private enum Kind {
        TEXT("Markdown file", ".*\\.(md|markdown)", "posts"),
        /** Markdown by another name, or what is none: whatever is said of its folder, nobody will see it. */
        OTHER_TEXT(
                "MDX or other text file", ".*\\.(mdx|mdown|mkdn?|mkdown|mdwn|rmd|qmd|rst|adoc|org|textile)", "posts"),
        PICTURE("picture", ".*\\.(png|jpe?g|gif|svg|webp|avif|ico)", "files"),
        DOCUMENT("HTML file", ".*\\.html?", "pages"),
        /** Where it would be a page with some: others copy it as it is. */
        BARE("HTML file without front matter", "(?!)", "files"),
        DOWNLOAD(
                "file",
                ".*\\.(pdf|epub|zip|gz|tgz|mp3|m4a|ogg|opus|wav|mp4|m4v|webm|mov|docx?|pptx?|xlsx?|odt|csv|ics)",
                "files");

        private final String name;
        private final Pattern files;
        private final String use;

        Kind(String name, String files, String use) {
            this.name = name;
            this.files = Pattern.compile(files, Pattern.CASE_INSENSITIVE);
            this.use = use;
        }

        static Optional<Kind> of(String path) {
            for (Kind kind : values()) {
                if (kind.files.matcher(path).matches()) {
                    return Optional.of(kind);
                }
            }
            return Optional.empty();
        }
    }

    /** @param folder at most two names deep; empty for the root */
    private record Group(Kind kind, String folder) implements Comparable<Group> {
        @Override
        public int compareTo(Group other) {
            return Comparator.comparing(Group::kind)
                    .thenComparing(Group::folder)
                    .compare(this, other);
        }
    }

    /** So many of a group, of which the first are named. */
    private static final class Files {
        private final List<String> first = new ArrayList<>();
        private int number;

        void add(ContentPath path) {
            number++;
            if (number <= NAMED) {
                first.add(path.printable());
            }
        }
    }

    private final History history;
    private final SiteRules rules;
    private final Map<Group, Files> unseen = new TreeMap<>();
    private final Map<String, Integer> languages = new TreeMap<>();
    private final List<String> unread = new ArrayList<>();
    private final List<String> ofEnvironments = new ArrayList<>();
    /** Hugo's: the texts that may be part of another, and the folders with a text that they may be part of, or that is none. */
    private final List<ContentPath> parts = new ArrayList<>();

    private final Set<String> leaves = new HashSet<>();
    private final Set<String> branches = new HashSet<>();

    private Survey(History history) {
        this.history = history;
        rules = history.rules();
    }

    /**
     * @param day of the commit
     * @return lines for people
     */
    static List<String> of(Trees trees, ObjectReader reader, ObjectId tree, History history, LocalDate day)
            throws IOException {
        Survey survey = new Survey(history);
        trees.differences(reader, null, tree, name -> !name.startsWith("."), change -> survey.file(change.path()));
        return survey.lines(day);
    }

    private void file(ContentPath path) {
        String whole = path.value();
        if (isUnread(path)) {
            unread.add(path.printable());
        }
        if (isHugos() && ENVIRONMENT.matcher(whole).matches()) {
            ofEnvironments.add(path.printable());
        }
        List<String> folders = rules.layout().hugosFolders(whole);
        if (!folders.isEmpty()) {
            bundled(path, folders);
        }
        if (isBare(path) && !isTool(whole)) {
            unseen.computeIfAbsent(new Group(Kind.BARE, folder(whole)), g -> new Files())
                    .add(path);
            return;
        }
        if (!(rules.place(path) instanceof Place.NotPublished) || isTool(whole)) {
            return;
        }
        Optional<String> language =
                rules.layout().language(whole).filter(other -> rules.layout().isOfContent(whole));
        if (language.isPresent()) {
            languages.merge(language.get(), 1, Integer::sum);
            return;
        }
        Kind.of(whole)
                .ifPresent(kind -> unseen.computeIfAbsent(new Group(kind, folder(whole)), g -> new Files())
                        .add(path));
    }

    private boolean isBare(ContentPath path) {
        return Layout.isHtml(path.value())
                && rules.place(path) instanceof Place.Document document
                && document.kind() == org.broadsheet.common.record.Kind.PAGE
                && history.track(path).isEmpty();
    }

    private void bundled(ContentPath path, List<String> folders) {
        boolean isText = rules.place(path) instanceof Place.Document;
        boolean isOfFolder = rules.layout().isOfFolder(path.value());
        if (path.name().startsWith(Layout.BRANCH)) {
            branches.add(folders.getLast());
        } else if (isText && isOfFolder) {
            leaves.add(folders.getLast());
        }
        if (isText && folders.size() > (isOfFolder ? 1 : 0)) {
            parts.add(path);
        }
    }

    private boolean isPart(ContentPath path) {
        List<String> folders = rules.layout().hugosFolders(path.value());
        return folders.subList(0, folders.size() - (rules.layout().isOfFolder(path.value()) ? 1 : 0)).stream()
                .anyMatch(folder -> leaves.contains(folder) && !branches.contains(folder));
    }

    /** Whether it looks like a generator's configuration, and another one is taken for it. */
    private boolean isUnread(ContentPath path) {
        boolean isPart = Layout.isPart(path.value());
        return rules.place(path) instanceof Place.Configuration
                && !path.value().equals(Layout.PACKAGE)
                && (isPart
                        ? Layout.isMainPart(path.value()) && !isHugos()
                        : rules.configuration()
                                .filter(c -> !c.file().equals(path))
                                .isPresent());
    }

    private boolean isHugos() {
        return rules.configuration()
                .filter(c -> c.generator() == Content.Generator.HUGO)
                .isPresent();
    }

    private static boolean isTool(String path) {
        String[] names = path.split("/");
        for (int i = 0; i < names.length - 1; i++) {
            if (names[i].startsWith(".")
                    || names[i].startsWith("_")
                    || TOOLS.contains(names[i].toLowerCase(Locale.ROOT))) {
                return true;
            }
        }
        return META.matcher(names[names.length - 1]).matches() || names[names.length - 1].startsWith(".");
    }

    private static String folder(String path) {
        int first = path.indexOf('/');
        int second = path.indexOf('/', first + 1);
        return first < 0 ? "" : path.substring(0, second < 0 ? first : second);
    }

    private List<String> lines(LocalDate day) {
        List<String> lines = new ArrayList<>();
        lines.add(takenFor());
        if (!unread.isEmpty()) {
            lines.add("not read: " + String.join(", ", unread) + "; of one configuration, in the root, all is read");
        }
        if (!ofEnvironments.isEmpty()) {
            lines.add("not read: " + first(ofEnvironments) + "; write what readers are to see into config/_default");
        }
        List<Map.Entry<Group, Files>> largest = unseen.entrySet().stream()
                .sorted(Comparator.comparing((Map.Entry<Group, Files> e) -> -e.getValue().number)
                        .thenComparing(Map.Entry::getKey))
                .toList();
        largest.stream().limit(MOST).forEach(e -> lines.add(notPublished(e.getKey(), e.getValue())));
        int more =
                largest.stream().skip(MOST).mapToInt(e -> e.getValue().number).sum();
        if (more > 0) {
            lines.add("not published: " + more + " more in " + counted(largest.size() - MOST, "other folder"));
        }
        List<String> ofBundles =
                parts.stream().filter(this::isPart).map(ContentPath::printable).toList();
        if (!ofBundles.isEmpty()) {
            int number = ofBundles.size();
            lines.add("not published: " + counted(number, "Markdown file") + " beside or below the index.md of "
                    + (number == 1 ? "its" : "their") + " folder (" + first(ofBundles)
                    + "), of which Hugo makes no page; move "
                    + (number == 1 ? "it" : "them") + " out of the folder if readers are to see "
                    + (number == 1 ? "it" : "them"));
        }
        languages.forEach((language, number) ->
                lines.add("not published: " + counted(number, "file") + " in " + Printable.line(language)
                        + ", for a site has one language here; publish them as a site of their own"));
        formerGuids(day).ifPresent(lines::add);
        return lines;
    }

    private static String first(List<String> paths) {
        return String.join(", ", paths.subList(0, Math.min(NAMED, paths.size())))
                + (paths.size() > NAMED ? " and " + (paths.size() - NAMED) + " more" : "");
    }

    private String takenFor() {
        String folders = rules.layout().folders().isEmpty() ? "" : ", with what content: in site.yml says of folders";
        if (rules.configuration().isEmpty()) {
            return "taken for a site of its own, for no generator's configuration is in the root" + folders;
        }
        SiteRules.Configuration configuration = rules.configuration().get();
        return "taken for a site of " + configuration.generator() + ", for "
                + configuration.file().value() + " is there"
                + switch (configuration.generator()) {
                    case JEKYLL -> ": posts are in _posts, pages where files have front matter, URLs are Jekyll's";
                    case HUGO -> ": what has a date in a folder of content is a post, URLs are Hugo's";
                    case ZOLA -> ": posts are in content/posts and content/blog";
                    case NEXT -> ": a date stays in the name of a post";
                }
                + folders;
    }

    private String notPublished(Group group, Files files) {
        String where = group.folder.isEmpty() ? "in the root" : "in " + Printable.line(group.folder);
        String named = files.number <= NAMED ? " (" + String.join(", ", files.first) + ")" : "";
        return "not published: " + counted(files.number, group.kind.name) + " " + where + named + "; "
                + advice(group, files.number == 1);
    }

    private String advice(Group group, boolean one) {
        String them = one ? "it" : "them";
        if (group.kind == Kind.OTHER_TEXT) {
            return "name " + them + " .md if readers are to see " + them + " and what is in " + them + " is Markdown";
        }
        if (group.kind == Kind.BARE) {
            String begin = "begin " + them + " with lines of ---, title: First page, --- if readers are to see " + them;
            return group.folder.isEmpty()
                    ? "move " + them + " to public, or " + begin
                    : "write content: {" + Printable.line(group.folder) + ": files} into site.yml, or " + begin;
        }
        boolean files = group.kind.use.equals("files");
        if (files && !group.folder.isEmpty() && unseen.containsKey(new Group(Kind.TEXT, group.folder))) {
            return "what posts there refer to comes with them";
        }
        String use = group.folder.endsWith("pages") ? "pages" : group.kind.use;
        return (group.folder.isEmpty()
                        ? "move " + them + " to " + (files ? "public" : "pages")
                        : "write content: {" + Printable.line(group.folder) + ": " + (files ? "files" : use)
                                + "} into site.yml")
                + " if readers are to see " + them;
    }

    private Optional<String> formerGuids(LocalDate day) {
        return rules.configuration()
                .map(SiteRules.Configuration::generator)
                .filter(generator -> generator != Content.Generator.NEXT
                        && rules.formerGuids().isEmpty())
                .map(generator -> "if people read this blog's feed before: write formerGuids: {kind: "
                        + generator.name().toLowerCase(Locale.ROOT) + ", before: " + day
                        + "} into site.yml, and none of them sees old items anew");
    }

    private static String counted(int number, String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }
}

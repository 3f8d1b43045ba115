package org.broadsheet.common.config;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.broadsheet.common.data.BoundedYaml;
import org.broadsheet.common.data.DataLimits;
import org.broadsheet.common.data.DataNode;
import org.broadsheet.common.data.DataOutcome;
import org.broadsheet.common.record.Finding;

/** Values by key, each with the place that it comes from; later ones take the place of earlier ones. Gathers what is wrong. */
final class Settings {
    private static final DataLimits LIMITS = new DataLimits(64 << 10, 10, 20, 10_000);
    private static final String PREFIX = "BROADSHEET_";

    /** Where a value stands that nobody has set. */
    static final String DEFAULTS = "the defaults";

    /** The variables that are shorter than their key. */
    private static final Map<String, String> SHORT_NAMES = Map.of(
            "http.host", "BROADSHEET_HOST",
            "http.port", "BROADSHEET_PORT",
            "http.token", "BROADSHEET_TOKEN",
            "content.source", "BROADSHEET_CONTENT",
            "content.branch", "BROADSHEET_BRANCH",
            "content.token", "BROADSHEET_GIT_TOKEN",
            "content.hookSecret", "BROADSHEET_HOOK_SECRET",
            "kafka.bootstrap", "BROADSHEET_KAFKA",
            "webhooks.secretKeys", "BROADSHEET_SECRET_KEYS");

    /** Of the launcher, the command line and the tests; not keys. */
    private static final Set<String> OTHER_VARIABLES = Set.of(
            "BROADSHEET_JAVA_OPTS",
            "BROADSHEET_PREPARE",
            "BROADSHEET_SERVER",
            "BROADSHEET_SAMPLES",
            "BROADSHEET_DIST",
            "BROADSHEET_TAG");

    private static final Set<String> SECRETS =
            Set.of("http.token", "webhooks.secretKeys", "content.token", "content.hookSecret", "token", "hookSecret");

    /** The keys whose value may be a URL with a password in it. */
    private static final Set<String> SOURCES = Set.of("content.source", "source");

    /** The keys whose value is a list of groups, and what a group may hold. */
    static final Map<String, Set<String>> LISTS = Map.of(Sites.KEY, Sites.keys());

    private final Map<String, Setting> settings = new TreeMap<>();
    private final Map<String, List<Group>> groups = new TreeMap<>();
    private final List<String> errors = new ArrayList<>();
    private final Set<String> keys;

    /** @param defaults a document that holds every key there is */
    Settings(String defaults) {
        flatten(root(defaults, DEFAULTS), "", DEFAULTS);
        if (!errors.isEmpty()) {
            throw new IllegalStateException(String.join("; ", errors));
        }
        this.keys = Set.copyOf(settings.keySet());
    }

    /**
     * A value as it was written.
     *
     * @param items more than one only in a list; none when nothing is set
     * @param where for people, such as {@code broadsheet.yml:3:9} or {@code BROADSHEET_PORT}
     */
    record Setting(List<String> items, boolean isList, String where) {
        Setting {
            items = List.copyOf(items);
        }

        /** What an environment variable or flag says: of lists the items with commas between them. */
        List<String> itemsOfList() {
            return isList || items.isEmpty()
                    ? items
                    : Arrays.stream(items.getFirst().split(",", -1))
                            .map(String::strip)
                            .filter(item -> !item.isEmpty())
                            .toList();
        }

        /** The one value, or none. */
        Optional<String> single() {
            if (isList) {
                throw new IllegalArgumentException("write one value, not a list");
            }
            return items.stream().findFirst();
        }
    }

    /**
     * One of a list of groups of keys.
     *
     * @param where its beginning
     */
    record Group(Map<String, Setting> settings, String where) {
        /** Of one of its keys; with nothing in it if that is not there. */
        Setting get(String key) {
            return settings.getOrDefault(key, new Setting(List.of(), false, where));
        }
    }

    /** Those of a key, in their order. */
    List<Group> groups(String key) {
        return groups.getOrDefault(key, List.of());
    }

    Set<String> keys() {
        return keys;
    }

    List<String> errors() {
        return errors;
    }

    Setting get(String key) {
        Setting setting = settings.get(key);
        if (setting == null) {
            throw new IllegalStateException("the defaults have no " + key);
        }
        return setting;
    }

    /** The value as it may be shown in an error. */
    static String shown(String key, Setting setting) {
        if (SECRETS.contains(key)) {
            return "…";
        }
        String shown = setting.isList() ? setting.items().toString() : String.join("", setting.items());
        return SOURCES.contains(key) ? SettingText.shownSource(shown) : shown;
    }

    /** Says so once, however often it is found. */
    void error(String where, String message) {
        String error = where + ": " + message;
        if (!errors.contains(error)) {
            errors.add(error);
        }
    }

    /** Reads a file; {@code name} as it is called in errors. */
    void file(String text, String name) {
        flatten(root(text, name), "", name);
    }

    void environment(Map<String, String> environment) {
        Map<String, String> keyOf = new TreeMap<>();
        keys.forEach(key -> keyOf.put(variable(key), key));
        new TreeMap<>(environment).forEach((name, text) -> {
            if (!name.startsWith(PREFIX) || OTHER_VARIABLES.contains(name)) {
                return;
            }
            String key = keyOf.get(name);
            if (key == null) {
                errors.add(unknown("environment variable", name, keyOf.keySet()));
            } else if (LISTS.containsKey(key) && !text.isEmpty()) {
                error(name, key + " is a list of groups; write it into broadsheet.yml");
            } else if (!text.isEmpty()) {
                // Compose files pass on variables that are not set as empty ones.
                settings.put(key, new Setting(List.of(text), false, name));
            }
        });
    }

    void flags(Map<String, String> flags) {
        flags.forEach((key, text) -> {
            if (keys.contains(key)) {
                settings.put(key, new Setting(List.of(text), false, "the flag for " + key));
            } else {
                errors.add(unknown("key", key, keys));
            }
        });
    }

    /** The environment variable of a key: {@code BROADSHEET_HTTP_MAX_CONNECTIONS} of {@code http.maxConnections}. */
    static String variable(String key) {
        return SHORT_NAMES.getOrDefault(
                key,
                PREFIX
                        + key.replaceAll("([a-z0-9])([A-Z])", "$1_$2")
                                .replace('.', '_')
                                .toUpperCase(Locale.ROOT));
    }

    private DataNode.Mapping root(String text, String name) {
        DataNode.Mapping nothing = new DataNode.Mapping(List.of(), 1, 1);
        return switch (BoundedYaml.read(text, LIMITS)) {
            case DataOutcome.Refused refused -> {
                Finding problem = refused.problem();
                error(
                        name + ":" + problem.line() + ":" + problem.column(),
                        problem.message()
                                + problem.hint().map(hint -> "; " + hint).orElse(""));
                yield nothing;
            }
            case DataOutcome.Read read -> {
                DataNode root = read.root().orElse(nothing);
                if (root instanceof DataNode.Mapping mapping) {
                    yield mapping;
                }
                error(where(name, root), "found no keys; write key: value, one a line");
                yield nothing;
            }
        };
    }

    private void flatten(DataNode.Mapping mapping, String prefix, String name) {
        for (DataNode.Entry entry : mapping.entries()) {
            String key = prefix + entry.key().text();
            if (keys == null) {
                take(key, entry.value(), name, true);
            } else if (keys.contains(key)) {
                take(key, entry.value(), name, false);
            } else if (keys.stream().anyMatch(known -> known.startsWith(key + "."))) {
                group(key, entry.value(), name);
            } else {
                error(where(name, entry.key()), unknown("key", key, near(prefix)));
            }
        }
    }

    private void group(String key, DataNode value, String name) {
        if (value instanceof DataNode.Mapping nested) {
            flatten(nested, key + ".", name);
        } else if (!(value instanceof DataNode.Scalar scalar && scalar.isNull())) {
            error(
                    where(name, value),
                    key + " is a group of keys; write them below it, indented, such as "
                            + near(key + ".").iterator().next());
        }
    }

    private void take(String key, DataNode value, String name, boolean isDefault) {
        if (LISTS.containsKey(key)) {
            groups(key, value, name, isDefault);
            return;
        }
        switch (value) {
            case DataNode.Mapping nested -> {
                if (isDefault) {
                    flatten(nested, key + ".", name);
                } else {
                    error(where(name, nested), key + " holds keys; write one value");
                }
            }
            case DataNode.Sequence list -> {
                List<String> items = new ArrayList<>();
                for (DataNode item : list.items()) {
                    if (item instanceof DataNode.Scalar scalar) {
                        items.add(scalar.text());
                    } else {
                        error(where(name, item), key + " holds a list or keys; write values");
                    }
                }
                settings.put(key, new Setting(items, true, where(name, list)));
            }
            case DataNode.Scalar scalar -> {
                // Nothing is what stands there already.
                if (!scalar.isNull() || isDefault) {
                    List<String> items = scalar.isNull() ? List.of() : List.of(scalar.text());
                    settings.put(key, new Setting(items, false, where(name, scalar)));
                }
            }
        }
    }

    private void groups(String key, DataNode value, String name, boolean isDefault) {
        if (isDefault) {
            settings.put(key, new Setting(List.of(), true, where(name, value)));
        } else if (value instanceof DataNode.Sequence list) {
            Set<String> known = LISTS.getOrDefault(key, Set.of());
            List<Group> read = new ArrayList<>();
            list.items().forEach(item -> group(key, item, known, name).ifPresent(read::add));
            groups.put(key, read);
        } else if (!(value instanceof DataNode.Scalar scalar && scalar.isNull())) {
            error(where(name, value), key + " is a list; write each below it, as - id: NAME");
        }
    }

    private Optional<Group> group(String key, DataNode item, Set<String> known, String name) {
        if (!(item instanceof DataNode.Mapping group)) {
            error(
                    where(name, item),
                    key + " holds groups of keys; write - id: NAME, and what else is said of it below");
            return Optional.empty();
        }
        Map<String, Setting> of = new TreeMap<>();
        for (DataNode.Entry entry : group.entries()) {
            String said = entry.key().text();
            if (!known.contains(said)) {
                error(
                        where(name, entry.key()),
                        "unknown key " + said + " in " + key
                                + Nearest.of(said, known, 2)
                                        .map(near -> "; did you mean " + near + "?")
                                        .orElse("; there are " + String.join(", ", new TreeSet<>(known))));
            } else if (!(entry.value() instanceof DataNode.Scalar scalar)) {
                error(where(name, entry.value()), said + " in " + key + " is a list or holds keys; write one value");
            } else if (!scalar.isNull()) {
                of.put(said, new Setting(List.of(scalar.text()), false, where(name, scalar)));
            }
        }
        return Optional.of(new Group(of, where(name, group)));
    }

    /** The keys of a group, and at the top the groups too. */
    private Set<String> near(String prefix) {
        Set<String> near = new TreeSet<>();
        for (String key : keys) {
            if (key.startsWith(prefix)) {
                int dot = key.indexOf('.', prefix.length());
                near.add(dot < 0 ? key : key.substring(0, dot));
            }
        }
        return near;
    }

    private String unknown(String what, String name, Set<String> known) {
        return "unknown " + what + " " + name
                + Nearest.of(name, known, 2)
                        .or(() -> Nearest.of(name, keys, 2))
                        .map(near -> "; did you mean " + near + "?")
                        .orElse("; broadsheet-defaults.yml lists those there are");
    }

    private static String where(String name, DataNode node) {
        return name + ":" + node.line() + ":" + node.column();
    }
}

package org.broadsheet.common.config;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.StringReader;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.broadsheet.common.id.SiteId;
import org.broadsheet.common.lifecycle.StartFailure;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * Reads the configuration: flags over environment over {@code broadsheet.yml} over the annotated defaults. Whatever is wrong is told
 * at once, each with where it stands and what is wanted.
 */
public final class ConfigurationLoader {
    private static final String DEFAULTS = "/broadsheet-defaults.yml";
    private static final String FILE = "broadsheet.yml";
    private static final String PREFIX = "BROADSHEET_";

    /** The variables that are shorter than their key. */
    private static final Map<String, String> SHORT_NAMES = Map.of(
            "http.host", "BROADSHEET_HOST",
            "http.port", "BROADSHEET_PORT",
            "http.token", "BROADSHEET_TOKEN",
            "content.source", "BROADSHEET_CONTENT",
            "content.branch", "BROADSHEET_BRANCH",
            "kafka.bootstrap", "BROADSHEET_KAFKA",
            "webhooks.secretKeys", "BROADSHEET_SECRET_KEYS");

    /** Of the launcher, the command line and the tests; not keys. */
    private static final Set<String> OTHER_VARIABLES =
            Set.of("BROADSHEET_JAVA_OPTS", "BROADSHEET_SERVER", "BROADSHEET_SAMPLES", "BROADSHEET_LIB");

    /** @param where for people, such as {@code broadsheet.yml:3} or {@code --port} */
    private record Value(Object text, String where) {}

    private final Map<String, Value> values = new TreeMap<>();
    private final List<String> errors = new ArrayList<>();
    private final Path directory;

    private ConfigurationLoader(Path directory) {
        this.directory = directory;
    }

    /**
     * @param flags by key, such as {@code http.port}
     * @param directory where {@code broadsheet.yml} may lie, and where relative paths begin
     * @throws StartFailure with a line for each thing that is wrong
     */
    public static Configuration load(Map<String, String> flags, Map<String, String> environment, Path directory)
            throws IOException {
        ConfigurationLoader loader = new ConfigurationLoader(directory);
        loader.defaults();
        Set<String> keys = Set.copyOf(loader.values.keySet());
        loader.file(keys);
        loader.environment(environment, keys);
        flags.forEach((key, text) -> loader.values.put(key, new Value(text, "the flag for " + key)));
        Configuration configuration = (Configuration) loader.record(Configuration.class, "");
        if (!loader.errors.isEmpty() || configuration == null) {
            throw new StartFailure(String.join("\n", loader.errors));
        }
        return configuration;
    }

    /** The environment variable of a key: {@code BROADSHEET_HTTP_MAX_THREADS} of {@code http.maxThreads}. */
    static String variable(String key) {
        return SHORT_NAMES.getOrDefault(
                key,
                PREFIX
                        + key.replaceAll("([a-z0-9])([A-Z])", "$1_$2")
                                .replace('.', '_')
                                .toUpperCase(Locale.ROOT));
    }

    private void defaults() throws IOException {
        try (InputStream in = Objects.requireNonNull(ConfigurationLoader.class.getResourceAsStream(DEFAULTS));
                Reader text = new InputStreamReader(in, StandardCharsets.UTF_8)) {
            read(text, "the defaults", null);
        }
    }

    private void file(Set<String> keys) throws IOException {
        Path file = directory.resolve(FILE);
        if (Files.exists(file)) {
            try (Reader text = new StringReader(Files.readString(file))) {
                read(text, FILE, keys);
            }
        }
    }

    private void read(Reader text, String name, @Nullable Set<String> known) {
        LoaderOptions options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        options.setMaxAliasesForCollections(10);
        options.setNestingDepthLimit(20);
        try {
            Node root = new Yaml(new SafeConstructor(options)).compose(text);
            if (root instanceof MappingNode mapping) {
                flatten(mapping, "", name, known);
            } else if (root != null) {
                errors.add(name + ": write key: value, one a line");
            }
        } catch (MarkedYAMLException e) {
            int line = e.getProblemMark() == null ? 1 : e.getProblemMark().getLine() + 1;
            errors.add(name + ":" + line + ": not YAML: " + e.getProblem());
        }
    }

    private void flatten(MappingNode mapping, String prefix, String name, @Nullable Set<String> known) {
        for (NodeTuple entry : mapping.getValue()) {
            String key = prefix + (entry.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "?");
            String where = name + ":" + (entry.getKeyNode().getStartMark().getLine() + 1);
            boolean group = known != null && known.stream().anyMatch(k -> k.startsWith(key + "."));
            if (entry.getValueNode() instanceof MappingNode nested && (known == null || group)) {
                flatten(nested, key + ".", name, known);
            } else if (known != null && !known.contains(key)) {
                errors.add(where + ": " + unknown("key", key, group ? Set.of() : withGroups(known)));
            } else if (values.put(key, new Value(text(entry.getValueNode()), where)) != null && known == null) {
                errors.add(where + ": " + key + " stands twice");
            }
        }
    }

    /** Keys and the groups that they stand in. */
    private static Set<String> withGroups(Set<String> keys) {
        Set<String> all = new java.util.TreeSet<>(keys);
        keys.stream().filter(key -> key.indexOf('.') > 0).forEach(key -> all.add(key.substring(0, key.indexOf('.'))));
        return all;
    }

    private static Object text(Node node) {
        if (node instanceof SequenceNode sequence) {
            return sequence.getValue().stream()
                    .map(item -> item instanceof ScalarNode scalar ? scalar.getValue() : "?")
                    .toList();
        }
        if (node instanceof ScalarNode scalar) {
            boolean none = scalar.isPlain()
                    && (scalar.getValue().equals("~") || scalar.getValue().equals("null"));
            return none ? "" : scalar.getValue();
        }
        return "?";
    }

    private void environment(Map<String, String> environment, Set<String> keys) {
        Map<String, String> keyOf = new TreeMap<>();
        keys.forEach(key -> keyOf.put(variable(key), key));
        environment.forEach((name, text) -> {
            if (!name.startsWith(PREFIX) || OTHER_VARIABLES.contains(name)) {
                return;
            }
            String key = keyOf.get(name);
            if (key == null) {
                errors.add(unknown("environment variable", name, keyOf.keySet()));
            } else {
                values.put(key, new Value(text, name));
            }
        });
    }

    private static String unknown(String what, String name, Set<String> known) {
        return "unknown " + what + " " + name
                + nearest(name, known)
                        .map(near -> "; did you mean " + near + "?")
                        .orElse("; broadsheet-defaults.yml lists those there are");
    }

    private static Optional<String> nearest(String name, Set<String> known) {
        return known.stream()
                .min(Comparator.comparingInt(candidate -> distance(name, candidate)))
                .filter(candidate -> distance(name, candidate) <= Math.max(2, name.length() / 4));
    }

    /** Levenshtein's. */
    private static int distance(String a, String b) {
        int[] last = new int[b.length() + 1];
        Arrays.setAll(last, i -> i);
        for (int i = 1; i <= a.length(); i++) {
            int[] row = new int[b.length() + 1];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = last[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(replaced, Math.min(last[j], row[j - 1]) + 1);
            }
            last = row;
        }
        return last[b.length()];
    }

    private @Nullable Object record(Class<?> type, String prefix) {
        RecordComponent[] components = type.getRecordComponents();
        @Nullable Object[] arguments = new @Nullable Object[components.length];
        boolean complete = true;
        for (int i = 0; i < components.length; i++) {
            String key = prefix + components[i].getName();
            Object argument = components[i].getType().isRecord() && components[i].getType() != SiteId.class
                    ? record(components[i].getType(), key + ".")
                    : value(key, components[i].getGenericType());
            complete &= argument != null;
            arguments[i] = argument;
        }
        if (!complete) {
            return null;
        }
        try {
            Class<?>[] types =
                    Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
            return type.getDeclaredConstructor(types).newInstance(arguments);
        } catch (InvocationTargetException e) {
            errors.add(prefix + ": " + e.getTargetException().getMessage());
            return null;
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(type + " is a record with a canonical constructor", e);
        }
    }

    private @Nullable Object value(String key, Type type) {
        Value value = values.get(key);
        if (value == null) {
            throw new IllegalStateException("the defaults have no " + key);
        }
        try {
            return convert(value.text(), type);
        } catch (IllegalArgumentException e) {
            errors.add(value.where() + ": " + key + " is \"" + shown(key, value.text()) + "\"; " + e.getMessage());
            return null;
        }
    }

    /** Secrets are not repeated. */
    private static Object shown(String key, Object text) {
        return key.equals("http.token") || key.equals("webhooks.secretKeys") ? "…" : text;
    }

    private Object convert(Object raw, Type type) {
        if (type instanceof ParameterizedType generic) {
            Type of = generic.getActualTypeArguments()[0];
            if (generic.getRawType() == Optional.class) {
                return raw.equals("") ? Optional.empty() : Optional.of(convert(raw, of));
            }
            List<?> items = raw instanceof List<?> list
                    ? list
                    : Arrays.stream(raw.toString().split(","))
                            .map(String::strip)
                            .filter(s -> !s.isEmpty())
                            .toList();
            return items.stream().map(item -> convert(item, of)).toList();
        }
        if (!(raw instanceof String text)) {
            throw new IllegalArgumentException("write one value, not a list");
        }
        if (type == String.class) {
            return text;
        } else if (type == int.class) {
            return (int) number(text, Integer.MAX_VALUE);
        } else if (type == long.class) {
            return number(text, Long.MAX_VALUE);
        } else if (type == double.class) {
            return fraction(text);
        } else if (type == Duration.class) {
            return duration(text);
        } else if (type == Path.class) {
            return directory.resolve(text).normalize();
        } else if (type == URI.class) {
            return url(text);
        } else if (type == SiteId.class) {
            return new SiteId(text);
        }
        throw new IllegalStateException("no rule for " + type);
    }

    private static long number(String text, long max) {
        var matcher =
                java.util.regex.Pattern.compile("([0-9]{1,18})(KiB|MiB|GiB)?").matcher(text);
        if (matcher.matches()) {
            int shift = matcher.group(2) == null
                    ? 0
                    : 10 * (1 + List.of("KiB", "MiB", "GiB").indexOf(matcher.group(2)));
            long number = Long.parseLong(matcher.group(1));
            if (number <= max >> shift) {
                return number << shift;
            }
        }
        throw new IllegalArgumentException("write a whole number up to " + max + ", or a size such as 512KiB or 2MiB");
    }

    private static double fraction(String text) {
        if (!text.matches("0(\\.[0-9]{1,9})?|1(\\.0)?")) {
            throw new IllegalArgumentException("write a number from 0 to 1, such as 0.2");
        }
        return Double.parseDouble(text);
    }

    private static Duration duration(String text) {
        var matcher =
                java.util.regex.Pattern.compile("([0-9]{1,9})(ms|s|m|h|d)").matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("write a duration such as 100ms, 10s, 5m or 2h");
        }
        long amount = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "ms" -> Duration.ofMillis(amount);
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            case "h" -> Duration.ofHours(amount);
            default -> Duration.ofDays(amount);
        };
    }

    private static URI url(String text) {
        String message = "write an http or https URL, such as https://example.org/blog";
        try {
            URI url = URI.create(text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
            if (("http".equals(url.getScheme()) || "https".equals(url.getScheme()))
                    && url.getHost() != null
                    && url.getRawQuery() == null
                    && url.getRawFragment() == null
                    && url.getRawUserInfo() == null) {
                return url;
            }
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(message, e);
        }
        throw new IllegalArgumentException(message);
    }
}

package org.broadsheet.common.config;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.net.URI;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.broadsheet.common.id.SiteId;
import org.broadsheet.common.lifecycle.StartFailure;
import org.jspecify.annotations.Nullable;

/**
 * Reads the configuration: flags over environment over {@code broadsheet.yml} over the annotated defaults. Whatever is wrong is
 * told at once, each with where it stands and what is wanted; secrets are not repeated.
 */
public final class ConfigurationLoader {
    static final String FILE = "broadsheet.yml";
    private static final String DEFAULTS = "/broadsheet-defaults.yml";
    /** What may be none at all. */
    private static final Set<String> MAY_BE_ZERO = Set.of(
            "http.port",
            "http.computing",
            "git.computing",
            "storage.reserve",
            "push.liveLines",
            "push.problemLines",
            "limits.yamlAliases",
            "webhooks.maxResponseBytes");

    /** The greatest that is allowed: of limits what a record of Kafka can hold. Of others the type is the bound. */
    private static final Map<String, Integer> MOST = Map.of(
            "http.port", 65_535,
            // What a value may take beside its key and headers, and of what can be read beside its lookups and a title
            // from its text.
            "limits.inlineValue", 800 << 10,
            // The JSON of a record may be nested a little deeper.
            "limits.yamlDepth", 80,
            // A path is in keys, each of its bytes by up to three characters, and several times in a value.
            "limits.path", 16 << 10,
            // Of site.yml the settings are one value.
            "limits.frontMatter", 256 << 10);

    private static final Map<String, List<String>> CHOICES = Map.of(
            "kafka.groupProtocol", List.of("consumer", "classic"),
            "http.referrerPolicy",
                    List.of(
                            "no-referrer",
                            "no-referrer-when-downgrade",
                            "origin",
                            "origin-when-cross-origin",
                            "same-origin",
                            "strict-origin",
                            "strict-origin-when-cross-origin",
                            "unsafe-url"),
            "push.onProblem", List.of("publish", Configuration.Push.REJECT));

    private final Settings settings;
    private final Path directory;

    private ConfigurationLoader(Settings settings, Path directory) {
        this.settings = settings;
        this.directory = directory;
    }

    /**
     * @param flags by key, such as {@code http.port}
     * @param directory where {@code broadsheet.yml} may lie, and where relative paths begin
     * @throws StartFailure with a line for each thing that is wrong
     */
    public static Configuration load(Map<String, String> flags, Map<String, String> environment, Path directory)
            throws IOException {
        Settings settings = new Settings(defaults());
        Path file = directory.resolve(FILE);
        if (Files.exists(file)) {
            try {
                settings.file(Files.readString(file), FILE);
            } catch (CharacterCodingException e) {
                settings.error(FILE, "is not UTF-8; save it as that");
            } catch (IOException e) {
                throw new StartFailure(file + " cannot be read: " + e, e);
            }
        }
        settings.environment(environment);
        settings.flags(flags);
        Object configuration = new ConfigurationLoader(settings, directory).record(Configuration.class, "");
        if (!settings.errors().isEmpty() || configuration == null) {
            throw new StartFailure(String.join("\n", settings.errors()));
        }
        return (Configuration) configuration;
    }

    /** The text of the annotated default file. */
    static String defaults() throws IOException {
        try (InputStream in = Objects.requireNonNull(ConfigurationLoader.class.getResourceAsStream(DEFAULTS))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** The record with the values below {@code prefix}; null if one of them is wrong, which is told then. */
    private @Nullable Object record(Class<?> type, String prefix) {
        return record(type, name -> prefix + name, settings::get);
    }

    /**
     * Likewise.
     *
     * @param names what the key of a component is called
     * @param values what is set for what is called so
     */
    private @Nullable Object record(
            Class<?> type, UnaryOperator<String> names, Function<String, Settings.Setting> values) {
        RecordComponent[] components = type.getRecordComponents();
        @Nullable Object[] arguments = new @Nullable Object[components.length];
        boolean complete = true;
        for (int i = 0; i < components.length; i++) {
            String key = names.apply(components[i].getName());
            if (key.equals(Sites.KEY)) {
                arguments[i] = new Sites(settings, this::record).read(directory);
            } else if (isGroup(components[i].getType())) {
                arguments[i] = record(components[i].getType(), key + ".");
            } else {
                arguments[i] = value(key, values.apply(key), components[i].getGenericType());
            }
            complete &= arguments[i] != null;
        }
        if (!complete) {
            return null;
        }
        try {
            Class<?>[] types =
                    Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
            return type.getDeclaredConstructor(types).newInstance(arguments);
        } catch (InvocationTargetException e) {
            String message = String.valueOf(e.getTargetException().getMessage());
            settings.error(type.getSimpleName().toLowerCase(Locale.ROOT), message);
            return null;
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(type + " is a record with a canonical constructor", e);
        }
    }

    /** Whether a component is a group of keys, not one value. */
    static boolean isGroup(Class<?> type) {
        return type.isRecord() && type.getEnclosingClass() == Configuration.class;
    }

    private @Nullable Object value(String key, Settings.Setting setting, Type type) {
        try {
            return convert(key, setting, type);
        } catch (IllegalArgumentException e) {
            settings.error(setting.where(), key + " is \"" + Settings.shown(key, setting) + "\"; " + e.getMessage());
            return null;
        }
    }

    private Object convert(String key, Settings.Setting setting, Type type) {
        if (!(type instanceof ParameterizedType generic)) {
            return convert(
                    key, setting.single().orElseThrow(() -> new IllegalArgumentException("write a value")), type);
        }
        Type of = generic.getActualTypeArguments()[0];
        if (generic.getRawType() == Optional.class) {
            return setting.single().filter(text -> !text.isEmpty()).map(text -> convert(key, text, of));
        }
        return setting.itemsOfList().stream()
                .map(item -> convert(key, item, of))
                .toList();
    }

    private Object convert(String key, String text, Type type) {
        if (type == String.class) {
            return CHOICES.containsKey(key) ? oneOf(text, CHOICES.getOrDefault(key, List.of())) : text;
        } else if (type == int.class) {
            return (int) number(key, text, MOST.getOrDefault(key, Integer.MAX_VALUE));
        } else if (type == long.class) {
            return number(key, text, Long.MAX_VALUE);
        } else if (type == boolean.class) {
            return oneOf(text, List.of("true", "false")).equals("true");
        } else if (type == double.class) {
            return SettingText.fraction(text);
        } else if (type == Duration.class) {
            return positive(SettingText.duration(text));
        } else if (type == Path.class) {
            return directory.resolve(text).normalize();
        } else if (type == ContentSource.class) {
            return SettingText.source(text, directory);
        } else if (type == Secret.class) {
            return new Secret(text);
        } else if (type == SourceList.class) {
            return new SourceList(text);
        } else if (type == URI.class) {
            return SettingText.url(text);
        } else if (type == SiteId.class) {
            return new SiteId(text);
        }
        throw new IllegalStateException("no rule for " + type);
    }

    private static long number(String key, String text, long max) {
        long number = SettingText.number(text, max);
        if (number == 0 && !MAY_BE_ZERO.contains(key)) {
            throw new IllegalArgumentException("write a number from 1");
        }
        return number;
    }

    private static Duration positive(Duration duration) {
        if (duration.isZero()) {
            throw new IllegalArgumentException("write a duration longer than none, such as 100ms");
        }
        return duration;
    }

    private static String oneOf(String text, List<String> allowed) {
        if (!allowed.contains(text)) {
            throw new IllegalArgumentException("write one of " + String.join(", ", allowed));
        }
        return text;
    }
}

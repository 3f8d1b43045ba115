package org.broadsheet.render.theme;

import com.fasterxml.jackson.annotation.JsonValue;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.text.NumberFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import org.broadsheet.common.id.Digest;
import org.jspecify.annotations.Nullable;

/**
 * What pages say beside what authors wrote, in one language: what its file {@code words/<tag>.properties} says, each key a component. A
 * file more is a language more. In a view it is its digest.
 *
 * @param digest of the others
 * @param page with {@code {0}} where the number is to stand, as also in {@code readingTime}
 */
public record Words(
        String digest,
        String skip,
        String archiveAndFeeds,
        String archive,
        String topics,
        String blog,
        String topic,
        String author,
        String latest,
        String nothingYet,
        String allInArchive,
        String noPosts,
        String noTopics,
        String allTopics,
        String morePosts,
        String newerPosts,
        String olderPosts,
        String page,
        String updated,
        String readingTime,
        String contents,
        String related,
        String otherPosts,
        String previous,
        String next,
        String allPosts,
        String frontPage,
        String gone,
        String goneText,
        String notFound,
        String notFoundText,
        String moved,
        String movedText) {
    private static final String NUMBER = "{0}";

    /** By the names of their files. */
    private static final Map<String, Words> READ = new ConcurrentHashMap<>();

    static final Words ENGLISH = read("en").orElseThrow();

    /** In a language (a BCP 47 tag); empty if nobody has written them. */
    public static Optional<Words> in(String language) {
        Locale locale = Locale.forLanguageTag(language);
        return names(locale).stream().flatMap(name -> read(name).stream()).findFirst();
    }

    /** Of the files that may have them, the closest first. */
    private static List<String> names(Locale locale) {
        String language = locale.getLanguage();
        List<String> names = new ArrayList<>();
        if (!language.isEmpty()) {
            if (!locale.getCountry().isEmpty()) {
                names.add(language + "-" + locale.getCountry());
            }
            String script = script(locale);
            if (!script.isEmpty()) {
                names.add(language + "-" + script);
            }
            names.add(language);
        }
        return names;
    }

    /** Who writes Chinese in these places and does not say how writes the long characters. */
    private static String script(Locale locale) {
        boolean isTraditional =
                locale.getLanguage().equals("zh") && List.of("TW", "HK", "MO").contains(locale.getCountry());
        return locale.getScript().isEmpty() && isTraditional ? "Hant" : locale.getScript();
    }

    private static Optional<Words> read(String name) {
        return Optional.ofNullable(READ.computeIfAbsent(name, Words::parse));
    }

    private static @Nullable Words parse(String name) {
        Properties file = new Properties();
        try (InputStream in = Words.class.getResourceAsStream("words/" + name + ".properties")) {
            if (in == null) {
                return null;
            }
            file.load(new InputStreamReader(in, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return of(name, file);
    }

    static Words of(String name, Properties file) {
        RecordComponent[] components = Words.class.getRecordComponents();
        Object[] texts = new Object[components.length];
        StringBuilder all = new StringBuilder();
        for (int i = 1; i < texts.length; i++) {
            String text = file.getProperty(components[i].getName(), "").strip();
            if (text.isEmpty()) {
                throw new IllegalArgumentException(
                        "words/" + name + ".properties has no \"" + components[i].getName() + "\"");
            }
            texts[i] = text;
            all.append(text).append('\n');
        }
        if (file.size() != texts.length - 1) {
            throw new IllegalArgumentException("words/" + name + ".properties has a key that nothing shows");
        }
        texts[0] = Digest.of(all.toString()).value();
        try {
            return (Words) Words.class.getDeclaredConstructors()[0].newInstance(texts);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("a record's parts", e);
        }
    }

    /** Such as {@code Page 3}. */
    String page(int number, String language) {
        return with(page, number, language);
    }

    /** Such as {@code 3 min read}. */
    String readingTime(int minutes, String language) {
        return with(readingTime, minutes, language);
    }

    /** With the digits of a language. */
    private static String with(String text, int number, String language) {
        return text.replace(
                NUMBER,
                NumberFormat.getIntegerInstance(Locale.forLanguageTag(language)).format(number));
    }

    @JsonValue
    @Override
    public String digest() {
        return digest;
    }
}

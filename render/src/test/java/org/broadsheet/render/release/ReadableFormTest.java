package org.broadsheet.render.release;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.broadsheet.common.binary.BinaryFile;
import org.broadsheet.common.binary.BinaryReader;
import org.broadsheet.common.id.CommitId;
import org.broadsheet.common.id.ContentPath;
import org.broadsheet.common.id.Digest;
import org.broadsheet.common.id.PostId;
import org.broadsheet.common.id.SiteId;
import org.broadsheet.common.id.Slug;
import org.broadsheet.common.id.UrlPath;
import org.broadsheet.common.record.Kind;
import org.broadsheet.common.record.PictureSize;
import org.broadsheet.common.record.Readable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Over records of all kinds whose every field is there, or is not, at random. */
class ReadableFormTest {
    private static final int RECORDS = 500;

    /** Of the bytes of {@link #RECORDS} records. */
    private static final String WRITTEN_AS_VERSION_8 =
            "74224ea14357168ca0ec69a729f1f555682decc20ee03b97d96ac832628a0444";

    private static final String[] SIGNS = {"a", "b", "-", "0", "ä", "字", "😀"};

    @TempDir
    private Path folder;

    @Test
    void readsBackEveryFieldOfEveryKind() throws Exception {
        List<Readable> records = records();
        Path file = write(records);

        BinaryReader in = BinaryFile.read(file);
        for (Readable record : records) {
            assertThat(Packed.form().read(in).record()).isEqualTo(record);
        }

        Set<Class<?>> kinds = new HashSet<>();
        records.forEach(record -> kinds.add(record.getClass()));
        assertThat(kinds).containsAll(concrete(Readable.class));
    }

    @Test
    void isOfAnotherVersionWhenItIsOtherBytes() throws Exception {
        assertThat(ReadableForm.VERSION).isEqualTo(8);
        assertThat(Digest.of(Files.readAllBytes(write(records()))))
                .as("raise the version, and put the digest of the new form here")
                .hasToString(WRITTEN_AS_VERSION_8);
    }

    private Path write(List<Readable> records) throws IOException {
        Path file = folder.resolve("records");
        BinaryFile.write(file, out -> {
            for (Readable record : records) {
                Packed.form().write(Packed.of(record), out);
            }
        });
        return file;
    }

    private static List<Readable> records() throws Exception {
        Random random = new Random(1);
        List<Readable> records = new ArrayList<>();
        for (int i = 0; i < RECORDS; i++) {
            records.add((Readable) any(Readable.class, random));
        }
        return records;
    }

    private static List<Class<?>> concrete(Class<?> type) {
        return type.isSealed()
                ? Arrays.stream(type.getPermittedSubclasses())
                        .flatMap(permitted -> concrete(permitted).stream())
                        .distinct()
                        .toList()
                : List.of(type);
    }

    private static Object any(Type type, Random random) throws Exception {
        if (type instanceof ParameterizedType of) {
            return many((Class<?>) of.getRawType(), of.getActualTypeArguments(), random);
        }
        Class<?> of = (Class<?>) type;
        if (of.isSealed()) {
            List<Class<?>> all = concrete(of);
            return any(all.get(random.nextInt(all.size())), random);
        } else if (of == Kind.class) {
            return random.nextBoolean() ? Kind.POST : Kind.PAGE;
        } else if (of.isEnum()) {
            return of.getEnumConstants()[random.nextInt(of.getEnumConstants().length)];
        } else if (of == boolean.class) {
            return random.nextBoolean();
        } else if (of == PictureSize.class) {
            return new PictureSize(1 + random.nextInt(1 << 20), 1 + random.nextInt(1 << 20));
        } else if (of == int.class) {
            return random.nextInt(1 << random.nextInt(31));
        } else if (of == long.class) {
            return random.nextLong(-1, 1L << random.nextInt(62));
        } else if (of == Instant.class) {
            return Instant.ofEpochSecond(random.nextLong(-1L << 35, 1L << 35), random.nextInt(1_000_000_000));
        } else if (of == UUID.class) {
            return new UUID(random.nextLong(), random.nextLong());
        } else if (of == PostId.class) {
            return new PostId(new UUID(random.nextLong(), random.nextLong()));
        } else if (of == String.class) {
            return random.nextInt(20) == 0 ? "" : text(random);
        } else if (of == JsonNode.class) {
            return new TextNode(text(random));
        } else if (of == SiteId.class) {
            return new SiteId("s" + random.nextInt(3));
        } else if (of == CommitId.class) {
            return new CommitId(Digest.of("" + random.nextInt(20)).value().substring(0, 40));
        } else if (of == Digest.class) {
            return Digest.of(text(random));
        } else if (of == Slug.class) {
            return new Slug("s" + random.nextInt(1_000) + "ü");
        } else if (of == UrlPath.class) {
            return random.nextInt(9) == 0 ? UrlPath.ROOT : new UrlPath("/" + text(random));
        } else if (of == ContentPath.class) {
            return new ContentPath(text(random));
        }
        return record(of, random);
    }

    private static Object record(Class<?> type, Random random) throws Exception {
        RecordComponent[] components = type.getRecordComponents();
        Class<?>[] types =
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        Object[] values = new Object[components.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = any(components[i].getGenericType(), random);
        }
        Constructor<?> constructor = type.getDeclaredConstructor(types);
        constructor.setAccessible(true);
        return constructor.newInstance(values);
    }

    private static Object many(Class<?> type, Type[] of, Random random) throws Exception {
        if (type == Optional.class) {
            return random.nextBoolean() ? Optional.of(any(of[0], random)) : Optional.empty();
        }
        List<Object> values = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            values.add(any(of[of.length - 1], random));
        }
        if (type == List.class) {
            return values;
        } else if (type == SortedSet.class) {
            return new TreeSet<>(values);
        }
        SortedMap<String, Object> map = new TreeMap<>();
        for (Object value : values) {
            String key = text(random);
            boolean isFile = value instanceof String && random.nextBoolean();
            map.put(isFile ? key + ".md" : key, isFile ? "/posts/" + key : value);
        }
        return map;
    }

    private static String text(Random random) {
        int length = 1 + random.nextInt(random.nextInt(30) == 0 ? 40_000 : 40);
        StringBuilder text = new StringBuilder("t");
        random.ints(length, 0, SIGNS.length).forEach(i -> text.append(SIGNS[i]));
        return text.toString();
    }
}

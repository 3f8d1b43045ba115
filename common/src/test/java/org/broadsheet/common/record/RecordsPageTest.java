package org.broadsheet.common.record;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.sun.source.doctree.DocCommentTree;
import com.sun.source.doctree.DocTree;
import com.sun.source.doctree.ParamTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.lang.model.element.Modifier;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * The shapes of all records stand on one page, {@code docs/records.md}, made of the records themselves and what is said of them.
 * With {@code -Dbroadsheet.records.write=true} it is written; without, it has to be what would be.
 */
class RecordsPageTest {
    private static final Path PAGE = Path.of("../docs/records.md");
    private static final Path SOURCES = Path.of("src/main/java/org/broadsheet/common/record");

    private static final Map<KafkaTopic, List<Class<?>>> TOPICS = new TreeMap<>(Map.of(
            KafkaTopic.SIGNALS, List.of(Signal.class),
            KafkaTopic.CONTENT, List.of(Content.class),
            KafkaTopic.READABLE, List.of(Readable.class),
            KafkaTopic.EVENTS, List.of(Event.class),
            KafkaTopic.COMMITS, List.of(CommitStage.class),
            KafkaTopic.PROBLEMS, List.of(PathProblems.class),
            KafkaTopic.WEBHOOKS, List.of(Webhook.class, GoneEndpoint.class),
            KafkaTopic.DELIVERIES, List.of(Delivery.class),
            KafkaTopic.ATTEMPTS, List.of(Attempt.class)));

    private static final String HEAD = """
            # Records

            Every record that is in Kafka, its key and its fields. This page is made from the records in `org.broadsheet.common.record` and
            what is said of them there; a test fails when it is not what they are. To write it again:

                ./mvnw test -pl common -Dtest=RecordsPageTest -Dbroadsheet.records.write=true

            A record's value is JSON. Ids, digests, paths and URL paths are strings, digests and commits in hexadecimal, times such as
            `2026-11-29T10:12:04Z`. A field that is *optional* is left out when there is nothing to say; fields that a reader does not know are
            passed over. Of a *state* the latest record of each key counts, of a *log* every one for as long as it is kept.
            """;

    /** By their names without package, such as {@code Content.Document}. */
    private final Map<String, Shape> shapes = new TreeMap<>();

    /** @param flat whether its own fields stand in its place */
    private record Field(String name, String type, String meaning, boolean flat) {}

    /** @param fields of a record; of an enum its constants */
    private record Shape(Tree.Kind kind, String meaning, List<Field> fields) {
        String meaningOf(String field) {
            return fields.stream()
                    .filter(each -> each.name.equals(field))
                    .findFirst()
                    .orElseThrow()
                    .meaning;
        }
    }

    @Test
    void thePageSaysWhatTheRecordsAre() throws IOException {
        readSources();
        String page = page();
        if (Boolean.getBoolean("broadsheet.records.write")) {
            Files.writeString(PAGE, page);
        }

        assertThat(Files.readString(PAGE))
                .as("written by -Dbroadsheet.records.write=true")
                .isEqualTo(page);
    }

    private String page() {
        StringBuilder page = new StringBuilder(HEAD);
        Set<String> told = new LinkedHashSet<>();
        TOPICS.forEach((topic, types) -> {
            page.append("\n## `").append(topic.kafkaName()).append("`\n\n");
            page.append(
                            topic.isState()
                                    ? "State"
                                    : "Log of " + days(topic.retention().toDays()))
                    .append(". ")
                    .append(shape("KafkaTopic").meaningOf(topic.name()))
                    .append('\n');
            Set<String> open = new LinkedHashSet<>();
            types.forEach(type -> tell(type, page, told, open));
            for (Optional<String> next = open.stream().findFirst();
                    next.isPresent();
                    next = open.stream().findFirst()) {
                open.remove(next.get());
                if (!told.contains(next.get())) {
                    tell(type(next.get()), page, told, open);
                }
            }
        });
        return page.toString();
    }

    private void tell(Class<?> type, StringBuilder page, Set<String> told, Set<String> open) {
        told.add(name(type));
        tell(type, Optional.empty(), page, open);
        kinds(type).forEach(kind -> {
            told.add(name(kind.value()));
            tell(kind.value(), Optional.of(property(type) + ": " + kind.name()), page, open);
        });
    }

    private static List<JsonSubTypes.Type> kinds(Class<?> type) {
        JsonSubTypes types = type.getAnnotation(JsonSubTypes.class);
        return types == null ? List.of() : List.of(types.value());
    }

    private static String property(Class<?> type) {
        return type.getAnnotation(JsonTypeInfo.class).property();
    }

    private void tell(Class<?> type, Optional<String> which, StringBuilder page, Set<String> open) {
        Shape shape = shape(name(type));
        page.append("\n### ").append(name(type)).append("\n\n");
        String first = which.map(is -> "`" + is + "`. ").orElse("") + shape.meaning;
        page.append(first.strip()).append(first.isEmpty() ? "" : "\n\n");
        switch (shape.kind) {
            case INTERFACE ->
                page.append(kinds(type).stream()
                                .map(kind -> name(kind.value()))
                                .collect(Collectors.joining(", ", "One of ", ".")))
                        .append('\n');
            case ENUM -> {
                page.append("| Value | |\n|---|---|\n");
                for (Object value : type.getEnumConstants()) {
                    row(page, json(value), shape.meaningOf(((Enum<?>) value).name()));
                }
            }
            default -> {
                page.append("| Field | Type | |\n|---|---|---|\n");
                fields(shape, name(type))
                        .forEach(field ->
                                row(page, field.name, words(name(type), field.type, open) + " | " + field.meaning));
            }
        }
    }

    private Stream<Field> fields(Shape shape, String owner) {
        return shape.fields.stream()
                .flatMap(field -> field.flat
                        ? fields(shape(resolve(owner, field.type).orElseThrow()), field.type)
                        : Stream.of(field));
    }

    private static void row(StringBuilder page, String first, String others) {
        page.append("| `").append(first).append("` | ").append(others).append(" |\n");
    }

    private static String json(Object value) {
        return new String(Json.write(value), StandardCharsets.UTF_8).replace("\"", "");
    }

    private static String days(long days) {
        return days == 1 ? "a day" : days + " days";
    }

    /** A type as people say it; those of ours that have a shape are told of as well. */
    private String words(String owner, String type, Set<String> open) {
        if (type.startsWith("@")) {
            return words(owner, type.substring(type.lastIndexOf(' ') + 1), open);
        }
        int bracket = type.indexOf('<');
        if (bracket > 0) {
            String outer = type.substring(0, bracket);
            String inner = type.substring(bracket + 1, type.length() - 1);
            return switch (outer) {
                case "Optional" -> words(owner, inner, open) + ", optional";
                case "List" -> "list of " + words(owner, inner, open);
                case "SortedSet" -> "set of " + words(owner, inner, open) + ", in order";
                case "Map", "SortedMap" -> {
                    String[] entry = inner.split(",\\s*", 2);
                    yield "map of " + words(owner, entry[0], open) + " to " + words(owner, entry[1], open);
                }
                default -> throw new IllegalArgumentException(type);
            };
        }
        Optional<String> ours = resolve(owner, type);
        ours.ifPresent(open::add);
        return ours.orElseGet(() -> switch (type) {
            case "int", "long", "Integer", "Long" -> "number";
            case "boolean" -> "true or false";
            case "String" -> "string";
            case "Instant" -> "time";
            default -> type;
        });
    }

    /** The name of ours that {@code type} is, seen from {@code owner}. */
    private Optional<String> resolve(String owner, String type) {
        String around = owner;
        while (true) {
            String candidate = around.isEmpty() ? type : around + "." + type;
            if (shapes.containsKey(candidate)) {
                return Optional.of(candidate);
            }
            if (around.isEmpty()) {
                return Optional.empty();
            }
            around = around.contains(".") ? around.substring(0, around.lastIndexOf('.')) : "";
        }
    }

    private Shape shape(String name) {
        return Optional.ofNullable(shapes.get(name)).orElseThrow(() -> new IllegalArgumentException(name));
    }

    private static Class<?> type(String name) {
        try {
            return Class.forName(Content.class.getPackageName() + "." + name.replace('.', '$'));
        } catch (ClassNotFoundException e) {
            throw new IllegalArgumentException(name, e);
        }
    }

    private static String name(Class<?> type) {
        Class<?> around = type.getEnclosingClass();
        return around == null ? type.getSimpleName() : name(around) + "." + type.getSimpleName();
    }

    private void readSources() throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, Locale.ROOT, null);
                Stream<Path> sources = Files.list(SOURCES)) {
            JavacTask task = (JavacTask) compiler.getTask(
                    null,
                    files,
                    null,
                    List.of("-proc:none"),
                    null,
                    files.getJavaFileObjectsFromPaths(sources.sorted().toList()));
            DocTrees docs = DocTrees.instance(task);
            for (CompilationUnitTree unit : task.parse()) {
                new Reader(docs).scan(unit, "");
            }
        }
    }

    private final class Reader extends TreePathScanner<@Nullable Void, String> {
        private final DocTrees docs;

        Reader(DocTrees docs) {
            this.docs = docs;
        }

        @Override
        public @Nullable Void visitClass(ClassTree type, String around) {
            String name = around.isEmpty() ? type.getSimpleName().toString() : around + "." + type.getSimpleName();
            DocCommentTree doc = docs.getDocCommentTree(getCurrentPath());
            List<Field> fields = new ArrayList<>();
            for (Tree member : type.getMembers()) {
                if (member instanceof VariableTree variable && isField(type, variable)) {
                    String field = variable.getName().toString();
                    String meaning = type.getKind() == Tree.Kind.ENUM
                            ? text(docs.getDocCommentTree(new TreePath(getCurrentPath(), member)))
                            : parameter(doc, field);
                    boolean flat = variable.getModifiers().getAnnotations().stream()
                            .anyMatch(each ->
                                    each.getAnnotationType().toString().equals(JsonUnwrapped.class.getSimpleName()));
                    fields.add(new Field(field, String.valueOf(variable.getType()), meaning, flat));
                }
            }
            shapes.put(name, new Shape(type.getKind(), text(doc), fields));
            return super.visitClass(type, name);
        }

        private boolean isField(ClassTree type, VariableTree variable) {
            Set<Modifier> modifiers = variable.getModifiers().getFlags();
            return switch (type.getKind()) {
                case RECORD -> !modifiers.contains(Modifier.STATIC);
                case ENUM ->
                    modifiers.contains(Modifier.STATIC)
                            && String.valueOf(variable.getType())
                                    .equals(type.getSimpleName().toString());
                default -> false;
            };
        }

        private String parameter(@Nullable DocCommentTree doc, String field) {
            return doc == null
                    ? ""
                    : doc.getBlockTags().stream()
                            .filter(tag -> tag instanceof ParamTree param
                                    && param.getName().getName().contentEquals(field))
                            .map(tag -> text(((ParamTree) tag).getDescription()))
                            .findFirst()
                            .orElse("");
        }

        private String text(@Nullable DocCommentTree doc) {
            return doc == null ? "" : text(doc.getFullBody());
        }

        private String text(List<? extends DocTree> parts) {
            StringBuilder text = new StringBuilder();
            parts.forEach(text::append);
            return text.toString()
                    .replaceAll("\\{@code ([^}]*)}", "`$1`")
                    .replaceAll("\\{@link #?([^}]*)}", "`$1`")
                    .replace('#', '.')
                    .replaceAll("\\s+", " ")
                    .replace("|", "\\|")
                    .strip();
        }
    }

    @Test
    void noTopicIsWithoutItsRecords() {
        assertThat(TOPICS.keySet()).containsExactlyElementsOf(Arrays.asList(KafkaTopic.values()));
    }
}

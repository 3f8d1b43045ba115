package org.broadsheet.ingest.frontmatter;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A value in YAML with its place in the file. Plain words are texts, but for null, true, false and plain decimal numbers: the
 * other surprises of YAML 1.1 ({@code no}, {@code 12:30}, dates) are what the author typed.
 */
public sealed interface Yaml {
    /** From 1. */
    int line();

    /** From 1, in code points. */
    int column();

    /** For people: {@code a list}. */
    String kind();

    JsonNode toJson();

    /** @param quoted in quotes or a block: never null, a boolean or a number */
    record Scalar(String text, boolean quoted, int line, int column) implements Yaml {
        private static final Pattern NUMBER = Pattern.compile("[-+]?(0|[1-9][0-9]{0,17})(\\.[0-9]{1,17})?");

        boolean isNull() {
            return !quoted && (text.isEmpty() || text.equals("~") || text.equals("null"));
        }

        /** Empty for all but true and false. */
        Optional<Boolean> bool() {
            return quoted
                    ? Optional.empty()
                    : switch (text) {
                        case "true", "True", "TRUE" -> Optional.of(true);
                        case "false", "False", "FALSE" -> Optional.of(false);
                        default -> Optional.empty();
                    };
        }

        @Override
        public String kind() {
            return isNull() ? "nothing" : Quoted.of(text);
        }

        @Override
        public JsonNode toJson() {
            JsonNodeFactory json = JsonNodeFactory.instance;
            if (isNull()) {
                return json.nullNode();
            }
            if (bool().isPresent()) {
                return json.booleanNode(bool().get());
            }
            if (!quoted && NUMBER.matcher(text).matches()) {
                return text.indexOf('.') < 0
                        ? json.numberNode(Long.parseLong(text))
                        : json.numberNode(new BigDecimal(text));
            }
            return json.textNode(text);
        }
    }

    record Sequence(List<Yaml> items, int line, int column) implements Yaml {
        @Override
        public String kind() {
            return "a list";
        }

        @Override
        public JsonNode toJson() {
            ArrayNode array = JsonNodeFactory.instance.arrayNode();
            items.forEach(i -> array.add(i.toJson()));
            return array;
        }
    }

    /** @param entries in their order, no key twice */
    record Mapping(List<Entry> entries, int line, int column) implements Yaml {
        Optional<Entry> get(String key) {
            return entries.stream().filter(e -> e.key().text().equals(key)).findFirst();
        }

        @Override
        public String kind() {
            return "keys with values";
        }

        @Override
        public JsonNode toJson() {
            ObjectNode object = JsonNodeFactory.instance.objectNode();
            entries.forEach(e -> object.set(e.key().text(), e.value().toJson()));
            return object;
        }
    }

    record Entry(Scalar key, Yaml value) {}
}

package org.broadsheet.ingest.frontmatter;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.broadsheet.common.data.DataNode;
import org.broadsheet.common.data.DataOutcome;

/** What authors wrote, for people and for templates. */
public final class Values {
    /** Longer ones are taken for texts: not every reader of JSON has them. */
    private static final Pattern NUMBER = Pattern.compile("[-+]?(0|[1-9][0-9]{0,17})(\\.[0-9]{1,17})?");

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private Values() {}

    /** Empty when there is nothing but comments. */
    static Optional<DataNode> of(DataOutcome outcome) throws Malformed {
        return switch (outcome) {
            case DataOutcome.Read read -> read.root();
            case DataOutcome.Refused refused -> throw new Malformed(refused.problem());
        };
    }

    /** Of a key that stands there again the last that is spelled so, else the last. */
    static Optional<DataNode.Entry> entry(DataNode.Mapping mapping, String key) {
        String folded = Keys.folded(key);
        return last(
                mapping.entries().stream()
                        .filter(e -> Keys.folded(e.key().text()).equals(folded))
                        .toList(),
                key);
    }

    /** The one of these that counts for {@code key}. */
    static Optional<DataNode.Entry> last(List<DataNode.Entry> spellings, String key) {
        return spellings.stream()
                .filter(e -> e.key().text().equals(key))
                .reduce((former, latter) -> latter)
                .or(() -> spellings.stream().reduce((former, latter) -> latter));
    }

    /** What says that there is none, be it for a template: {@code image: false}. */
    static boolean isNothing(DataNode.Scalar scalar) {
        return scalar.isNull() || scalar.text().isBlank() || scalar.bool().equals(Optional.of(false));
    }

    /** For people: {@code a list}. */
    public static String kind(DataNode node) {
        return switch (node) {
            case DataNode.Scalar scalar -> scalar.isNull() ? "nothing" : Quoted.of(scalar.text());
            case DataNode.Sequence sequence -> "a list";
            case DataNode.Mapping mapping -> "keys with values";
        };
    }

    static JsonNode json(DataNode node) {
        return switch (node) {
            case DataNode.Scalar scalar -> json(scalar);
            case DataNode.Sequence sequence -> {
                ArrayNode array = JSON.arrayNode();
                sequence.items().forEach(item -> array.add(json(item)));
                yield array;
            }
            case DataNode.Mapping mapping -> {
                ObjectNode object = JSON.objectNode();
                mapping.entries().forEach(e -> object.set(e.key().text(), json(e.value())));
                yield object;
            }
        };
    }

    private static JsonNode json(DataNode.Scalar scalar) {
        String text = scalar.text();
        if (scalar.isNull()) {
            return JSON.nullNode();
        }
        if (scalar.bool().isPresent()) {
            return JSON.booleanNode(scalar.bool().get());
        }
        if (!scalar.quoted() && NUMBER.matcher(text).matches()) {
            return text.indexOf('.') < 0
                    ? JSON.numberNode(Long.parseLong(text))
                    : JSON.numberNode(new BigDecimal(text));
        }
        return JSON.textNode(text);
    }
}

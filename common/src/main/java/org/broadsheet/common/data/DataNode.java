package org.broadsheet.common.data;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.broadsheet.common.record.Finding;

/** A value of a document. Lines and columns are from 1, columns in code points; those of what an alias repeats are the alias's. */
public sealed interface DataNode {
    int line();

    int column();

    default Finding problem(String message, String hint) {
        return Finding.problem(line(), column(), message, hint);
    }

    default Finding warning(String message, String hint) {
        return Finding.warning(line(), column(), message, hint);
    }

    /**
     * One value. Nothing is made of it unasked: {@code NO}, {@code 12:30}, {@code 2026-13-40} and {@code 1.10} are as written.
     *
     * @param text without quotes and escapes
     * @param quoted whether it stands in quotes or is a block of YAML ({@code |}, {@code >}), and so is a text whatever it looks
     *     like
     */
    record Scalar(String text, boolean quoted, int line, int column) implements DataNode {
        private static final Pattern NUMBER =
                Pattern.compile("[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]{1,3})?");

        /** YAML 1.2.2, 10.3.2: {@code null}, {@code Null}, {@code NULL}, {@code ~} or nothing. */
        public boolean isNull() {
            return !quoted
                    && switch (text) {
                        case "", "~", "null", "Null", "NULL" -> true;
                        default -> false;
                    };
        }

        /** YAML 1.2.2, 10.3.2: {@code true} and {@code false}, as such, capitalised or in capitals. */
        public Optional<Boolean> bool() {
            if (quoted) {
                return Optional.empty();
            }
            return switch (text) {
                case "true", "True", "TRUE" -> Optional.of(true);
                case "false", "False", "FALSE" -> Optional.of(false);
                default -> Optional.empty();
            };
        }

        /** A decimal number, such as {@code 42}, {@code -1.10}, {@code 1e3}. */
        public Optional<BigDecimal> number() {
            return !quoted && NUMBER.matcher(text).matches() ? Optional.of(new BigDecimal(text)) : Optional.empty();
        }
    }

    /** Values in order. */
    record Sequence(List<DataNode> items, int line, int column) implements DataNode {
        public Sequence {
            items = List.copyOf(items);
        }
    }

    /** Keys and values in the order in which they are written. Above a text a key may stand there again. */
    record Mapping(List<Entry> entries, int line, int column) implements DataNode {
        public Mapping {
            entries = List.copyOf(entries);
        }

        public Optional<DataNode> get(String key) {
            return entries.stream()
                    .filter(entry -> entry.key().text().equals(key))
                    .map(Entry::value)
                    .findFirst();
        }
    }

    record Entry(Scalar key, DataNode value) {}
}

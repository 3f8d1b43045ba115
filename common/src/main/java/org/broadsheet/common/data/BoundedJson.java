package org.broadsheet.common.data;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads one JSON object into nodes: keys that stand there again are kept, depth and number of values are bounded before they cost
 * anything. Pure; safe for all threads.
 */
public final class BoundedJson {
    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNumberLength(1_000).build())
            .build();

    private final String text;
    private final Bounds bounds;
    private final Places places;
    private final JsonParser parser;
    /** Where the parser was last, in characters and in code points. */
    private int offset;

    private int index;

    private BoundedJson(String text, DataLimits limits, int linesAbove) throws IOException {
        this.text = text;
        places = new Places(text, linesAbove);
        bounds = new Bounds(limits, places);
        parser = JSON.createParser(text);
    }

    /** @param linesAbove lines of the file that stand above the text */
    public static DataOutcome read(String text, DataLimits limits, int linesAbove) {
        try {
            Characters.check(text, limits, linesAbove, "JSON");
            return new DataOutcome.Read(Optional.of(new BoundedJson(text, limits, linesAbove).document()));
        } catch (Refused e) {
            return new DataOutcome.Refused(e.problem());
        } catch (IOException e) {
            throw new UncheckedIOException("of a text in memory", e);
        }
    }

    /** Behind the brace that closes the one at {@code start}; empty if none does within {@code most} characters. */
    public static Optional<Integer> end(String text, int start, int most) {
        int open = 0;
        boolean quoted = false;
        for (int i = start; i < Math.min(text.length(), (long) start + most); i++) {
            char c = text.charAt(i);
            if (quoted) {
                i += c == '\\' ? 1 : 0;
                quoted = c != '"';
            } else {
                quoted = c == '"';
                open += c == '{' ? 1 : c == '}' ? -1 : 0;
                if (open == 0) {
                    return Optional.of(i + 1);
                }
            }
        }
        return Optional.empty();
    }

    private DataNode document() throws IOException {
        try (parser) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw refuse(0, "no object", "begin it with {");
            }
            DataNode root = value(1);
            if (parser.nextToken() != null) {
                throw refuse(here(), "more behind the last }", "keep one object");
            }
            return root;
        } catch (JsonProcessingException e) {
            int where = e.getLocation() == null ? 0 : (int) e.getLocation().getCharOffset();
            int found = Math.clamp((long) where, 0, text.length());
            String problem = e.getOriginalMessage().lines().findFirst().orElse("");
            throw refuse(
                    text.codePointCount(0, found),
                    "not JSON: " + problem,
                    "write \"key\": \"value\", keys and texts in double quotes, with a comma between two");
        }
    }

    private DataNode value(int depth) throws IOException {
        int start = here();
        bounds.depth(start, depth);
        bounds.count(start);
        JsonToken token = parser.currentToken();
        return switch (token) {
            case START_ARRAY -> {
                List<DataNode> items = new ArrayList<>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    items.add(value(depth + 1));
                }
                yield new DataNode.Sequence(items, places.line(start), places.column(start));
            }
            case START_OBJECT -> {
                List<DataNode.Entry> entries = new ArrayList<>();
                while (parser.nextToken() != JsonToken.END_OBJECT) {
                    int keyStart = here();
                    bounds.count(keyStart);
                    DataNode.Scalar key = scalar(parser.currentName(), false, keyStart);
                    parser.nextToken();
                    entries.add(new DataNode.Entry(key, value(depth + 1)));
                }
                yield new DataNode.Mapping(entries, places.line(start), places.column(start));
            }
            case VALUE_STRING -> scalar(parser.getText(), true, start);
            default -> scalar(parser.getText(), false, start);
        };
    }

    private DataNode.Scalar scalar(String value, boolean quoted, int start) {
        if (value.codePoints().anyMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE)) {
            throw refuse(start, "an escape that stands for no character", "write the character itself");
        }
        return new DataNode.Scalar(value, quoted, places.line(start), places.column(start));
    }

    private int here() {
        int now = (int) parser.currentTokenLocation().getCharOffset();
        index += text.codePointCount(offset, now);
        offset = now;
        return index;
    }

    private Refused refuse(int where, String message, String hint) {
        return new Refused(places.problem(where, message, hint));
    }
}

package org.broadsheet.render.markdown;

import com.vladsch.flexmark.util.ast.Node;
import com.vladsch.flexmark.util.sequence.BasedSequence;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Attributes as they stand in a text, {@code {: .class #id key="value" name}} or Hugo's {@code {.class #id}}, until
 * {@link AttributeLists} gives them to what they are meant for. Readers never see them.
 */
final class AttributeList extends Node {
    /** More of them are not read. */
    private static final int MOST = 50;

    private static final Pattern ITEM = Pattern.compile(
            "\\s*(?:\\.(?<class>[\\w-]+(?:\\.[\\w-]+)*)|#(?<id>[^\\s.#}]+)|(?<key>[\\w:-]+)=(?:\"(?<double>[^\"]*)\"|'(?<single>[^']*)'|(?<bare>[^\\s\"'}]+))|(?<name>[\\w-]+))");

    private final Optional<String> defines;
    private final Map<String, String> attributes;
    private final List<String> names;

    private AttributeList(
            BasedSequence chars, Optional<String> defines, Map<String, String> attributes, List<String> names) {
        super(chars);
        this.defines = defines;
        this.attributes = attributes;
        this.names = names;
    }

    /** One that has nothing to give, such as a comment. */
    static AttributeList nothing(BasedSequence chars) {
        return new AttributeList(chars, Optional.empty(), Map.of(), List.of());
    }

    /** Empty if it is none. */
    static Optional<AttributeList> of(BasedSequence chars, Optional<String> defines, CharSequence inner) {
        Map<String, String> attributes = new LinkedHashMap<>();
        List<String> names = new ArrayList<>();
        Matcher matcher = ITEM.matcher(inner);
        int at = 0;
        for (int i = 0; i < MOST && matcher.region(at, inner.length()).lookingAt(); i++) {
            at = matcher.end();
            if (matcher.group("class") != null) {
                attributes.merge("class", matcher.group("class").replace('.', ' '), (a, b) -> a + " " + b);
            } else if (matcher.group("id") != null) {
                attributes.put("id", matcher.group("id"));
            } else if (matcher.group("key") != null) {
                String value = matcher.group("double") != null
                        ? matcher.group("double")
                        : matcher.group("single") != null ? matcher.group("single") : matcher.group("bare");
                if (matcher.group("key").equals("class")) {
                    attributes.merge("class", value, (a, b) -> a + " " + b);
                } else {
                    attributes.put(matcher.group("key"), value);
                }
            } else {
                names.add(matcher.group("name"));
            }
        }
        return inner.subSequence(at, inner.length()).toString().isBlank()
                ? Optional.of(new AttributeList(chars, defines, attributes, names))
                : Optional.empty();
    }

    /** What others call it by. */
    Optional<String> defines() {
        return defines;
    }

    Map<String, String> attributes() {
        return attributes;
    }

    /** Of others whose attributes are meant too. */
    List<String> names() {
        return names;
    }

    @Override
    public BasedSequence[] getSegments() {
        return EMPTY_SEGMENTS;
    }
}

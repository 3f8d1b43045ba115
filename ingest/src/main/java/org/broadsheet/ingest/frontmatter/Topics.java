package org.broadsheet.ingest.frontmatter;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.broadsheet.common.id.Slug;
import org.broadsheet.common.record.Finding;

/**
 * Topics as they are written, repeats included. How many a text of several words is, the generator decides for which it was written.
 */
public record Topics(List<Topic> all) {
    public static final Topics NONE = new Topics(List.of());

    /** @param words whether Jekyll takes each word of it for one */
    record Topic(Written<String> name, boolean words) {}

    public Topics {
        all = List.copyOf(all);
    }

    /** What has one URL is one topic, under the name that is written first. */
    public List<Written<String>> names(boolean jekyll) {
        Map<Slug, Written<String>> names = new LinkedHashMap<>();
        each(jekyll).forEach(name -> names.putIfAbsent(Slug.ofName(name.value()), name));
        return List.copyOf(names.values());
    }

    /** Tells what is no topic of its own because another name has its URL. */
    public List<Finding> told(boolean jekyll) {
        List<Finding> findings = new ArrayList<>();
        Map<Slug, String> names = new LinkedHashMap<>();
        for (Written<String> name : each(jekyll)) {
            Slug slug = Slug.ofName(name.value());
            String first = names.putIfAbsent(slug, name.value());
            if (first != null && !Keys.folded(first).equals(Keys.folded(name.value()))) {
                findings.add(name.warning(
                        "the topic " + Quoted.of(name.value()) + " is at /topics/" + slug + ", as " + Quoted.of(first)
                                + " is",
                        "give one of them another name"));
            }
        }
        return findings;
    }

    private List<Written<String>> each(boolean jekyll) {
        List<Written<String>> each = new ArrayList<>();
        for (Topic topic : all) {
            if (jekyll && topic.words) {
                Arrays.stream(topic.name.value().split("\\s+"))
                        .map(word -> new Written<>(word, topic.name.line(), topic.name.column()))
                        .forEach(each::add);
            } else {
                each.add(topic.name);
            }
        }
        return each;
    }
}

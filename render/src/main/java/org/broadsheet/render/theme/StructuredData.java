package org.broadsheet.render.theme;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** What a page tells machines of itself, in the words of schema.org, as JSON-LD. */
final class StructuredData {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private StructuredData() {}

    /** A post, and the way to it: the site, the first of its topics, itself. */
    static String of(PostView view) {
        ObjectNode page = JSON.objectNode().put("@context", "https://schema.org");
        ArrayNode graph = page.putArray("@graph");
        String home = view.card().origin() + view.site().homeUrl();
        ObjectNode post = graph.addObject().put("@type", "BlogPosting").put("headline", view.title());
        if (!view.excerpt().isEmpty()) {
            post.put("description", view.excerpt());
        }
        post.put("url", view.canonical())
                .put("mainEntityOfPage", view.canonical())
                .put("datePublished", view.published().iso())
                .put("dateModified", view.card().modified())
                .put("inLanguage", view.language().tag());
        view.card().image().ifPresent(image -> post.put("image", image.url()));
        if (!view.authors().isEmpty()) {
            ArrayNode authors = post.putArray("author");
            view.authors()
                    .forEach(author -> authors.addObject()
                            .put("@type", "Person")
                            .put("name", author.name())
                            .put("url", view.card().origin() + author.url()));
        }
        if (!view.topics().isEmpty()) {
            ArrayNode keywords = post.putArray("keywords");
            view.topics().forEach(topic -> keywords.add(topic.title()));
        }
        post.putObject("isPartOf")
                .put("@type", "Blog")
                .put("name", view.site().title())
                .put("url", home);

        ArrayNode way = graph.addObject().put("@type", "BreadcrumbList").putArray("itemListElement");
        step(way, view.site().title(), home);
        view.topics().stream()
                .findFirst()
                .ifPresent(topic -> step(way, topic.title(), view.card().origin() + topic.url()));
        step(way, view.title(), view.canonical());
        return safe(page.toString());
    }

    private static void step(ArrayNode way, String name, String url) {
        way.addObject()
                .put("@type", "ListItem")
                .put("position", way.size())
                .put("name", name)
                .put("item", url);
    }

    /** Nothing in it ends a script element, or begins a comment: these signs stand within JSON's strings only. */
    private static String safe(String json) {
        return json.replace("<", "\\u003c")
                .replace(">", "\\u003e")
                .replace("&", "\\u0026")
                .replace("\u2028", "\\u2028")
                .replace("\u2029", "\\u2029");
    }
}

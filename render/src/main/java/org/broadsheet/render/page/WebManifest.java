package org.broadsheet.render.page;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.broadsheet.common.id.UrlPath;
import org.broadsheet.common.storage.ByteSource;
import org.broadsheet.render.theme.Icons;
import org.broadsheet.render.theme.SiteUrls;
import org.broadsheet.render.theme.SiteView;

/** What a browser knows of the site that somebody keeps on their first screen. */
public record WebManifest(UrlPath url) implements GeneratedFile<WebManifest.View> {
    static final Family FAMILY = Family.fixed(new UrlPath("/site.webmanifest"), WebManifest::new);

    private static final String PAPER = "#fcfaf5";

    /** @param base the base URL's path */
    public record View(String title, String language, String dir, String base, Icons icons) {}

    @Override
    public View view(Views views) {
        SiteView site = views.anywhere();
        SiteUrls urls = views.urls();
        return new View(site.title(), site.language(), site.dir(), urls.basePath(), site.icons());
    }

    @Override
    public ByteSource bytes(View view, Materials of) throws IOException {
        ObjectNode manifest = JsonNodeFactory.instance
                .objectNode()
                .put("name", view.title())
                .put("lang", view.language())
                .put("dir", view.dir())
                .put("start_url", view.base() + "/")
                .put("scope", view.base() + "/")
                .put("display", "browser")
                .put("background_color", PAPER)
                .put("theme_color", PAPER);
        ArrayNode icons = manifest.putArray("icons");
        if (view.icons().svg()) {
            icon(icons, view.base() + Icon.SVG, "any", "image/svg+xml");
        }
        if (view.icons().touch()) {
            icon(icons, view.base() + Icon.TOUCH, "180x180", "image/png");
        }
        return ByteSource.of(manifest.toPrettyString().getBytes(StandardCharsets.UTF_8));
    }

    private static void icon(ArrayNode icons, String url, String sizes, String type) {
        icons.addObject().put("src", url).put("sizes", sizes).put("type", type);
    }
}

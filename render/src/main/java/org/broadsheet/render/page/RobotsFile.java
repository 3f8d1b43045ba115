package org.broadsheet.render.page;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.broadsheet.common.id.UrlPath;
import org.broadsheet.common.storage.ByteSource;

/** {@code robots.txt}. */
public record RobotsFile(UrlPath url) implements GeneratedFile<RobotsFile.View> {
    static final Family FAMILY = Family.fixed(new UrlPath("/robots.txt"), RobotsFile::new);

    /** @param sitemap the whole URL of the index */
    public record View(String sitemap) {}

    @Override
    public Phase phase(boolean isNew) {
        return Phase.CHANGED_FILES;
    }

    @Override
    public RobotsFile.View view(Views views) {
        return new View(views.urls().absolute(SitemapIndex.URL));
    }

    @Override
    public ByteSource bytes(RobotsFile.View view, Materials of) throws IOException {
        return ByteSource.of(
                ("User-agent: *\nAllow: /\n\nSitemap: " + view.sitemap() + "\n").getBytes(StandardCharsets.UTF_8));
    }
}

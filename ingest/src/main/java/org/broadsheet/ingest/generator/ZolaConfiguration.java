package org.broadsheet.ingest.generator;

import java.util.List;
import java.util.Optional;
import org.broadsheet.common.record.Content;

/** What stands in Zola's {@code config.toml}, which is named as Hugo's is. */
final class ZolaConfiguration {
    private final Settings settings;

    ZolaConfiguration(Settings settings) {
        this.settings = settings;
    }

    GeneratorFile.Readable read() {
        settings.hint(
                "base_url",
                settings.value("base_url").orElseThrow(),
                "a key of Zola's, whose URLs are not known here",
                "write permalinks: /:section/:slug into site.yml");
        return new GeneratorFile.Readable(
                Content.Generator.ZOLA,
                settings.text("title"),
                settings.text("description"),
                settings.baseUrl("base_url", ""),
                settings.language("default_language"),
                Optional.empty(),
                Settings.authors(List.of(settings.value("author"))),
                Optional.empty(),
                settings.hints());
    }
}

package org.broadsheet.render.release;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.broadsheet.common.id.ContentPath;
import org.broadsheet.common.id.GeneratorNames;
import org.broadsheet.common.record.Content;

/** Where the generator that a site's content was written for lists what lies in a folder. */
final class Sections {
    private static final String CONTENT = "content";
    /** What stands before the ending, or the language, of the text of a folder of its own. */
    private static final String BUNDLE = "index.";

    private Sections() {}

    /**
     * Of the folders that a text lies in, without its own: Hugo takes the first for a section, and each deeper one that has an introduction,
     * which is nothing here.
     */
    static List<String> of(Content.Settings settings, ContentPath path) {
        String content = settings.contentFolder().orElse(CONTENT) + "/";
        boolean isListed = settings.generator().equals(Optional.of(Content.Generator.HUGO))
                && path.value().startsWith(content);
        if (!isListed) {
            return List.of();
        }
        String[] names = path.value().substring(content.length()).split("/");
        int folders = names.length - (names[names.length - 1].startsWith(BUNDLE) ? 2 : 1);
        List<String> sections = new ArrayList<>();
        StringBuilder section = new StringBuilder();
        for (int i = 0; i < folders; i++) {
            section.append('/').append(GeneratorNames.hugos(names[i].toLowerCase(Locale.ROOT)));
            sections.add(section.toString());
        }
        return sections;
    }
}

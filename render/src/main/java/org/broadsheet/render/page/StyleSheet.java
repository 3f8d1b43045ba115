package org.broadsheet.render.page;

import java.io.IOException;
import org.broadsheet.common.id.UrlPath;
import org.broadsheet.common.storage.ByteSource;

/** The theme's style sheet; its URL names its bytes. */
public record StyleSheet(UrlPath url) implements ThemeFile {
    static Family family(UrlPath url) {
        return Family.fixed(url, StyleSheet::new);
    }

    @Override
    public ByteSource bytes(View view, Materials of) throws IOException {
        return ByteSource.of(of.theme().css());
    }
}

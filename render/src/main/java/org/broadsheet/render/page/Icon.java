package org.broadsheet.render.page;

import java.io.IOException;
import org.broadsheet.common.id.UrlPath;
import org.broadsheet.common.storage.ByteSource;

/** What browsers show beside the title. */
public record Icon(UrlPath url) implements ThemeFile {
    static final Family FAMILY = Family.fixed(new UrlPath("/favicon.ico"), Icon::new);

    @Override
    public ByteSource bytes(View view, Materials of) throws IOException {
        return ByteSource.of(of.theme().icon());
    }
}

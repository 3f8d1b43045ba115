package org.broadsheet.render.stage;

import java.io.IOException;
import java.util.Optional;
import org.broadsheet.common.id.Digest;
import org.broadsheet.common.id.UrlPath;

/** The site store holds something else than was believed: another owner writes there, or somebody by hand. */
final class StoreConflict extends IOException {
    private static final long serialVersionUID = 1;

    StoreConflict(UrlPath url, Optional<Digest> believed, Optional<Digest> present) {
        super("the site store holds " + present.map(Digest::value).orElse("nothing") + " at " + url + ", not "
                + believed.map(Digest::value).orElse("nothing"));
    }
}

package org.broadsheet.ingest.link;

import java.io.IOException;
import java.util.Optional;
import org.broadsheet.common.id.UrlPath;
import org.broadsheet.common.link.Target;

/** What is there to be linked to, for one document. */
public interface Targets {
    Optional<UrlPath> find(Target target) throws IOException;
}

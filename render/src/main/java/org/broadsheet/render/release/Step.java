package org.broadsheet.render.release;

import java.util.Optional;
import org.broadsheet.common.id.Digest;
import org.broadsheet.common.id.UrlPath;

/**
 * One object to write or remove.
 *
 * @param target what is to be there; empty: nothing
 * @param believed what is there before
 */
public record Step(UrlPath url, Optional<Target> target, Optional<Digest> believed) {}

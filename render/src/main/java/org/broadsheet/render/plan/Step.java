package org.broadsheet.render.plan;

import java.util.Optional;
import org.broadsheet.common.id.Digest;
import org.broadsheet.common.id.UrlPath;
import org.broadsheet.render.page.Output;

/**
 * One object to write or remove.
 *
 * @param output what is to be there; empty: nothing
 * @param believed what is there before
 */
public record Step(UrlPath url, Optional<Output<?>> output, Optional<Digest> believed) {}

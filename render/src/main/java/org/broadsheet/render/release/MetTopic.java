package org.broadsheet.render.release;

import org.broadsheet.common.id.ContentPath;
import org.broadsheet.common.id.UrlPath;
import org.broadsheet.common.record.DocumentKey;

/**
 * A topic whose URL is that of another one's list.
 *
 * @param post that names it so
 * @param shown the name of the list, which is that of its oldest post
 * @param oldest where that lies
 */
public record MetTopic(UrlPath list, DocumentKey post, String name, String shown, ContentPath oldest) {}

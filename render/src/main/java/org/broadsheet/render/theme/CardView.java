package org.broadsheet.render.theme;

import java.util.Optional;

/**
 * What who shows a post elsewhere is told beside what its readers see.
 *
 * @param origin of the site: what stands before the URLs in its pages, such as {@code https://example.org}
 * @param modified when it was last changed, as in {@link DateView#iso}
 * @param image the cover with its whole URL
 */
public record CardView(String origin, String modified, Optional<PictureView> image) {}

package org.broadsheet.render.theme;

import java.util.Optional;
import org.broadsheet.common.record.PictureSize;

/**
 * A picture that is no part of an article.
 *
 * @param alt what it shows; empty: nothing that a reader misses
 * @param size empty: it is not known
 * @param later whether it is further down than a reader sees at first
 */
public record PictureView(String url, String alt, Optional<PictureSize> size, boolean later) {}

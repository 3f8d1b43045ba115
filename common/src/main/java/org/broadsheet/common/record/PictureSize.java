package org.broadsheet.common.record;

/**
 * How large a picture is shown if nobody says otherwise, in pixels.
 *
 * @param width such as {@code 1200}
 * @param height such as {@code 630}
 */
public record PictureSize(int width, int height) {
    public PictureSize {
        if (width < 1 || height < 1) {
            throw new IllegalArgumentException("no picture is " + width + " × " + height + " pixels");
        }
    }
}

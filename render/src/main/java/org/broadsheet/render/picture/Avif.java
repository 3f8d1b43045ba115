package org.broadsheet.render.picture;

import java.util.Optional;
import org.broadsheet.common.record.PictureSize;

/**
 * ISO/IEC 23008-12, section 6.5: boxes within boxes, one of which is an item's extent, another whether it is turned. A file may hold
 * items of several sizes, the picture's tiles or its transparency; none is larger than the picture.
 */
final class Avif {
    private static final int MOST_BOXES = 1_000;

    private Avif() {}

    static Optional<PictureSize> size(Bytes file) {
        Scan scan = new Scan(file);
        try {
            scan.boxes(0, file.length(), 0);
        } catch (Bytes.TooShort e) {
            // What stood before that counts.
        }
        return scan.lies ? PictureFile.size(scan.height, scan.width) : PictureFile.size(scan.width, scan.height);
    }

    private static final class Scan {
        private final Bytes file;
        private int left = MOST_BOXES;
        private long width;
        private long height;
        private boolean lies;

        Scan(Bytes file) {
            this.file = file;
        }

        private void boxes(int from, int to, int depth) {
            for (int at = from; at + 8 <= to && left-- > 0; ) {
                long length = file.u32(at);
                int end = (int) Math.min(to, at + (length == 0 ? to - at : length));
                if (length != 0 && length < 8) {
                    return;
                }
                if (depth == 0 && file.is(at + 4, "meta")) {
                    boxes(at + 12, end, 1);
                } else if ((depth == 1 && file.is(at + 4, "iprp")) || (depth == 2 && file.is(at + 4, "ipco"))) {
                    boxes(at + 8, end, depth + 1);
                } else if (depth == 3) {
                    property(at);
                }
                at = end;
            }
        }

        private void property(int at) {
            if (file.is(at + 4, "ispe")) {
                long itsWidth = file.u32(at + 12);
                long itsHeight = file.u32(at + 16);
                if (itsWidth * itsHeight > width * height) {
                    width = itsWidth;
                    height = itsHeight;
                }
            } else if (file.is(at + 4, "irot")) {
                lies = (file.u8(at + 8) & 1) == 1;
            }
        }
    }
}

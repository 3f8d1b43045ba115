package org.broadsheet.render.picture;

import java.util.Optional;
import org.broadsheet.common.record.PictureSize;

/** ITU-T T.81, annex B: segments, one of which is the frame's header; and, in one, which way up a camera was held. */
final class Jpeg {
    private static final int EXIF = 0xe1;

    /** TIFF 6.0: the tag of the orientation; from 5 on the picture lies on its side. */
    private static final int ORIENTATION = 0x0112;

    private static final int ON_ITS_SIDE = 5;

    private Jpeg() {}

    static Optional<PictureSize> size(Bytes file) {
        boolean lies = false;
        int at = 2;
        while (true) {
            if (file.u8(at) != 0xff) {
                return Optional.empty();
            }
            int marker = file.u8(at + 1);
            if (marker == 0xff) {
                at++; // It may be filled up with these.
                continue;
            }
            if (isFrame(marker)) {
                int height = file.u16(at + 5);
                int width = file.u16(at + 7);
                return lies ? PictureFile.size(height, width) : PictureFile.size(width, height);
            }
            if (marker == EXIF && file.is(at + 4, "Exif\0\0")) {
                lies = orientation(file, at + 10, at + 2 + file.u16(at + 2)) >= ON_ITS_SIDE;
            }
            int length = file.u16(at + 2);
            if (marker == 0xd9 || marker == 0xda || length < 2) {
                return Optional.empty();
            }
            at += 2 + length;
        }
    }

    /** SOF0 to SOF15 without DHT, JPG and DAC. */
    private static boolean isFrame(int marker) {
        return marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
    }

    /** Of the TIFF between two indices; 1 if it says none. */
    private static int orientation(Bytes file, int from, int to) {
        boolean isLittle = file.is(from, "II");
        if (to - from < 8 || (!isLittle && !file.is(from, "MM"))) {
            return 1;
        }
        long directory = isLittle ? file.u32le(from + 4) : file.u32(from + 4);
        if (directory > to - from - 2) {
            return 1;
        }
        int at = from + (int) directory;
        int entries = isLittle ? file.u16le(at) : file.u16(at);
        for (int entry = at + 2; entry + 12 <= to && entries-- > 0; entry += 12) {
            int tag = isLittle ? file.u16le(entry) : file.u16(entry);
            if (tag == ORIENTATION) {
                int value = isLittle ? file.u16le(entry + 8) : file.u16(entry + 8);
                return value <= 8 ? value : 1;
            }
        }
        return 1;
    }
}

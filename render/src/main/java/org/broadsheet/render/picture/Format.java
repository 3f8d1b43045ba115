package org.broadsheet.render.picture;

import java.util.Optional;
import java.util.stream.Stream;
import org.broadsheet.common.record.PictureSize;

/** The formats of pictures that browsers show. */
enum Format {
    /** PNG, section 5.2 and 11.2.1: the signature, then IHDR; IEND is last. */
    PNG {
        @Override
        boolean is(Bytes file) {
            return file.is(0, "\u0089PNG\r\n\u001a\n") && file.is(12, "IHDR");
        }

        @Override
        Optional<PictureSize> size(Bytes file) {
            return PictureFile.size(file.u32(16), file.u32(20));
        }

        @Override
        boolean isCut(Bytes file, long size, Bytes end) {
            return !end.is(4, "IEND");
        }
    },
    JPEG {
        @Override
        boolean is(Bytes file) {
            return file.is(0, "\u00ff\u00d8\u00ff");
        }

        @Override
        Optional<PictureSize> size(Bytes file) {
            return Jpeg.size(file);
        }
    },
    /** GIF89a, section 18: the logical screen. */
    GIF {
        @Override
        boolean is(Bytes file) {
            return file.is(0, "GIF87a") || file.is(0, "GIF89a");
        }

        @Override
        Optional<PictureSize> size(Bytes file) {
            return PictureFile.size(file.u16le(6), file.u16le(8));
        }
    },
    WEBP {
        @Override
        boolean is(Bytes file) {
            return file.is(0, "RIFF") && file.is(8, "WEBP");
        }

        /** RFC 9649: of a simple file the frame says it, of an extended one its first chunk. */
        @Override
        Optional<PictureSize> size(Bytes file) {
            if (file.is(12, "VP8X")) {
                return PictureFile.size(file.u24le(24) + 1, file.u24le(27) + 1);
            }
            if (file.is(12, "VP8L") && file.u8(20) == 0x2f) {
                long bits = file.u32le(21);
                return PictureFile.size((bits & 0x3fff) + 1, (bits >> 14 & 0x3fff) + 1);
            }
            return file.is(12, "VP8 ") && file.is(23, "\u009d\u0001*")
                    ? PictureFile.size(file.u16le(26) & 0x3fff, file.u16le(28) & 0x3fff)
                    : Optional.empty();
        }

        @Override
        boolean isCut(Bytes file, long size, Bytes end) {
            return size < 8 + file.u32le(4);
        }
    },
    AVIF {
        @Override
        boolean is(Bytes file) {
            return file.is(4, "ftypavif") || file.is(4, "ftypavis");
        }

        @Override
        Optional<PictureSize> size(Bytes file) {
            return Avif.size(file);
        }
    },
    SVG {
        @Override
        boolean is(Bytes file) {
            return Svg.mayBe(file);
        }

        @Override
        Optional<PictureSize> size(Bytes file) {
            return Svg.size(file);
        }
    };

    abstract boolean is(Bytes file);

    abstract Optional<PictureSize> size(Bytes file);

    /**
     * Whether the file ends before the picture does, as far as that can be seen.
     *
     * @param size of the file
     * @param end its last twelve bytes
     */
    boolean isCut(Bytes file, long size, Bytes end) {
        return false;
    }

    static Optional<Format> of(Bytes file) {
        return Stream.of(values()).filter(format -> format.is(file)).findFirst();
    }
}

package org.broadsheet.render.picture;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import javax.imageio.ImageIO;
import org.broadsheet.common.record.PictureSize;
import org.broadsheet.common.record.Readable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PictureFileTest {
    private static final String SVG = "<svg xmlns=\"http://www.w3.org/2000/svg\" ";

    @ParameterizedTest
    @ValueSource(strings = {"png", "jpg", "gif"})
    void readsWhatImageIoWrites(String format) throws IOException {
        assertThat(size(picture(format, 321, 123))).contains(new PictureSize(321, 123));
    }

    @ParameterizedTest
    @CsvSource({"1, 321, 123", "3, 321, 123", "5, 123, 321", "6, 123, 321", "8, 123, 321", "9, 321, 123"})
    void turnsAPhotographAsItsCameraWasHeld(int orientation, int width, int height) throws IOException {
        for (ByteOrder order : List.of(ByteOrder.BIG_ENDIAN, ByteOrder.LITTLE_ENDIAN)) {
            byte[] jpeg = picture("jpg", 321, 123);
            byte[] exif = exif(orientation, order);

            assertThat(size(joined(Arrays.copyOf(jpeg, 2), exif, Arrays.copyOfRange(jpeg, 2, jpeg.length))))
                    .contains(new PictureSize(width, height));
        }
    }

    @Test
    void readsTheThreeKindsOfWebp() {
        // Of a frame 550 × 368; lossless 400 × 301; extended 1000 × 500.
        assertThat(size(webp("56503820 20000000 300100 9d012a 2602 7001 0000"))).contains(new PictureSize(550, 368));
        assertThat(size(webp("5650384c 20000000 2f 8f014b00 0000"))).contains(new PictureSize(400, 301));
        assertThat(size(webp("56503858 0a000000 10000000 e70300 f30100"))).contains(new PictureSize(1000, 500));
    }

    @Test
    void readsAvifAndTurnsIt() {
        byte[] ispe = box("ispe", ints(0, 640, 480));
        byte[] tile = box("ispe", ints(0, 64, 64));
        byte[] irot = box("irot", new byte[] {3});

        assertThat(size(avif(ispe, tile))).contains(new PictureSize(640, 480));
        assertThat(size(avif(tile, ispe, irot))).contains(new PictureSize(480, 640));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "width='120' height='40'| 120 | 40",
                "width='120px' height='40.6px'| 120 | 41",
                "width='1in' height='72pt'| 96 | 96",
                "viewBox='0 0 24 12'| 24 | 12",
                "viewBox='-1,-1, 24.4,12'| 24 | 12",
                "width='100%' viewBox='0 0 800 400'| 800 | 400",
                "width='200' viewBox='0 0 800 400'| 200 | 100",
                "height='200' viewBox='0 0 800 400'| 400 | 200",
            })
    void readsTheRootOfAnSvg(String attributes, int width, int height) {
        PictureSize size = new PictureSize(width, height);

        assertThat(size(utf8(SVG + attributes + "/>"))).contains(size);
        assertThat(size(utf8("\ufeff<?xml version=\"1.0\"?>\n<!-- Inkscape -->\n"
                        + "<!DOCTYPE svg PUBLIC \"-//W3C//DTD SVG 1.1//EN\" \"http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd\">\n"
                        + SVG + attributes + "><script>alert(1)</script></svg>")))
                .contains(size);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "width='100%' height='100%'",
                "width='0' height='10'",
                "viewBox='0 0 0 10'",
                "viewBox='0 0 NaN 1'",
                "viewBox='0 0 1e9 1'",
                "width='12345678901' height='1'",
                "width='-3' height='4'",
            })
    void saysNothingOfAnSvgThatFillsItsPage(String attributes) {
        assertThat(size(utf8(SVG + attributes + "/>"))).isEmpty();
    }

    @Test
    void expandsNoEntityAndOpensNoFile() {
        String bomb =
                "<!DOCTYPE svg [<!ENTITY a \"1000000000\"><!ENTITY b \"&a;&a;\"><!ENTITY f SYSTEM \"file:///etc/hostname\">]>";

        assertThat(size(utf8(bomb + SVG + "width='&b;' height='1'/>"))).isEmpty();
        assertThat(size(utf8(bomb + SVG + "width='&f;' height='1'/>"))).isEmpty();
        assertThat(size(utf8("<html><svg width='1' height='1'/></html>"))).isEmpty();
        assertThat(size(utf8("<!-- " + "a" + " --><html xmlns='http://www.w3.org/1999/xhtml'/>")))
                .isEmpty();
    }

    @Test
    void readsAPictureOfFiftyMillionPixelsWithoutDecodingIt() {
        byte[] header = joined(
                HexFormat.of().parseHex("89504e470d0a1a0a"), ints(13), "IHDR".getBytes(UTF_8), ints(50_000, 50_000));

        Readable.Picture picture = picture(header).orElseThrow();

        assertThat(picture.size()).isEqualTo(new PictureSize(50_000, 50_000));
        assertThat(picture.isCut()).isTrue();
        assertThat(size(joined(
                        HexFormat.of().parseHex("89504e470d0a1a0a"), ints(13), "IHDR".getBytes(UTF_8), ints(-1, 0))))
                .isEmpty();
    }

    @Test
    void seesThatAFileEndsBeforeItsPicture() throws IOException {
        byte[] png = picture("png", 300, 200);
        byte[] webp = webp("56503858 0a000000 10000000 e70300 f30100 0000");

        assertThat(picture(png).orElseThrow().isCut()).isFalse();
        assertThat(picture(Arrays.copyOf(png, png.length - 5)).orElseThrow().isCut())
                .isTrue();
        assertThat(picture(webp).orElseThrow().isCut()).isFalse();
        assertThat(picture(Arrays.copyOf(webp, 31)).orElseThrow().isCut()).isTrue();
    }

    @Test
    void findsNoPictureInWhatIsNone() {
        for (String none :
                List.of("", "<", "PNG", "<!doctype html><p>a", "RIFF....WAVEfmt ", "GIF89a", "\u00ff\u00d8\u00ff")) {
            assertThat(picture(none.getBytes(ISO_8859_1))).as(none).isEmpty();
        }
    }

    /** A picture's size that stands behind megabytes of notes is not looked for. */
    @Test
    void keepsAQuarterOfAMegabyteAtMost() throws IOException {
        byte[] jpeg = picture("jpg", 321, 123);
        byte[] notes = joined(HexFormat.of().parseHex("ffe2ffff"), new byte[0xfffd]);
        byte[] begin = Arrays.copyOf(jpeg, 2);
        byte[] rest = Arrays.copyOfRange(jpeg, 2, jpeg.length);

        assertThat(size(joined(begin, notes, notes, notes, rest))).contains(new PictureSize(321, 123));
        assertThat(size(joined(begin, notes, notes, notes, notes, notes, rest))).isEmpty();
    }

    @Test
    void survivesWhatIsDamaged() throws IOException {
        Random random = new Random(7);
        List<byte[]> files = List.of(
                picture("png", 30, 20),
                joined(new byte[] {-1, -40}, exif(6, ByteOrder.BIG_ENDIAN), picture("jpg", 30, 20)),
                picture("gif", 30, 20),
                webp("56503820 20000000 300100 9d012a 2602 7001 0000"),
                avif(box("ispe", ints(0, 640, 480)), box("irot", new byte[] {1})),
                utf8("<?xml version='1.0' encoding='UTF-8'?><!DOCTYPE svg [<!ENTITY a 'b'>]>" + SVG
                        + "width='1' height='2' viewBox='0 0 1 1'><a>&a;</a></svg>"));
        for (int round = 0; round < 20_000; round++) {
            byte[] file = files.get(round % files.size()).clone();
            for (int i = random.nextInt(6); i >= 0; i--) {
                file[random.nextInt(file.length)] = (byte) random.nextInt(256);
            }
            byte[] damaged = Arrays.copyOf(file, random.nextInt(file.length + 1));
            assertThatCode(() -> picture(damaged))
                    .as(() -> HexFormat.of().formatHex(damaged))
                    .doesNotThrowAnyException();
        }
    }

    private static Optional<PictureSize> size(byte[] file) {
        return picture(file).map(Readable.Picture::size);
    }

    private static Optional<Readable.Picture> picture(byte[] file) {
        PictureFile whole = new PictureFile();
        whole.write(file, 0, file.length);
        PictureFile byBytes = new PictureFile();
        for (byte b : file) {
            byBytes.write(b);
        }
        assertThat(byBytes.picture()).isEqualTo(whole.picture());
        return whole.picture();
    }

    private static byte[] picture(String format, int width, int height) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        assertThat(ImageIO.write(new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB), format, out))
                .isTrue();
        return out.toByteArray();
    }

    private static byte[] exif(int orientation, ByteOrder order) {
        ByteBuffer tiff = ByteBuffer.allocate(26).order(order);
        tiff.put((order == ByteOrder.BIG_ENDIAN ? "MM" : "II").getBytes(UTF_8))
                .putShort((short) 42)
                .putInt(8);
        tiff.putShort((short) 1).putShort((short) 0x0112).putShort((short) 3).putInt(1);
        tiff.putShort((short) orientation);
        return joined(HexFormat.of().parseHex("ffe10022"), "Exif\0\0".getBytes(UTF_8), tiff.array());
    }

    private static byte[] webp(String chunk) {
        byte[] bytes = HexFormat.of().parseHex(chunk.replace(" ", ""));
        ByteBuffer size = ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(4 + bytes.length);
        return joined("RIFF".getBytes(UTF_8), size.array(), "WEBP".getBytes(UTF_8), bytes);
    }

    private static byte[] avif(byte[]... properties) {
        byte[] meta = box("meta", new byte[4], box("hdlr", new byte[20]), box("iprp", box("ipco", properties)));
        return joined(box("ftyp", "avif\0\0\0\0mif1".getBytes(UTF_8)), meta, box("mdat", new byte[100]));
    }

    private static byte[] box(String type, byte[]... content) {
        byte[] all = joined(content);
        return joined(ints(8 + all.length), type.getBytes(UTF_8), all);
    }

    private static byte[] ints(int... values) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * values.length);
        Arrays.stream(values).forEach(bytes::putInt);
        return bytes.array();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(UTF_8);
    }

    private static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }
}

package org.broadsheet.ingest.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LfsPointerTest {
    private static final String OID = "oid sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\n";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "version https://git-lfs.github.com/spec/v1\n" + OID + "size 12345\n",
                "version https://git-lfs.github.com/spec/v1\n" + OID + "size 0",
                "version https://hawser.github.com/spec/v1\n" + OID + "size 12345\n",
                "version http://git-media.io/v/2\n" + OID + "size 12345\n",
                "version https://git-lfs.github.com/spec/v2\n" + OID + "size 12345\n",
                "version https://git-lfs.github.com/spec/v1\next-0-foo sha256:00\next-1-bar sha256:11\n" + OID
                        + "size 1\n",
                "version https://git-lfs.github.com/spec/v1\r\noid sha256:4d7a214614ab2935c943f9e0ff69d22e\r\nsize 1\r\n",
                "\n  version https://git-lfs.github.com/spec/v1  \nsize 1\n\n" + OID + "\n\n",
            })
    void isOne(String file) {
        assertThat(LfsPointer.is(file.getBytes(StandardCharsets.UTF_8))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "version https://git-lfs.github.com/spec/v1\n",
                "version https://git-lfs.github.com/spec/v1\n" + OID,
                "version https://git-lfs.github.com/spec/v1\nsize 12345\n",
                "version https://example.org/spec/v1\n" + OID + "size 12345\n",
                OID + "size 12345\nversion https://git-lfs.github.com/spec/v1\n",
                "# What a pointer is\n\n    version https://git-lfs.github.com/spec/v1\n    " + OID
                        + "    size 12345\n",
                "version https://git-lfs.github.com/spec/v1\n" + OID + "size 12345\n\nThis is what Git LFS commits.\n",
                "---\ntitle: A\n---\nversion https://git-lfs.github.com/spec/v1\n" + OID + "size 12345\n",
            })
    void isNone(String file) {
        assertThat(LfsPointer.is(file.getBytes(StandardCharsets.UTF_8))).isFalse();
    }

    @Test
    void isNoneOfMoreThanAKilobyte() {
        String pointer = "version https://git-lfs.github.com/spec/v1\n" + OID + "size 12345";

        assertThat(LfsPointer.is((pointer + "\n".repeat(1024 - pointer.length())).getBytes(StandardCharsets.UTF_8)))
                .isTrue();
        assertThat(LfsPointer.is((pointer + "\n".repeat(1025 - pointer.length())).getBytes(StandardCharsets.UTF_8)))
                .isFalse();
    }
}

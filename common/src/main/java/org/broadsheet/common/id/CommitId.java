package org.broadsheet.common.id;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.io.IOException;
import java.util.HexFormat;
import org.broadsheet.common.binary.BinaryReader;
import org.broadsheet.common.binary.BinaryWriter;

/** A Git commit's full object name: 40 (or, SHA-256, 64) lower-case hexadecimal digits. */
public record CommitId(@JsonValue String value) {
    /** Of no commit, as Git writes it: where a record has to name one and nobody knows which. */
    public static final CommitId NONE = new CommitId("0".repeat(40));

    @JsonCreator
    public CommitId {
        if (!Hexadecimal.is(value, 40) && !Hexadecimal.is(value, 64)) {
            throw new IllegalArgumentException("\"" + value + "\" is not a commit's object name");
        }
    }

    /** In a byte for two digits, and one. */
    public void write(BinaryWriter out) throws IOException {
        out.bytes(HexFormat.of().parseHex(value));
    }

    public static CommitId read(BinaryReader in) {
        return new CommitId(HexFormat.of().formatHex(in.bytes()));
    }

    /** The seven digits that people are shown, such as {@code 4be1c90}. */
    public String abbreviated() {
        return value.substring(0, 7);
    }

    @Override
    public String toString() {
        return value;
    }
}

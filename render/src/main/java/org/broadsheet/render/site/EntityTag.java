package org.broadsheet.render.site;

import java.util.List;
import org.broadsheet.common.id.Digest;
import org.broadsheet.common.storage.ObjectInfo;

/** A strong validator (RFC 9110, section 8.8.3): the digest of the bytes in quotes; of packed ones, with what they came to. */
record EntityTag(String value) {
    static EntityTag of(Digest digest) {
        return new EntityTag("\"" + digest + "\"");
    }

    /** @param packed as gzip, with the digest of what is packed */
    static EntityTag ofPacked(ObjectInfo packed) {
        return new EntityTag("\"" + packed.digest() + "-gzip" + packed.size() + "\"");
    }

    /** {@code If-None-Match} (13.1.2): weak comparison with a list of tags, or {@code *}. */
    boolean isAmong(List<String> headers) {
        return headers.stream().anyMatch(this::isIn);
    }

    /** {@code If-Range} (13.1.5): strong comparison; a date never matches, for there are no dates. */
    boolean isExactly(String header) {
        return header.strip().equals(value);
    }

    /** Our tags hold neither commas nor quotes, so that cutting at commas never makes one out of parts of another. */
    private boolean isIn(String header) {
        for (String tag : header.split(",")) {
            String stripped = tag.strip();
            String opaque = stripped.startsWith("W/") ? stripped.substring(2) : stripped;
            if (opaque.equals(value) || opaque.equals("*")) {
                return true;
            }
        }
        return false;
    }

    @Override
    public String toString() {
        return value;
    }
}

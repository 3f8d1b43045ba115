package org.broadsheet.render.release;

import org.broadsheet.common.id.Digest;
import org.broadsheet.common.record.Content;
import org.broadsheet.common.record.Json;

/** Of all that every page depends on: another one means that everything is rendered again. */
public final class Fingerprint {
    private Fingerprint() {}

    /** @param program of what makes pages out of posts and settings */
    public static Digest of(Digest program, Content.Settings settings, boolean pageAtRoot) {
        return Digest.of(program + "\n" + pageAtRoot + "\n" + Digest.of(Json.write(settings.shown())));
    }
}

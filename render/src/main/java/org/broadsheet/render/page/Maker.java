package org.broadsheet.render.page;

import org.broadsheet.common.id.Digest;
import org.broadsheet.render.theme.Theme;

/**
 * What makes bytes of views.
 *
 * @param program of all that shows in pages and is neither view nor theme
 */
public record Maker(Theme theme, Digest program) {
    /** Raise it while developing, when pages change by something else than theme and views: no version says so then. */
    private static final int FORMAT = 1;

    /** This program. Languages, dates and letters are as the JDK's tables have them. */
    public static Maker of(Theme theme) {
        return of(theme, version(), Runtime.version().feature());
    }

    static Maker of(Theme theme, String version, int jdk) {
        return new Maker(theme, Digest.of(FORMAT + " " + version + " " + jdk));
    }

    /** Of the jar; of classes in a folder, as in tests, none is known. */
    private static String version() {
        String version = Maker.class.getPackage().getImplementationVersion();
        return version == null ? "" : version;
    }

    /** Another one makes other bytes, maybe, of the same view. */
    public Digest digest() {
        return Digest.of(program + "\n" + theme.digest());
    }
}

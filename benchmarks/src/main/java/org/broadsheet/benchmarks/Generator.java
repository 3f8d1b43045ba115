package org.broadsheet.benchmarks;

import java.io.IOException;

/** A program that makes a site of {@link SamplePosts}, as a process of its own. */
sealed interface Generator permits Broadsheet, Hugo, JBake {
    /** With its version, as a table tells of it. */
    String name();

    /** Makes everything from nothing, where nothing of an earlier run is. */
    Run build() throws IOException, InterruptedException;

    /** What the last run has made. */
    MadeSite made();
}

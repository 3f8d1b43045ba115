package org.broadsheet.render.stage;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import org.broadsheet.common.log.EventLog;
import org.broadsheet.common.log.Stage;
import org.broadsheet.common.record.Content;
import org.broadsheet.common.record.KafkaTopic;
import org.broadsheet.common.storage.ContentStore;
import org.broadsheet.common.storage.Storage;
import org.broadsheet.render.article.ArticleMaker;
import org.broadsheet.render.page.Maker;
import org.broadsheet.render.site.SiteFollower;

/**
 * Takes in {@code content}, and at each commit taken in whole makes the site store what follows from it, proves it, and says so
 * in {@code readable}, {@code events} and {@code commits}. Changes nothing that a reader can see before that. Of one site, whose partition
 * alone it opens.
 */
public final class RenderStage implements Stage {
    public static final String NAME = "render";

    private final Surroundings surroundings;

    /**
     * What the stage works with.
     *
     * @param settings of a site that never was given any; name the site
     * @param readable is told of the base URL's path before any page names it, and of the author's files before they are written: when it
     *     returns, readers are served there too
     * @param askers where is kept between two starts who asks for what; a cache
     * @param problemsPerFile so many problems and warnings of one file are kept
     * @param problemsTold so many are named of one commit
     * @param threads how many things are done at once
     */
    public record Surroundings(
            EventLog log,
            Storage site,
            ContentStore work,
            InstantSource clock,
            Maker maker,
            ArticleMaker articles,
            Content.Settings settings,
            RenderCounters counters,
            SiteFollower readable,
            Path askers,
            int problemsPerFile,
            int problemsTold,
            int threads) {}

    public RenderStage(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public KafkaTopic input() {
        return KafkaTopic.CONTENT;
    }

    @Override
    public Work open(Assignment assignment) throws IOException {
        return RenderWork.open(surroundings, assignment);
    }
}

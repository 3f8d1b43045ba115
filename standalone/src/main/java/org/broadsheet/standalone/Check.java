package org.broadsheet.standalone;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.broadsheet.common.config.Configuration;
import org.broadsheet.common.config.ContentSource;
import org.broadsheet.common.id.CommitId;
import org.broadsheet.common.id.SiteId;
import org.broadsheet.common.lifecycle.Health;
import org.broadsheet.common.lifecycle.Part;
import org.broadsheet.common.lifecycle.Parts;
import org.broadsheet.common.lifecycle.StartFailure;
import org.broadsheet.common.log.EventLog;
import org.broadsheet.common.log.MemoryEventLog;
import org.broadsheet.common.log.StandingProblems;
import org.broadsheet.common.record.CommitStage;
import org.broadsheet.common.record.Json;
import org.broadsheet.common.record.KafkaTopic;
import org.broadsheet.common.record.PathProblems;
import org.broadsheet.common.record.Role;
import org.broadsheet.common.role.RoleContext;
import org.broadsheet.common.storage.ContentStore;
import org.broadsheet.common.storage.FileContentStore;
import org.broadsheet.common.storage.FileStorage;
import org.broadsheet.common.storage.Storage;
import org.broadsheet.ingest.IngestRole;
import org.broadsheet.ingest.commits.CommitState;
import org.broadsheet.ingest.push.Checked;
import org.broadsheet.ingest.worktree.FolderCommit;
import org.broadsheet.render.RenderRole;

/**
 * The roles that judge files, wired around a commit that nobody has pushed: ingest and render as they run in {@code up}, with a log in
 * memory and stores in a folder that is theirs alone.
 */
final class Check {
    private static final long LOOK_MILLIS = 100;

    private final Configuration configuration;
    private final Configuration.Site site;
    private final InstantSource clock;

    /** @param place an empty folder, for all that is made of it */
    Check(Configuration configured, Path folder, FolderCommit commit, Path place, InstantSource clock) {
        Configuration.Site like = like(configured, folder);
        this.site = new Configuration.Site(
                like.id(),
                Optional.of(new ContentSource.Folder(commit.repository())),
                Optional.of(commit.branch()),
                Optional.empty(),
                Optional.empty(),
                like.baseUrl(),
                place.resolve("site"),
                place.resolve("work"),
                like.remote());
        this.configuration = configured.checking(site, place);
        this.clock = clock;
    }

    /** The site that the folder is the source of, if one is, else the first. */
    private static Configuration.Site like(Configuration configured, Path folder) {
        return configured.sites().stream()
                .filter(site -> site.source()
                        .filter(new ContentSource.Folder(folder)::equals)
                        .isPresent())
                .findFirst()
                .orElse(configured.sites().getFirst());
    }

    /** Runs both until they have said all that there is to say of the commit. */
    Checked of(CommitId commit) throws Exception {
        try (EventLog log = new MemoryEventLog(1, clock);
                Storage store = new FileStorage(site.siteStore());
                ContentStore work = new FileContentStore(site.workStore(), clock)) {
            RoleContext context = new RoleContext(configuration, log, store, work, clock);
            List<Part> all = new ArrayList<>(IngestRole.build(context).parts());
            all.addAll(RenderRole.build(context).parts());
            BlockingQueue<CommitStage> said = new LinkedBlockingQueue<>();
            try (AutoCloseable tail = log.tail(
                            KafkaTopic.COMMITS,
                            true,
                            record -> said.add(Json.read(record.value().orElseThrow(), CommitStage.class)));
                    Parts parts = new Parts(all)) {
                parts.start();
                CommitState state = await(commit, said, parts);
                return Checked.of(state, standing(log, site.id()));
            }
        }
    }

    private static CommitState await(CommitId commit, BlockingQueue<CommitStage> said, Parts parts)
            throws InterruptedException {
        CommitState state = null;
        while (state == null || !isEnded(state)) {
            CommitStage next = said.poll(LOOK_MILLIS, TimeUnit.MILLISECONDS);
            if (next == null) {
                failIfOneFails(parts);
            } else if (next.commit().equals(commit)) {
                state = state == null ? CommitState.of(next) : state.with(next);
            }
        }
        return state;
    }

    private static boolean isEnded(CommitState state) {
        return state.isDone(Role.RENDER) || state.failure().isPresent();
    }

    /** In {@code up} they would try again. */
    private static void failIfOneFails(Parts parts) {
        for (Part part : parts.all()) {
            if (part.health() instanceof Health.Failing failing) {
                throw new StartFailure(part.name() + " cannot go on: " + failing.cause(), failing.cause());
            }
        }
    }

    private static List<PathProblems> standing(EventLog log, SiteId site) {
        List<PathProblems> standing = new ArrayList<>(StandingProblems.of(log, site, Role.INGEST));
        standing.addAll(StandingProblems.of(log, site, Role.RENDER));
        return standing;
    }
}

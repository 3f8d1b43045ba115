package org.broadsheet.standalone;

import java.nio.file.Path;
import java.time.Duration;
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
    private final CommitId commit;
    private final InstantSource clock;

    /**
     * @param like the site whose commit it is
     * @param place an empty folder, for all that is made of it
     */
    Check(Configuration configured, Configuration.Site like, FolderCommit commit, Path place, InstantSource clock) {
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
        this.commit = commit.commit();
        this.clock = clock;
    }

    /**
     * Runs both until they have said all that there is to say of the commit.
     *
     * @param most fails when it takes longer
     */
    Checked within(Duration most) throws Exception {
        long begun = System.nanoTime();
        try (EventLog log = new MemoryEventLog(1, clock);
                Storage store = new FileStorage(site.siteStore(), false);
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
                CommitState state = await(said, parts, begun, most);
                return Checked.of(state, standing(log, site.id()));
            }
        }
    }

    private CommitState await(BlockingQueue<CommitStage> said, Parts parts, long begun, Duration most)
            throws InterruptedException {
        CommitState state = null;
        while (state == null || !isEnded(state)) {
            if (System.nanoTime() - begun > most.toNanos()) {
                throw new StartFailure("it takes longer than " + most.toSeconds() + " s to judge; raise push.judging");
            }
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

package org.broadsheet.ingest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.broadsheet.common.config.Configuration;
import org.broadsheet.common.http.Route;
import org.broadsheet.common.lifecycle.Health;
import org.broadsheet.common.lifecycle.Part;
import org.broadsheet.common.log.Follower;
import org.broadsheet.common.log.Snapshots;
import org.broadsheet.common.log.StageLoop;
import org.broadsheet.common.log.StandingProblems;
import org.broadsheet.common.record.PathProblems;
import org.broadsheet.common.role.BuiltRole;
import org.broadsheet.common.role.RoleContext;
import org.broadsheet.ingest.api.CommitRoutes;
import org.broadsheet.ingest.api.ProblemRoutes;
import org.broadsheet.ingest.api.SiteViews;
import org.broadsheet.ingest.api.StatusRoutes;
import org.broadsheet.ingest.commits.CommitLog;
import org.broadsheet.ingest.git.ContentRepository;
import org.broadsheet.ingest.git.GitHosting;
import org.broadsheet.ingest.git.IsolatedSystemReader;
import org.broadsheet.ingest.plan.Intake;
import org.broadsheet.ingest.push.PushFollower;
import org.broadsheet.ingest.source.DamagedRef;
import org.broadsheet.ingest.source.Pipeline;
import org.broadsheet.ingest.stage.IngestStage;
import org.broadsheet.ingest.watch.RefWatch;
import org.broadsheet.ingest.watch.Signals;
import org.eclipse.jgit.lib.Repository;

/** The parts of ingest, wired. */
public final class IngestRole {
    private static final String HOSTED = "git/content.git";

    private IngestRole() {}

    /** Opens the content repository, which fails with a {@code StartFailure} if there is none such. */
    public static BuiltRole build(RoleContext context) {
        Configuration configuration = context.configuration();
        IsolatedSystemReader.install(context.clock());
        ContentRepository content = open(configuration);
        Signals signals = new Signals(context.log(), configuration.site(), context.clock());
        CommitLog commits = new CommitLog(context.log());

        Pipeline pipeline = new Pipeline();
        Path data = configuration.data();
        Follower<PathProblems> problems = StandingProblems.follow(context.log(), configuration.site());
        IngestStage stage = new IngestStage(
                context.log(),
                content,
                new Intake.Tools(configuration.site(), content.repository(), configuration, pipeline, context.work()),
                problems,
                new Snapshots(data.resolve("cache"), "ingest", configuration.site(), context.clock()),
                data.resolve("cache/facts-" + configuration.site() + ".bin"),
                data.resolve("git/" + configuration.site() + ".published"),
                context.clock());

        List<Part> parts = new ArrayList<>();
        List<Route> routes = new ArrayList<>(api(context, problems, commits));
        parts.add(new Closing(content));
        parts.add(new Closing(signals));
        parts.add(new Closing(pipeline));
        parts.add(commits);
        parts.add(new StageLoop(context.log(), stage, configuration.kafka()));
        if (content.isHosted()) {
            PushFollower follower = new PushFollower(
                    configuration.site(),
                    configuration.push(),
                    commits,
                    signals,
                    context.clock(),
                    context.standstill());
            GitHosting hosting = new GitHosting(content, follower, configuration, context.clock());
            parts.add(new Closing(hosting));
            routes.addAll(hosting.routes());
        } else {
            parts.add(
                    new RefWatch(content::tip, signals, configuration.content().poll()));
        }
        return new BuiltRole("ingest", parts, routes).knowingBranch(() -> branch(content));
    }

    private static List<Route> api(RoleContext context, Follower<PathProblems> problems, CommitLog commits) {
        Configuration configuration = context.configuration();
        SiteViews views = new SiteViews(
                context.log(),
                configuration.site(),
                problems,
                new Snapshots(configuration.data().resolve("cache"), "status", configuration.site(), context.clock()));
        return Stream.of(
                        new StatusRoutes(configuration.site(), views).routes(),
                        new CommitRoutes(configuration.site(), commits).routes(),
                        new ProblemRoutes(views).routes())
                .flatMap(List::stream)
                .toList();
    }

    private static Optional<String> branch(ContentRepository content) {
        try {
            return content.tip().isEmpty() ? Optional.empty() : Optional.of(Repository.shortenRefName(content.ref()));
        } catch (DamagedRef e) {
            // It is told of as a problem of the site.
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ContentRepository open(Configuration configuration) {
        Configuration.Content content = configuration.content();
        return content.source().isPresent()
                ? ContentRepository.local(content.source().get(), content.branch())
                : ContentRepository.hosted(configuration.data().resolve(HOSTED), content.branch());
    }

    /** What is there from the beginning and has to be closed at the end. */
    private record Closing(AutoCloseable resource) implements Part {
        @Override
        public String name() {
            return resource.getClass().getSimpleName();
        }

        @Override
        public void start() {}

        @Override
        public Health health() {
            return new Health.Ready();
        }

        @Override
        public void close() throws Exception {
            resource.close();
        }
    }
}

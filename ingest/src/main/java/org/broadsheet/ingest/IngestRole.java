package org.broadsheet.ingest;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.broadsheet.common.config.Configuration;
import org.broadsheet.common.http.Route;
import org.broadsheet.common.lifecycle.Health;
import org.broadsheet.common.lifecycle.Part;
import org.broadsheet.common.log.EventLog;
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
import org.broadsheet.ingest.push.PushFollower;
import org.broadsheet.ingest.watch.RefWatch;
import org.broadsheet.ingest.watch.Signals;

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

        List<Part> parts = new ArrayList<>();
        List<Route> routes = new ArrayList<>(api(configuration, context.log(), commits));
        parts.add(new Closing(content));
        parts.add(new Closing(signals));
        parts.add(commits);
        if (content.isHosted()) {
            PushFollower follower =
                    new PushFollower(configuration.site(), configuration.push(), commits, signals, context.clock());
            routes.addAll(new GitHosting(content, follower, configuration, context.clock()).routes());
        } else {
            parts.add(
                    new RefWatch(content::tip, signals, configuration.content().poll()));
        }
        return new BuiltRole("ingest", parts, routes);
    }

    private static List<Route> api(Configuration configuration, EventLog log, CommitLog commits) {
        SiteViews views = new SiteViews(log, configuration.site());
        return Stream.of(
                        new StatusRoutes(configuration.site(), views).routes(),
                        new CommitRoutes(configuration.site(), commits).routes(),
                        new ProblemRoutes(views).routes())
                .flatMap(List::stream)
                .toList();
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

package org.broadsheet.ingest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.broadsheet.common.config.Configuration;
import org.broadsheet.common.config.ContentSource;
import org.broadsheet.common.http.Route;
import org.broadsheet.common.id.SiteId;
import org.broadsheet.common.lifecycle.Health;
import org.broadsheet.common.lifecycle.Part;
import org.broadsheet.common.log.Follower;
import org.broadsheet.common.log.StandingProblems;
import org.broadsheet.common.record.PathProblems;
import org.broadsheet.common.record.Role;
import org.broadsheet.common.record.Signal;
import org.broadsheet.common.role.BuiltRole;
import org.broadsheet.common.role.RoleContext;
import org.broadsheet.ingest.api.CommitRoutes;
import org.broadsheet.ingest.api.ProblemRoutes;
import org.broadsheet.ingest.api.SiteViews;
import org.broadsheet.ingest.api.StatusRoutes;
import org.broadsheet.ingest.commits.BranchCommits;
import org.broadsheet.ingest.commits.CommitLog;
import org.broadsheet.ingest.git.ContentRepository;
import org.broadsheet.ingest.git.GitHosting;
import org.broadsheet.ingest.git.GitRoom;
import org.broadsheet.ingest.git.IsolatedSystemReader;
import org.broadsheet.ingest.hook.HookRoutes;
import org.broadsheet.ingest.plan.Intake;
import org.broadsheet.ingest.push.Gate;
import org.broadsheet.ingest.push.Judge;
import org.broadsheet.ingest.push.PushFollower;
import org.broadsheet.ingest.remote.RemoteRepository;
import org.broadsheet.ingest.source.DamagedRef;
import org.broadsheet.ingest.source.Pipeline;
import org.broadsheet.ingest.stage.IngestStage;
import org.broadsheet.ingest.stage.Source;
import org.broadsheet.ingest.watch.LookRequests;
import org.broadsheet.ingest.watch.RefWatch;
import org.broadsheet.ingest.watch.Signals;
import org.eclipse.jgit.lib.Repository;

/** The parts of ingest, wired. */
public final class IngestRole {
    private IngestRole() {}

    /** Whose pushes nobody judges before they are taken. */
    public static BuiltRole build(RoleContext context) {
        return build(context, Optional.empty());
    }

    /**
     * Opens the content repositories, which fails with a {@code StartFailure} if one is none.
     *
     * @param judge of pushes, where one that brings a problem is refused
     */
    public static BuiltRole build(RoleContext context, Optional<Judge> judge) {
        IsolatedSystemReader.install(context.clock());
        Parts of = new Parts(context, judge);
        Map<SiteId, OfSite> sites = context.each(site -> new OfSite(of, site));
        List<Part> parts = new ArrayList<>(List.of(new Closing(of.pipeline), new Closing(of.room)));
        sites.values().forEach(site -> parts.addAll(site.resources()));
        parts.add(of.commits);
        Map<SiteId, IngestStage> stages = new LinkedHashMap<>();
        sites.forEach((id, site) -> stages.put(id, site.stage()));
        parts.add(context.loop(Role.INGEST, stages));
        List<Route> routes = new ArrayList<>(api(of, sites.values()));
        List<GitHosting> hosted = new ArrayList<>();
        Map<SiteId, HookRoutes.Hook> hooks = new LinkedHashMap<>();
        sites.forEach((id, site) -> {
            if (!(site.source instanceof ContentRepository content)) {
                hooks.put(id, site.hook());
            } else if (content.isHosted()) {
                hosted.add(site.hosting(content));
            } else {
                parts.add(site.watch());
            }
        });
        routes.addAll(GitHosting.routes(hosted));
        routes.addAll(new HookRoutes(hooks, of.configuration.remotes().hookBytes()).routes());
        return new BuiltRole("ingest", parts, routes)
                .knowingBranch(site -> Optional.ofNullable(sites.get(site)).flatMap(OfSite::branch));
    }

    private static List<Route> api(Parts of, Collection<OfSite> sites) {
        List<SiteViews> views = sites.stream().map(OfSite::views).toList();
        Map<SiteId, BranchCommits> branches = new LinkedHashMap<>();
        sites.forEach(
                site -> branches.put(site.site.id(), new BranchCommits(site.source.repository(), site.source::tip)));
        Map<SiteId, LookRequests> remotes = new LinkedHashMap<>();
        sites.stream().filter(OfSite::isRemote).forEach(site -> remotes.put(site.site.id(), site.looks));
        return Stream.of(
                        new StatusRoutes(views).routes(),
                        new CommitRoutes(
                                        branches,
                                        of.commits,
                                        site -> Optional.ofNullable(remotes.get(site))
                                                .ifPresent(looks -> looks.ask(Signal.Reason.ASKED)))
                                .routes(),
                        new ProblemRoutes(views).routes())
                .flatMap(List::stream)
                .toList();
    }

    /** What all sites share. */
    private static final class Parts {
        final RoleContext context;
        final Configuration configuration;
        final Pipeline pipeline = new Pipeline();
        final GitRoom room;
        final CommitLog commits;
        final Optional<Judge> judge;

        Parts(RoleContext context, Optional<Judge> judge) {
            this.context = context;
            this.judge = judge;
            this.configuration = context.configuration();
            this.room = new GitRoom(configuration);
            this.commits = new CommitLog(context.log());
        }

        Path data(String first, String... more) {
            return configuration.data().resolve(Path.of(first, more));
        }
    }

    /** What a site has alone. */
    private static final class OfSite {
        final Parts of;
        final RoleContext.OfSite site;
        final Source source;
        final Signals signals;
        final LookRequests looks;
        final Follower<PathProblems> problems;

        OfSite(Parts of, RoleContext.OfSite site) {
            this.of = of;
            this.site = site;
            this.source = open();
            this.signals = new Signals(of.context.log(), site.id(), of.context.clock());
            this.looks = new LookRequests(signals, of.configuration.remotes().pause());
            this.problems = StandingProblems.follow(of.context.log(), site.id());
        }

        private Source open() {
            Configuration.Site configuration = site.configuration();
            return switch (configuration.source().orElse(null)) {
                case null -> ContentRepository.hosted(of.data("git", configuration.remote()), configuration.branch());
                case ContentSource.Folder folder -> ContentRepository.local(folder.path(), configuration.branch());
                case ContentSource.Remote remote ->
                    new RemoteRepository(
                            configuration, remote, of.data("clones", site.id() + ".git"), of.room, of.configuration);
            };
        }

        boolean isRemote() {
            return source instanceof RemoteRepository;
        }

        List<Part> resources() {
            return List.of(new Closing(source), new Closing(signals));
        }

        IngestStage stage() {
            return new IngestStage(
                    of.context.log(),
                    source,
                    new Intake.Tools(
                            of.context.address(site), source.repository(), of.configuration, of.pipeline, site.work()),
                    problems,
                    of.context.snapshots("ingest", site),
                    of.context.cache("facts", site),
                    of.data("git", site.id() + ".published"),
                    of.context.clock());
        }

        SiteViews views() {
            return new SiteViews(of.context.log(), site.id(), problems, of.context.snapshots("status", site));
        }

        GitHosting hosting(ContentRepository content) {
            PushFollower follower = new PushFollower(
                    site.id(),
                    of.configuration.push(),
                    of.commits,
                    signals,
                    of.context.clock(),
                    of.context.standstill());
            Optional<Gate> gate = of.judge.map(judge ->
                    new Gate(judge, () -> problems.askAll(all -> List.copyOf(all.values())), of.configuration.push()));
            return new GitHosting(
                    site.configuration(), content, gate, follower, of.room, of.configuration, of.context.clock());
        }

        HookRoutes.Hook hook() {
            return new HookRoutes.Hook(site.configuration().hookSecret(), () -> looks.ask(Signal.Reason.HOOK));
        }

        RefWatch watch() {
            return new RefWatch(source::tip, signals, of.configuration.content().poll());
        }

        Optional<String> branch() {
            try {
                return source.tip().isEmpty() ? Optional.empty() : Optional.of(Repository.shortenRefName(source.ref()));
            } catch (DamagedRef e) {
                // It is told of as a problem of the site.
                return Optional.empty();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
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

package org.broadsheet.standalone;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.broadsheet.common.config.Configuration;
import org.broadsheet.common.http.AccessRules;
import org.broadsheet.common.http.HealthRoutes;
import org.broadsheet.common.http.HttpServer;
import org.broadsheet.common.http.Route;
import org.broadsheet.common.lifecycle.Part;
import org.broadsheet.common.lifecycle.Parts;
import org.broadsheet.common.lifecycle.Room;
import org.broadsheet.common.lifecycle.StartFailure;
import org.broadsheet.common.lifecycle.Trouble;
import org.broadsheet.common.log.kafka.KafkaEventLog;
import org.broadsheet.common.record.Role;
import org.broadsheet.common.role.BuiltRole;
import org.broadsheet.common.role.RoleContext;
import org.broadsheet.common.storage.ContentStore;
import org.broadsheet.common.storage.FileContentStore;
import org.broadsheet.common.storage.FileStorage;
import org.broadsheet.common.storage.Storage;
import org.broadsheet.ingest.IngestRole;
import org.broadsheet.ingest.push.CommitLines;
import org.broadsheet.ingest.push.Judge;
import org.broadsheet.notify.NotifyRole;
import org.broadsheet.render.RenderRole;
import org.broadsheet.standalone.broker.EmbeddedKafka;

/** The parts of a process, wired: one role or all, with the broker in it or elsewhere. The roles meet in log and stores only. */
final class RunningProcess implements AutoCloseable {
    /** The exit code of a process whose broker has ended and does not come back in it. */
    private static final int BROKER_LOST = 3;

    private final StopSignal signal = new StopSignal();
    private final Parts parts;
    private final List<AutoCloseable> resources;
    private final Configuration configuration;
    private final List<BuiltRole> roles;
    private final AccessRules rules;

    private RunningProcess(
            Parts parts,
            List<AutoCloseable> resources,
            Configuration configuration,
            List<BuiltRole> roles,
            AccessRules rules) {
        this.parts = parts;
        this.configuration = configuration;
        this.roles = roles;
        this.rules = rules;
        this.resources = resources;
    }

    /**
     * Returns when site, Git and API answer, or when it is to stop before that.
     *
     * @throws StartFailure with what whoever starts it can mend
     */
    static RunningProcess start(Configuration wanted, Set<Role> roles, Console console) throws Exception {
        boolean alone = roles.size() == Role.values().length;
        Configuration configuration = fitting(wanted, alone);
        List<AutoCloseable> resources = new ArrayList<>();
        try {
            if (!alone) {
                requireBaseUrl(configuration);
            }
            List<BuiltRole> built = new ArrayList<>();
            AccessRules rules = new AccessRules(
                    configuration.http(),
                    configuration.sites().stream()
                            .flatMap(site -> site.baseUrl().stream())
                            .toList(),
                    () -> configuration.sites().stream()
                            .flatMap(site -> known(built, role -> role.baseUrl().apply(site.id())).stream())
                            .toList());
            resources.add(DataFolder.open(configuration.data(), alone));
            List<Part> parts = new ArrayList<>();
            Room room = room(configuration);
            parts.add(room);
            Optional<EmbeddedKafka> broker = broker(configuration, alone, room, console);
            broker.ifPresent(parts::add);
            KafkaEventLog log = log(configuration, broker);
            parts.add(log);
            RoleContext context = new RoleContext(
                    configuration,
                    log,
                    sites(configuration, resources),
                    InstantSource.system(),
                    () -> room.shortage().or(() -> broker.flatMap(EmbeddedKafka::away)));
            List<Route> routes = new ArrayList<>();
            for (Role role : roles) {
                built.add(build(role, context));
                parts.addAll(built.getLast().parts());
                routes.addAll(built.getLast().routes());
            }
            if (alone) {
                parts.add(new CommitLines(log, configuration.sites().size() > 1, console::line));
            }
            routes.addAll(HealthRoutes.of(() -> parts));
            HttpServer http = new HttpServer(configuration.http(), rules, routes);
            http.bind();
            resources.add(http);
            parts.add(http);
            RunningProcess process = new RunningProcess(new Parts(parts), resources, configuration, built, rules);
            process.run(console);
            return process;
        } catch (IOException | UncheckedIOException e) {
            closeAll(resources);
            throw refused(e, configuration);
        } catch (Exception e) {
            closeAll(resources);
            throw e;
        }
    }

    /** With their stores, which are among the resources then. */
    private static List<RoleContext.OfSite> sites(Configuration configuration, List<AutoCloseable> resources)
            throws IOException {
        List<RoleContext.OfSite> sites = new ArrayList<>();
        for (Configuration.Site site : configuration.sites()) {
            Storage store =
                    new FileStorage(site.siteStore(), configuration.storage().gzip());
            resources.add(store);
            ContentStore work = new FileContentStore(site.workStore(), InstantSource.system());
            resources.add(work);
            sites.add(new RoleContext.OfSite(site, store, work));
        }
        return sites;
    }

    /** As the limit of open files allows it, which whatever runs out of them would be told of too late. */
    private static Configuration fitting(Configuration wanted, boolean alone) throws IOException {
        Optional<OpenFiles> files = OpenFiles.ofThisProcess();
        boolean hasBroker = alone && wanted.kafka().bootstrap().isEmpty();
        return files.isEmpty()
                ? wanted
                : files.get().fit(wanted, hasBroker ? Optional.of(wanted.data().resolve("kafka")) : Optional.empty());
    }

    /** What the system would not let us do, of whichever part, and what to do about it. */
    private static StartFailure refused(Exception e, Configuration configuration) {
        Throwable cause = e instanceof UncheckedIOException && e.getCause() != null ? e.getCause() : e;
        Path place = cause instanceof FileSystemException named && named.getFile() != null
                ? Path.of(named.getFile())
                : configuration.data();
        return new StartFailure(
                "cannot start: "
                        + Trouble.in(e)
                                .map(trouble -> trouble.at(place) + "; " + trouble.advice())
                                .orElseGet(() -> cause instanceof FileSystemException
                                        ? "the file system refuses " + cause.getMessage()
                                        : String.valueOf(cause)),
                e);
    }

    /** Of all devices that something is written to. */
    private static Room room(Configuration configuration) {
        List<Path> folders = new ArrayList<>(List.of(configuration.data()));
        for (Configuration.Site site : configuration.sites()) {
            folders.add(site.siteStore());
            folders.add(site.workStore());
        }
        return new Room(folders, configuration.storage().reserve());
    }

    private static Optional<EmbeddedKafka> broker(
            Configuration configuration, boolean alone, Room room, Console console) {
        if (configuration.kafka().bootstrap().isPresent()) {
            return Optional.empty();
        }
        if (!alone) {
            throw new StartFailure("a role alone needs a Kafka cluster: name a broker with --kafka HOST:PORT"
                    + " (or BROADSHEET_KAFKA), or run everything with up");
        }
        return Optional.of(new EmbeddedKafka(configuration.data().resolve("kafka"), room, reason -> {
            console.line("broadsheet: " + reason);
            // As if it had been killed, which loses nothing: what is left of the broker might not let it end in order.
            Runtime.getRuntime().halt(BROKER_LOST);
        }));
    }

    private static KafkaEventLog log(Configuration configuration, Optional<EmbeddedKafka> broker) {
        return broker
                // Its data folder is locked: there is no other process.
                .map(embedded -> KafkaEventLog.alone(embedded::bootstrap, configuration.kafka()))
                .orElseGet(() -> new KafkaEventLog(
                        () -> configuration.kafka().bootstrap().orElseThrow(), configuration.kafka()));
    }

    /** Readers come to render's port or to a proxy before it, never to ingest's: only whoever runs the roles knows the address. */
    private static void requireBaseUrl(Configuration configuration) {
        if (configuration.sites().stream().anyMatch(site -> site.baseUrl().isEmpty())) {
            throw new StartFailure(
                    "a role alone does not know where readers find the site: say it to each of them with"
                            + " --base-url URL (or BROADSHEET_BASE_URL), such as http://localhost:8080 where render listens there");
        }
    }

    private static Optional<String> known(List<BuiltRole> roles, Function<BuiltRole, Optional<String>> what) {
        return roles.stream().map(what).flatMap(Optional::stream).findFirst();
    }

    private static BuiltRole build(Role role, RoleContext context) throws IOException {
        return switch (role) {
            case INGEST -> IngestRole.build(context, judge(context));
            case RENDER -> RenderRole.build(context);
            case NOTIFY -> NotifyRole.build(context);
        };
    }

    private static Optional<Judge> judge(RoleContext context) throws IOException {
        PushJudge.removeLeft(context.configuration());
        return context.configuration().push().isRejecting()
                ? Optional.of(new PushJudge(context.configuration(), context.clock()))
                : Optional.empty();
    }

    private void run(Console console) throws Exception {
        signal.install();
        try {
            parts.start();
        } catch (Exception e) {
            signal.failed();
            throw e;
        }
        long told = System.nanoTime();
        Optional<String> waiting = HealthRoutes.whyNotReady(parts.all());
        while (waiting.isPresent() && !signal.await(Duration.ofMillis(10))) {
            if (System.nanoTime() - told > TimeUnit.SECONDS.toNanos(10)) {
                told = System.nanoTime();
                console.line("waiting for " + waiting.get());
            }
            waiting = HealthRoutes.whyNotReady(parts.all());
        }
    }

    /** What there is to say of it as of now. */
    Console.Standing standing() {
        return new Console.Standing(
                configuration.sites().stream().map(this::standing).toList(), rules.isOpenLocally());
    }

    private Console.OfSite standing(Configuration.Site site) {
        return new Console.OfSite(
                site,
                known(roles, role -> role.baseUrl().apply(site.id()))
                        .orElseThrow(() -> new IllegalStateException("no role knows where readers find the site")),
                known(roles, role -> role.branch().apply(site.id())));
    }

    /** Whether it was told to stop, which may be before it was ready. */
    boolean isStopping() {
        return signal.isGiven();
    }

    /** Returns when the process is told to stop, by Ctrl-C or a signal. */
    void awaitStop() throws InterruptedException {
        signal.await();
    }

    @Override
    public void close() throws Exception {
        try {
            parts.close();
        } finally {
            closeAll(resources);
            signal.answered();
        }
    }

    private static void closeAll(List<AutoCloseable> resources) throws Exception {
        for (int i = resources.size() - 1; i >= 0; i--) {
            resources.get(i).close();
        }
        resources.clear();
    }
}

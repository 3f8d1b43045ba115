package org.broadsheet.ingest.testing;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.broadsheet.common.config.Configuration;
import org.broadsheet.common.http.AccessRules;
import org.broadsheet.common.http.HttpServer;
import org.broadsheet.common.id.CommitId;
import org.broadsheet.common.lifecycle.Parts;
import org.broadsheet.common.log.LogRecord;
import org.broadsheet.common.log.MemoryEventLog;
import org.broadsheet.common.log.NewRecord;
import org.broadsheet.common.log.Records;
import org.broadsheet.common.record.CommitStage;
import org.broadsheet.common.record.Json;
import org.broadsheet.common.record.KafkaTopic;
import org.broadsheet.common.record.Signal;
import org.broadsheet.ingest.commits.CommitLog;
import org.broadsheet.ingest.git.ContentRepository;
import org.broadsheet.ingest.git.GitHosting;
import org.broadsheet.ingest.git.GitRoom;
import org.broadsheet.ingest.git.IsolatedSystemReader;
import org.broadsheet.ingest.push.PushFollower;
import org.broadsheet.ingest.watch.Signals;

/** The hosted repository behind a real HTTP server, with a script in the place of the three roles. */
public final class PushedSite implements AutoCloseable {
    private final MemoryEventLog log = new MemoryEventLog();
    private final Parts parts;
    private final ContentRepository content;
    private final GitRoom room;
    private final GitHosting hosting;
    private final HttpServer http;
    private volatile Supplier<Optional<String>> standstill = Optional::empty;
    private volatile Function<CommitId, List<CommitStage>> script = commit -> List.of();

    private PushedSite(Configuration configuration) throws Exception {
        InstantSource clock = InstantSource.system();
        IsolatedSystemReader.install(clock);
        content = ContentRepository.hosted(
                configuration.data().resolve("git/content.git"),
                configuration.sites().getFirst().branch());
        CommitLog commits = new CommitLog(log);
        Signals signalling = new Signals(log, configuration.sites().getFirst().id(), clock);
        PushFollower follower = new PushFollower(
                configuration.sites().getFirst().id(),
                configuration.push(),
                commits,
                signalling,
                clock,
                () -> standstill.get());
        room = new GitRoom(configuration);
        hosting = new GitHosting(
                configuration.sites().getFirst(), content, Optional.empty(), follower, room, configuration, clock);
        http = new HttpServer(
                configuration.http(),
                new AccessRules(configuration.http(), List.of()),
                GitHosting.routes(List.of(hosting)));
        parts = new Parts(List.of(commits, http));
        parts.start();
        AutoCloseable unused = log.tail(KafkaTopic.SIGNALS, true, this::answer);
    }

    public static PushedSite start(Path data) throws Exception {
        return start(TestConfiguration.of(data, Map.of()));
    }

    public static PushedSite start(Configuration configuration) throws Exception {
        return new PushedSite(configuration);
    }

    /** What the roles say of each commit that is signalled. */
    public PushedSite says(Function<CommitId, List<CommitStage>> script) {
        this.script = script;
        return this;
    }

    /** Why nothing is taken in, whenever it is asked from now on. */
    public void standsStill(Supplier<Optional<String>> why) {
        standstill = why;
    }

    private void answer(LogRecord record) {
        Signal signal = Json.read(record.value().orElseThrow(), Signal.class);
        signal.commit().ifPresent(commit -> script.apply(commit).forEach(this::say));
    }

    public void say(CommitStage stage) {
        log.append(NewRecord.of(KafkaTopic.COMMITS, stage.site().value(), stage))
                .join();
    }

    /** What stands in the log, which is all that was sent by pushes that have ended. */
    public List<Signal> signals() {
        return Records.all(log, KafkaTopic.SIGNALS, Signal.class);
    }

    public String url() {
        return "http://localhost:" + http.port() + "/git/content.git";
    }

    public ContentRepository content() {
        return content;
    }

    public GitHosting hosting() {
        return hosting;
    }

    public int port() {
        return http.port();
    }

    @Override
    public void close() throws Exception {
        parts.close();
        room.close();
        content.close();
        log.close();
    }
}

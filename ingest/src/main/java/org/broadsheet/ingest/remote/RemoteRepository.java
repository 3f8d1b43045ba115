package org.broadsheet.ingest.remote;

import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManager;
import org.broadsheet.common.config.Configuration;
import org.broadsheet.common.config.ContentSource;
import org.broadsheet.common.config.Secret;
import org.broadsheet.common.http.Turns;
import org.broadsheet.common.id.CommitId;
import org.broadsheet.common.id.Printable;
import org.broadsheet.common.id.SiteId;
import org.broadsheet.common.lifecycle.Trouble;
import org.broadsheet.ingest.git.ContentRepository;
import org.broadsheet.ingest.git.GitRoom;
import org.broadsheet.ingest.git.GuardedTransport;
import org.broadsheet.ingest.source.DamagedRef;
import org.broadsheet.ingest.stage.Source;
import org.broadsheet.ingest.stage.Upstream;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.NullProgressMonitor;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.ObjectWalk;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.transport.BasePackFetchConnection;
import org.eclipse.jgit.transport.FetchConnection;
import org.eclipse.jgit.transport.PackLock;
import org.eclipse.jgit.transport.RefSpec;
import org.eclipse.jgit.transport.Transport;
import org.eclipse.jgit.transport.TransportHttp;
import org.eclipse.jgit.transport.URIish;
import org.jspecify.annotations.Nullable;

/** A repository elsewhere whose branch is the site's source, and our bare clone of that branch. Safe for all threads. */
public final class RemoteRepository implements Source {
    /** Of what a remote or a connection says. */
    private static final int QUOTED = 300;

    private static final int BRANCHES_TOLD = 10;
    private static final long DAY = Duration.ofDays(1).toSeconds();
    private static final String RETRIED = "it is tried again by itself; what is live stays so";

    private final SiteId site;
    private final URI url;
    private final Optional<Secret> token;
    private final Optional<TrustManager[]> trusted;
    private final Optional<String> branch;
    private final ContentRepository clone;
    private final GitRoom room;
    private final Configuration configuration;
    private final LookSchedule schedule;
    /** Why the commit that it names is not fetched again. */
    private @Nullable RemoteFailure refused;
    /** What the remote stood at when the clone was emptied last: for one commit it is done once. */
    private Optional<ObjectId> emptiedAt = Optional.empty();

    private volatile boolean distrusted;

    /** @param folder where the clone is, or will be */
    public RemoteRepository(
            Configuration.Site site,
            ContentSource.Remote remote,
            Path folder,
            GitRoom room,
            Configuration configuration) {
        this.site = site.id();
        this.url = remote.url();
        this.token = site.token();
        this.trusted = configuration.remotes().authorities().map(Authorities::and);
        this.branch = site.branch();
        this.room = room;
        this.configuration = configuration;
        this.schedule = new LookSchedule(
                configuration.remotes(), () -> ThreadLocalRandom.current().nextDouble());
        clone = ContentRepository.cloned(folder, branch);
    }

    @Override
    public Repository repository() {
        return clone.repository();
    }

    @Override
    public String ref() throws IOException {
        return clone.ref();
    }

    @Override
    public Optional<CommitId> tip() throws IOException {
        return clone.tip();
    }

    @Override
    public void mend(Optional<String> ref) throws IOException {
        clone.mend(ref);
    }

    @Override
    public boolean isHosted() {
        return false;
    }

    @Override
    public boolean isOurs() {
        return true;
    }

    @Override
    public Optional<Upstream> upstream(Runnable wakeup) {
        return Optional.of(new RemoteLooks(this, schedule, site, room.looks(), configuration.remotes(), wakeup));
    }

    void distrust() {
        distrusted = true;
    }

    /**
     * Asks where the remote's branch stands, and fetches it if ours stands elsewhere. One at a time, as there is one turn for a site.
     *
     * @throws RemoteFailure if ours does not stand there then, but where it stood
     */
    void look(Turns.Turn turn) throws RemoteFailure {
        RemoteConnections connections = new RemoteConnections(url, token, trusted, turn);
        try (Transport transport = GuardedTransport.open(
                clone.repository(), new URIish(url.toString()), room, configuration, turn, connections::packed)) {
            long silence = configuration.remotes().silence().toSeconds();
            transport.setTimeout((int) Math.max(1, Math.min(silence, DAY)));
            ((TransportHttp) transport).setHttpConnectionFactory(connections);
            try (FetchConnection connection =
                    transport.openFetch(List.of(new RefSpec("refs/heads/*:refs/heads/*")), Constants.HEAD)) {
                if (!(connection instanceof BasePackFetchConnection)) {
                    throw new RemoteFailure(
                            "no Git repository answers at " + url,
                            "write the URL that git clone takes; the dumb protocol of old servers is not spoken");
                }
                look(connection, turn);
            }
        } catch (IOException | RuntimeException | URISyntaxException e) {
            throw failure(e, connections.status());
        }
    }

    private void look(FetchConnection connection, Turns.Turn turn) throws IOException, RemoteFailure {
        Optional<Ref> found = published(connection);
        if (found.isEmpty()) {
            return;
        }
        Ref there = found.get();
        ObjectId tip = Objects.requireNonNull(there.getObjectId());
        boolean anew = distrusted && !emptiedAt.equals(Optional.of(tip));
        if (!anew && stands(there.getName(), tip)) {
            refused = null;
            return;
        }
        if (refused != null && refused.refused().equals(commit(tip))) {
            throw refused;
        }
        if (anew) {
            emptiedAt = Optional.of(tip);
            clone.empty();
        }
        distrusted = false;
        try {
            fetch(connection, there, tip, turn);
            refused = null;
        } catch (IOException e) {
            turn.check();
            if (causes(e).anyMatch(MissingObjectException.class::isInstance) && !emptiedAt.equals(Optional.of(tip))) {
                distrusted = true;
                throw new RemoteFailure(
                        "the clone of " + url + " lacks something: " + said(e), "all of it is fetched anew");
            }
            Optional<RemoteFailure> refusal = refusal(e, tip);
            if (refusal.isEmpty()) {
                throw e;
            }
            refused = refusal.get();
            throw refused;
        }
    }

    private static Optional<CommitId> commit(ObjectId tip) {
        return Optional.of(new CommitId(tip.name()));
    }

    private boolean stands(String ref, ObjectId tip) throws IOException {
        try {
            return clone.ref().equals(ref) && clone.tip().equals(commit(tip));
        } catch (DamagedRef e) {
            clone.mend(Optional.of(ref));
            return false;
        }
    }

    private void fetch(FetchConnection connection, Ref there, ObjectId tip, Turns.Turn turn) throws IOException {
        connection.setPackLockMessage(GuardedTransport.LOCK_MESSAGE);
        try {
            connection.fetch(NullProgressMonitor.INSTANCE, List.of(there), Set.of());
            requireWhole(tip, turn);
            turn.check();
            clone.publish(there.getName(), tip);
        } finally {
            for (PackLock lock : connection.getPackLocks()) {
                lock.unlock();
            }
        }
    }

    /** As Git does it: whatever a remote leaves out is missed now, not when a reader asks for it. */
    private void requireWhole(ObjectId tip, Turns.Turn turn) throws IOException {
        try (ObjectWalk walk = new ObjectWalk(clone.repository()) {
            @Override
            public RevCommit next() throws IOException {
                turn.check();
                return super.next();
            }
        }) {
            walk.markStart(walk.parseCommit(tip));
            for (Ref ref : clone.repository().getRefDatabase().getRefsByPrefix(Constants.R_HEADS)) {
                if (ref.getObjectId() != null) {
                    walk.markUninteresting(walk.parseAny(ref.getObjectId()));
                }
            }
            walk.checkConnectivity();
        }
    }

    /** Which branch is the published one, as the remote has it; empty if the remote is, and never was anything else. */
    private Optional<Ref> published(FetchConnection connection) throws IOException, RemoteFailure {
        Map<String, Ref> refs = connection.getRefsMap();
        List<Ref> all = refs.values().stream()
                .filter(ref -> ref.getName().startsWith(Constants.R_HEADS) && ref.getObjectId() != null)
                .toList();
        if (all.isEmpty() && clone.isUnborn()) {
            return Optional.empty();
        }
        // A name is the path of a file here, and nobody has looked at it yet.
        List<Ref> branches = all.stream()
                .filter(ref -> Repository.isValidRefName(ref.getName()))
                .toList();
        Optional<Ref> wanted = branch.isPresent()
                ? named(branches, clone.ref())
                : Optional.ofNullable(refs.get(Constants.HEAD)).flatMap(head -> named(branches, head));
        if (wanted.isPresent()) {
            return wanted;
        }
        String has = "; it has " + told(branches);
        throw branch.isPresent()
                ? new RemoteFailure(
                        url + " has no branch " + Repository.shortenRefName(clone.ref()) + has,
                        "push it there, or say which is published, --branch NAME; what is live stays so")
                : new RemoteFailure(
                        "HEAD of " + url + " names no branch that is there" + has,
                        "choose a default branch there, or say which is published, --branch NAME; what is live stays so");
    }

    private static Optional<Ref> named(Collection<Ref> branches, String name) {
        return branches.stream().filter(ref -> ref.getName().equals(name)).findFirst();
    }

    /** An old server does not say which branch its {@code HEAD} names. */
    private static Optional<Ref> named(List<Ref> branches, Ref head) {
        if (head.isSymbolic()) {
            return named(branches, head.getTarget().getName());
        }
        List<Ref> same = branches.stream()
                .filter(ref -> Objects.equals(ref.getObjectId(), head.getObjectId()))
                .toList();
        return Stream.of("refs/heads/main", "refs/heads/master")
                .flatMap(usual -> named(same, usual).stream())
                .findFirst()
                .or(() -> same.stream().findFirst());
    }

    private static String told(List<Ref> branches) {
        String names = branches.stream()
                .map(ref -> Printable.line(Printable.cut(Repository.shortenRefName(ref.getName()), QUOTED)))
                .sorted()
                .limit(BRANCHES_TOLD)
                .collect(Collectors.joining(", "));
        int more = branches.size() - BRANCHES_TOLD;
        return branches.isEmpty() ? "none" : more > 0 ? names + " and " + more + " more" : names;
    }

    private Optional<RemoteFailure> refusal(Throwable failure, ObjectId tip) {
        return causes(failure)
                .filter(GuardedTransport::isRefusal)
                .findFirst()
                .map(cause -> cause instanceof MissingObjectException
                        ? new RemoteFailure(
                                url + " does not send its whole history: " + said(cause),
                                "if it is a shallow clone itself, git fetch --unshallow there",
                                commit(tip))
                        : new RemoteFailure(
                                "commit " + new CommitId(tip.name()).abbreviated() + " of " + url + " is refused: "
                                        + said(cause),
                                "what is live stays so",
                                commit(tip)));
    }

    private RemoteFailure failure(Exception failure, int status) {
        Optional<Trouble> trouble = Trouble.in(failure);
        if (trouble.isPresent()) {
            Path folder = clone.repository().getDirectory().toPath();
            return new RemoteFailure(
                    url + " cannot be fetched: " + trouble.get().at(folder),
                    trouble.get().advice());
        }
        Throwable cause =
                causes(failure).filter(RemoteRepository::isTelling).findFirst().orElse(failure);
        return switch (cause) {
            case RemoteConnections.Elsewhere elsewhere ->
                new RemoteFailure(
                        url + " is not followed: " + said(elsewhere),
                        "write the URL where the repository is now; its token is sent nowhere else");
            case UnknownHostException unknown ->
                new RemoteFailure(url + " cannot be reached: there is no host " + url.getHost(), RETRIED);
            case SocketTimeoutException slow ->
                new RemoteFailure(
                        url + " does not answer within "
                                + configuration.remotes().silence().toSeconds() + " s",
                        RETRIED);
            case SSLException unsafe ->
                new RemoteFailure(
                        url + " cannot be trusted: " + said(unsafe),
                        "if that is a certificate of your own, give it or its authority's, as PEM:"
                                + " BROADSHEET_REMOTES_AUTHORITIES=FILE (remotes.authorities)");
            case ConnectException away -> new RemoteFailure(url + " cannot be reached: " + said(away), RETRIED);
            default -> answered(cause, status);
        };
    }

    private RemoteFailure answered(Throwable cause, int status) {
        return switch (status) {
            case 401, 403 ->
                new RemoteFailure(
                        url + (token.isPresent() ? " does not take the token" : " asks for a token") + " (HTTP "
                                + status + ")",
                        "give one that may read the repository in BROADSHEET_GIT_TOKEN (content.token), as user:token where"
                                + " the forge asks for a user");
            case 404, 410 ->
                new RemoteFailure(
                        "there is no repository at " + url + " (HTTP " + status + ")",
                        token.isPresent()
                                ? "look at the URL, and whether the token may read it: forges say this to those who may not"
                                : "look at the URL; if it is private it needs a token in BROADSHEET_GIT_TOKEN");
            default ->
                new RemoteFailure(
                        url + " cannot be fetched: " + (status >= 400 ? "HTTP " + status : said(cause)), RETRIED);
        };
    }

    private static boolean isTelling(Throwable cause) {
        return cause instanceof RemoteConnections.Elsewhere
                || cause instanceof UnknownHostException
                || cause instanceof SocketTimeoutException
                || cause instanceof SSLException
                || cause instanceof SocketException;
    }

    private static Stream<Throwable> causes(Throwable failure) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause).limit(20);
    }

    private static String said(Throwable e) {
        String message = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        return Printable.line(Printable.cut(message, QUOTED));
    }

    @Override
    public void close() throws IOException {
        clone.close();
    }
}

package org.broadsheet.ingest.git;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.broadsheet.common.config.Configuration;
import org.broadsheet.common.http.Exchange;
import org.broadsheet.common.http.Exchange.BadRequest;
import org.broadsheet.common.http.Exchange.ClientLeft;
import org.broadsheet.common.http.Exchange.RequestTooLarge;
import org.broadsheet.common.http.Route;
import org.broadsheet.common.http.Turns;
import org.broadsheet.common.id.Printable;
import org.broadsheet.common.record.Json;
import org.broadsheet.ingest.push.Gate;
import org.broadsheet.ingest.push.PushFollower;
import org.broadsheet.ingest.source.TreeSizes;
import org.eclipse.jgit.errors.CorruptObjectException;
import org.eclipse.jgit.errors.PackProtocolException;
import org.eclipse.jgit.errors.UnpackException;
import org.eclipse.jgit.transport.PacketLineOut;
import org.eclipse.jgit.transport.RefAdvertiser.PacketLineOutRefAdvertiser;
import org.eclipse.jgit.transport.UploadPack;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A hosted repository as a Git remote, such as {@code /git/content.git}: Git's smart HTTP protocol, version 2 for fetches; the dumb
 * protocol is not served. A push returns when its commit is live.
 *
 * <p>A request is received by the thread that answers it, then unpacked if need be and computed by others when its turns come
 * ({@link Turns}), and its answer sent by the first. So no request, of however many and however slow clients, keeps the threads that answer readers from that, and no
 * client keeps another's turn. When a client hangs up, what is computed for it ends at the next object; of a push that is until its
 * branches move: from then on hanging up changes nothing.
 */
public final class GitHosting {
    private static final Logger log = LoggerFactory.getLogger(GitHosting.class);
    private static final String UPLOAD_PACK = "git-upload-pack";
    private static final String RECEIVE_PACK = "git-receive-pack";
    /** All that a fetch wants and has: of a history of 100,000 commits every one at most. */
    private static final int MAX_FETCH_BYTES = 16 << 20;

    /** Nobody who lives is so long between a pack and its ref. */
    private static final Duration LONGEST_LOCK = Duration.ofMinutes(1);

    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9.:\\[\\]_-]+");

    private static final String NO_LFS =
            "Git LFS is not served here: take the files out of it (git lfs untrack FILE, git add"
                    + " --renormalize FILE, commit), or push with GIT_LFS_SKIP_PUSH=1, and all but they goes live";

    private final Configuration.Site site;
    private final ContentRepository content;
    private final Optional<Gate> gate;
    private final PushFollower follower;
    private final Configuration configuration;
    private final InstantSource clock;
    private final TreeSizes sizes;
    private final Turns turns;
    private final SpoolSpace space;

    /**
     * @param gate whoever refuses pushes for what is wrong with their files
     * @param room for the requests to all hosted repositories
     */
    public GitHosting(
            Configuration.Site site,
            ContentRepository content,
            Optional<Gate> gate,
            PushFollower follower,
            GitRoom room,
            Configuration configuration,
            InstantSource clock) {
        this.site = site;
        this.content = content;
        this.gate = gate;
        this.follower = follower;
        this.configuration = configuration;
        this.clock = clock;
        sizes = new TreeSizes(configuration.limits().files());
        this.turns = room.turns();
        this.space = room.space();
    }

    /** Of all that a process hosts. */
    public static List<Route> routes(List<GitHosting> all) {
        List<Route> routes = new ArrayList<>();
        for (GitHosting one : all) {
            routes.add(new Route("*", "/git/" + one.site.remote() + "/**", Route.Access.PRIVATE, one::handle));
        }
        String remotes = all.stream().map(one -> "/git/" + one.site.remote()).collect(Collectors.joining(", "));
        if (!all.isEmpty()) {
            routes.add(new Route(
                    "*",
                    "/git/**",
                    Route.Access.PRIVATE,
                    exchange -> exchange.problem(
                            404,
                            "Not found",
                            "no Git remote is here; there is " + remotes + ": clone it, or push to it")));
        }
        return routes;
    }

    private void handle(Exchange exchange) throws IOException {
        switch (exchange.method() + " " + exchange.pathParameter("**")) {
            case "GET info/refs" -> advertise(exchange);
            case "POST " + UPLOAD_PACK -> uploadPack(exchange);
            case "POST " + RECEIVE_PACK -> receivePack(exchange);
            // Its client asks this before a push, and without a word of ours says that the repository does not exist.
            case "POST info/lfs/objects/batch" ->
                exchange.respond(501, "application/vnd.git-lfs+json", Json.write(Map.of("message", NO_LFS)));
            default ->
                exchange.problem(
                        404, "Not found", "/git/" + site.remote() + " is a Git remote: clone it, or push to it");
        }
    }

    private void advertise(Exchange exchange) throws IOException {
        String service = exchange.query("service").orElse("");
        Job job = switch (service) {
            case UPLOAD_PACK -> {
                List<String> parameters = parameters(exchange);
                yield (turn, out) -> {
                    try (UploadPack upload = newUploadPack(turn, parameters)) {
                        upload.sendAdvertisedRefs(new PacketLineOutRefAdvertiser(new PacketLineOut(out)), service);
                    }
                };
            }
            case RECEIVE_PACK ->
                (turn, out) -> {
                    PacketLineOut lines = new PacketLineOut(out);
                    lines.writeString("# service=" + service + "\n");
                    lines.end();
                    Optional<String> refusal = follower.refusal();
                    if (refusal.isPresent()) {
                        // Before anything is sent that there is no room for.
                        lines.writeString("ERR " + refusal.get() + "\n");
                        lines.end();
                        return;
                    }
                    try (Push push = new Push(
                            content,
                            null,
                            turn,
                            site.id(),
                            gate,
                            follower,
                            configuration,
                            sizes,
                            clock.instant(),
                            "")) {
                        push.sendAdvertisedRefs(new PacketLineOutRefAdvertiser(lines));
                    }
                };
            default -> null;
        };
        if (job == null) {
            exchange.problem(
                    403,
                    "Smart HTTP only",
                    "service=" + service + " is neither " + UPLOAD_PACK + " nor " + RECEIVE_PACK
                            + "; use a Git of version 1.6.6 or later");
            return;
        }
        answer(exchange, service + "-advertisement", GitWork.REFS, Notice.Place.NOWHERE, new Received(space), job);
    }

    private void uploadPack(Exchange exchange) throws IOException {
        requireType(exchange, UPLOAD_PACK);
        Received request = new Received(space);
        Optional<RequestLines> read = received(
                exchange,
                request,
                MAX_FETCH_BYTES,
                "",
                body -> RequestLines.ofFetch(body, request, configuration.git()));
        if (read.isEmpty()) {
            return;
        }
        RequestLines lines = read.get();
        List<String> parameters = parameters(exchange);
        answer(
                exchange,
                UPLOAD_PACK + "-result",
                lines.isListing() ? GitWork.REFS : GitWork.FETCH,
                lines.notice(),
                request,
                (turn, out) -> {
                    if (request.failure().isPresent()) {
                        IOException reason = request.failure().get();
                        new PacketLineOut(out).writeString("ERR " + reason.getMessage() + "\n");
                        refused("fetch", reason);
                        return;
                    }
                    try (UploadPack upload = newUploadPack(turn, parameters)) {
                        upload.upload(request.read(0), out, null);
                    } catch (PackProtocolException e) {
                        refused("fetch", e);
                    }
                });
    }

    private void receivePack(Exchange exchange) throws IOException {
        requireType(exchange, RECEIVE_PACK);
        boolean packed = isPacked(exchange);
        Received request = new Received(space);
        Optional<RequestLines> read = received(
                exchange,
                request,
                // What was sent packed lies here twice, and Git sends no pack like that.
                packed
                        ? Math.min(
                                configuration.git().packed(),
                                configuration.limits().pack())
                        : configuration.limits().pack(),
                packed
                        ? "; send it without Content-Encoding, as Git does, or raise git.packed"
                        : "; push in parts, or raise limits.pack",
                body -> push(body, request));
        if (read.isEmpty()) {
            return;
        }
        RequestLines lines = read.get();
        Instant received = clock.instant();
        String commitsUrl = commitsUrl(exchange);
        answer(
                exchange,
                RECEIVE_PACK + "-result",
                lines.isEmpty() ? GitWork.REFS : GitWork.PUSH,
                lines.notice(),
                request,
                (turn, out) -> {
                    look(request, lines.length(), turn);
                    // Of another process that hosts the same repository and was killed.
                    LeftLocks.remove(content.repository().getDirectory().toPath(), received.minus(LONGEST_LOCK));
                    Quarantine quarantine = lines.isFollowedByPack() ? quarantine(request, lines.length()) : null;
                    try (Push push = new Push(
                            content,
                            quarantine,
                            turn,
                            site.id(),
                            gate,
                            follower,
                            configuration,
                            sizes,
                            received,
                            commitsUrl)) {
                        push.receive(request.read(0), out, null);
                    } catch (PackProtocolException | CorruptObjectException | UnpackException e) {
                        turn.check();
                        refused("push", e);
                    }
                    content.tidy();
                });
    }

    private RequestLines push(InputStream body, Received request) throws IOException {
        RequestLines lines = RequestLines.ofPush(body, request, configuration.git());
        if (lines.isFollowedByPack() && request.failure().isEmpty()) {
            try {
                body.transferTo(new RequestLines.Adding(request));
            } catch (RequestTooLarge | Received.NotKept e) {
                // For JGit to tell: it meets it where the pack would begin.
                request.failed(lines.length(), e);
            }
        }
        return lines;
    }

    /** Null if the disk does not take it, for JGit to tell, which meets it where the pack would begin. */
    private @Nullable Quarantine quarantine(Received request, long pack) {
        try {
            return new Quarantine(content.repository());
        } catch (IOException e) {
            request.failed(pack, e);
            return null;
        }
    }

    private static boolean isPacked(Exchange exchange) {
        return exchange.header("Content-Encoding").isPresent();
    }

    /** Reads a request into what is received of it. */
    private interface Reading {
        RequestLines of(InputStream body) throws IOException;
    }

    /**
     * Receives a request as a whole. What was sent packed is unpacked and read in a turn, for a megabyte may be a gigabyte of zeros.
     *
     * @param most bytes, as sent and unpacked
     * @return empty: the client has been told that there is no room for it
     */
    private Optional<RequestLines> received(
            Exchange exchange, Received request, long most, String advice, Reading reading) throws IOException {
        InputStream body = exchange.sent(Long.MAX_VALUE);
        try (Received packed = new Received(space)) {
            try {
                InputStream bounded = new BoundedInput(body, most, advice);
                Exchange.Unpacking unpacking = exchange.unpacking();
                if (!isPacked(exchange)) {
                    RequestLines lines = reading.of(bounded);
                    // Git's client listens only when it has sent everything.
                    drain(body, most);
                    return Optional.of(lines);
                }
                bounded.transferTo(new RequestLines.Adding(packed));
                return Optional.of(turns.ask(
                        GitWork.UNPACKING.of(site.id()),
                        turn -> {
                            try (InputStream plain = unpacking.unpacked(new CheckedInput(packed.read(0), turn))) {
                                RequestLines lines = reading.of(new BoundedInput(plain, most, advice));
                                drain(plain, most);
                                return lines;
                            }
                        },
                        exchange::hasLeft));
            } catch (Received.NoRoom e) {
                // Before its client is waited for, who may hang up.
                packed.close();
                request.close();
                drain(body, most);
                busy(exchange, request, String.valueOf(e.getMessage()));
                return Optional.empty();
            } catch (Turns.TooBusy e) {
                tooBusy(exchange, request);
                return Optional.empty();
            }
        } catch (Throwable e) {
            request.close();
            throw e;
        }
    }

    private void look(Received request, long pack, Turns.Turn turn) throws IOException {
        if (request.failure().isPresent() || request.length() == pack) {
            return;
        }
        try (InputStream in = request.read(pack)) {
            new PackScan(in, new GuardedRepository(content.repository(), turn), configuration, turn).check();
        } catch (PackScan.TooMuch e) {
            request.failed(pack, e);
        }
    }

    private void refused(String what, Exception e) {
        log.atInfo().addKeyValue("site", site.id()).log("A {} was refused: {}", what, Printable.line(reason(e)));
    }

    /** What is computed when its turn has come. */
    private interface Job {
        void run(Turns.Turn turn, OutputStream out) throws IOException;
    }

    /**
     * Has the answer computed when its turn comes, tells the client meanwhile what it waits for, sends what there is as fast as the
     * client takes it, and ends the computation when the client hangs up.
     */
    private void answer(Exchange exchange, String type, GitWork kind, Notice.Place place, Received request, Job job)
            throws IOException {
        OutputStream out;
        Notice notice;
        try {
            out = exchange.stream("application/x-" + type);
            notice = new Notice(place, out);
        } catch (Throwable e) {
            request.close();
            throw e;
        }
        try (Answer answer = new Answer(space)) {
            Turns.Turn turn;
            try {
                // From here on its end closes the request.
                turn = turns.take(
                        kind.of(site.id()),
                        mine -> {
                            try (OutputStream sink = answer.sink(mine::without)) {
                                job.run(mine, sink);
                            }
                        },
                        failure -> {
                            request.close();
                            answer.ended(failure.orElse(null));
                        });
            } catch (Turns.TooBusy e) {
                tooBusy(exchange, request);
                return;
            } catch (Throwable e) {
                request.close();
                throw e;
            }
            try {
                send(exchange, turn, answer, notice, out);
            } finally {
                turn.cancel();
            }
        }
        // Only what is whole ends like that: else the connection is cut.
        out.close();
    }

    private static void send(Exchange exchange, Turns.Turn turn, Answer answer, Notice notice, OutputStream out)
            throws IOException {
        try {
            while (!answer.isEnded()) {
                byte[] bytes = answer.next(Turns.LOOK_MILLIS);
                if (bytes != null) {
                    notice.answer(bytes);
                    if (answer.isDrained()) {
                        out.flush();
                    }
                } else if (exchange.hasLeft()) {
                    throw new ClientLeft();
                } else {
                    notice.waiting(turn.before());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("the process ends", e);
        }
        Throwable failure = answer.failure().orElse(null);
        if (failure instanceof ClientLeft left) {
            throw left;
        }
        if (failure != null) {
            throw new IOException("a Git request could not be answered: " + failure.getMessage(), failure);
        }
    }

    private void tooBusy(Exchange exchange, Received request) throws IOException {
        busy(
                exchange,
                request,
                configuration.git().requests()
                        + " Git requests are open already: try again in a while, or raise git.requests");
    }

    private static void busy(Exchange exchange, Received request, String why) throws IOException {
        request.close();
        exchange.setHeader("Retry-After", "10");
        exchange.problem(503, "Too busy", why);
    }

    /** Whose turn it is. */
    Turns turns() {
        return turns;
    }

    /** What lies on disk. */
    SpoolSpace space() {
        return space;
    }

    /** Reads on to the end of what nobody wants, but not for ever. */
    private static void drain(InputStream body, long limit) throws IOException {
        for (long left = limit; left > 0; ) {
            long skipped = body.skip(left);
            if (skipped == 0) {
                return;
            }
            left -= skipped;
        }
    }

    private static String reason(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return String.valueOf(root.getMessage());
    }

    private static List<String> parameters(Exchange exchange) {
        return exchange.header("Git-Protocol")
                .map(parameters -> Arrays.asList(parameters.split(":")))
                .orElse(List.of());
    }

    private UploadPack newUploadPack(Turns.Turn turn, List<String> parameters) {
        UploadPack upload = new UploadPack(new GuardedRepository(content.repository(), turn));
        upload.setBiDirectionalPipe(false);
        // What a refused push left behind, or a branch no longer has, is not handed out.
        upload.setRequestPolicy(UploadPack.RequestPolicy.ADVERTISED);
        upload.setExtraParameters(parameters);
        return upload;
    }

    /** Only Git sends this type: a page in somebody's browser cannot without asking us first. */
    private static void requireType(Exchange exchange, String service) {
        String expected = "application/x-" + service + "-request";
        String found = exchange.header("Content-Type").orElse("");
        if (!found.equals(expected)) {
            throw new BadRequest(415, "Content-Type is \"" + found + "\", not " + expected);
        }
    }

    /** As the author's Git reached us, since that is the address that works from there. */
    private String commitsUrl(Exchange exchange) {
        String scheme = exchange.header("X-Forwarded-Proto")
                .filter("https"::equalsIgnoreCase)
                .orElse("http");
        return exchange.header("Host")
                        .filter(host -> HOST.matcher(host).matches())
                        .map(host -> scheme + "://" + host)
                        .orElse("")
                + "/api/v1/commits/";
    }
}

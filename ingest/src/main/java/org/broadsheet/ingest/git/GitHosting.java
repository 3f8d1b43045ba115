package org.broadsheet.ingest.git;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.broadsheet.common.config.Configuration;
import org.broadsheet.common.http.Exchange;
import org.broadsheet.common.http.Exchange.BadRequest;
import org.broadsheet.common.http.Route;
import org.broadsheet.common.id.Printable;
import org.broadsheet.ingest.push.PushFollower;
import org.broadsheet.ingest.source.TreeSizes;
import org.eclipse.jgit.errors.CorruptObjectException;
import org.eclipse.jgit.errors.PackProtocolException;
import org.eclipse.jgit.errors.UnpackException;
import org.eclipse.jgit.transport.PacketLineOut;
import org.eclipse.jgit.transport.RefAdvertiser.PacketLineOutRefAdvertiser;
import org.eclipse.jgit.transport.UploadPack;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The hosted repository as a Git remote, {@code /git/content.git}: Git's smart HTTP protocol, version 2 for fetches; the dumb
 * protocol is not served. A push returns when its commit is live.
 */
public final class GitHosting {
    private static final Logger log = LoggerFactory.getLogger(GitHosting.class);
    private static final String REMOTE = "content.git";
    private static final String UPLOAD_PACK = "git-upload-pack";
    private static final String RECEIVE_PACK = "git-receive-pack";
    /** All that a fetch wants and has: of a history of 100,000 commits every one at most. */
    private static final int MAX_FETCH_BYTES = 16 << 20;

    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9.:\\[\\]_-]+");

    private final ContentRepository content;
    private final PushFollower follower;
    private final Configuration configuration;
    private final InstantSource clock;
    private final TreeSizes sizes;

    public GitHosting(
            ContentRepository content, PushFollower follower, Configuration configuration, InstantSource clock) {
        this.content = content;
        this.follower = follower;
        this.configuration = configuration;
        this.clock = clock;
        sizes = new TreeSizes(configuration.limits().files());
    }

    public List<Route> routes() {
        return List.of(new Route("*", "/git/**", Route.Access.PRIVATE, this::handle));
    }

    private void handle(Exchange exchange) throws IOException {
        switch (exchange.method() + " " + exchange.pathParameter("**")) {
            case "GET " + REMOTE + "/info/refs" -> advertise(exchange);
            case "POST " + REMOTE + "/" + UPLOAD_PACK -> uploadPack(exchange);
            case "POST " + REMOTE + "/" + RECEIVE_PACK -> receivePack(exchange);
            default ->
                exchange.problem(404, "Not found", "/git/" + REMOTE + " is a Git remote: clone it, or push to it");
        }
    }

    private void advertise(Exchange exchange) throws IOException {
        String service = exchange.query("service").orElse("");
        switch (service) {
            case UPLOAD_PACK -> {
                try (UploadPack upload = newUploadPack(exchange)) {
                    PacketLineOut lines = advertisement(exchange, service);
                    upload.sendAdvertisedRefs(new PacketLineOutRefAdvertiser(lines), service);
                }
            }
            case RECEIVE_PACK -> {
                PacketLineOut lines = advertisement(exchange, service);
                lines.writeString("# service=" + service + "\n");
                lines.end();
                try (Push push = newPush(exchange, clock::instant)) {
                    push.sendAdvertisedRefs(new PacketLineOutRefAdvertiser(lines));
                }
            }
            default ->
                exchange.problem(
                        403,
                        "Smart HTTP only",
                        "service=" + service + " is neither " + UPLOAD_PACK + " nor " + RECEIVE_PACK
                                + "; use a Git of version 1.6.6 or later");
        }
    }

    private static PacketLineOut advertisement(Exchange exchange, String service) throws IOException {
        return new PacketLineOut(exchange.stream("application/x-" + service + "-advertisement"));
    }

    private void uploadPack(Exchange exchange) throws IOException {
        requireType(exchange, UPLOAD_PACK);
        InputStream request = bounded(exchange, exchange.body(Long.MAX_VALUE), MAX_FETCH_BYTES);
        try (UploadPack upload = newUploadPack(exchange);
                OutputStream answer = exchange.stream("application/x-" + UPLOAD_PACK + "-result")) {
            upload.upload(request, answer, null);
        }
    }

    private void receivePack(Exchange exchange) throws IOException {
        requireType(exchange, RECEIVE_PACK);
        InputStream body = exchange.body(Long.MAX_VALUE);
        TimedInput request =
                new TimedInput(bounded(exchange, body, configuration.limits().pack()), clock);
        try (OutputStream answer = exchange.stream("application/x-" + RECEIVE_PACK + "-result");
                Push push = newPush(exchange, request::lastRead)) {
            try {
                push.receive(request, answer, null);
            } catch (PackProtocolException | CorruptObjectException | UnpackException e) {
                log.atInfo()
                        .addKeyValue("site", configuration.site())
                        .log("A push was refused: {}", Printable.line(reason(e)));
                // Git has been told, but its client listens only when it has sent everything.
                drain(body, configuration.limits().pack());
            }
        }
        content.tidy();
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

    private Push newPush(Exchange exchange, Supplier<Instant> received) {
        return new Push(content, follower, configuration, sizes, received, commitsUrl(exchange));
    }

    private static String reason(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return String.valueOf(root.getMessage());
    }

    private UploadPack newUploadPack(Exchange exchange) {
        UploadPack upload = new UploadPack(content.repository());
        upload.setBiDirectionalPipe(false);
        // What a refused push left behind, or a branch no longer has, is not handed out.
        upload.setRequestPolicy(UploadPack.RequestPolicy.ADVERTISED);
        upload.setExtraParameters(exchange.header("Git-Protocol")
                .map(parameters -> Arrays.asList(parameters.split(":")))
                .orElse(List.of()));
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

    /** Unpacked: few bytes may unpack to any number, so that the limit counts behind it. */
    private static InputStream bounded(Exchange exchange, InputStream body, long limit) throws IOException {
        String encoding = exchange.header("Content-Encoding").orElse("identity");
        return switch (encoding) {
            case "identity" -> new BoundedInput(body, limit);
            case "gzip", "x-gzip" -> new BoundedInput(new GZIPInputStream(body), limit);
            default -> throw new BadRequest(415, "Content-Encoding is \"" + encoding + "\", not gzip");
        };
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

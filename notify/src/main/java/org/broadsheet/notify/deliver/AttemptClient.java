package org.broadsheet.notify.deliver;

import java.io.EOFException;
import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import javax.net.ssl.SSLException;
import org.broadsheet.common.config.Configuration;
import org.broadsheet.common.lifecycle.Health;
import org.broadsheet.common.lifecycle.Part;
import org.broadsheet.common.record.Webhook;
import org.broadsheet.notify.retry.AttemptOutcome;
import org.broadsheet.notify.retry.RetryAfter;
import org.broadsheet.notify.signature.Signature;
import org.broadsheet.notify.signature.SigningSecret;
import org.broadsheet.notify.target.CheckedResolver;
import org.broadsheet.notify.target.TargetRules;
import org.eclipse.jetty.client.BytesRequestContent;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.ProxyAuthenticationProtocolHandler;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.client.WWWAuthenticationProtocolHandler;
import org.eclipse.jetty.http.HttpCookieStore;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.jspecify.annotations.Nullable;

/**
 * Makes attempts over HTTP, without waiting for them. Connects only where the rules allow, follows no redirect, keeps no cookie,
 * and bounds what an endpoint can take of us: time in all, headers, body. Safe for all threads.
 */
public final class AttemptClient implements Part, Sender {
    private static final int THREADS = 20;
    private static final int MAX_RESPONSE_HEADERS = 16 << 10;
    private static final Duration LONGEST_CONNECT = Duration.ofSeconds(10);
    private static final int MAX_REASON = 200;

    private final Configuration.Webhooks configuration;
    private final InstantSource clock;
    private final HttpClient publicTargets;
    private final HttpClient privateTargets;
    private final ExecutorService lookups;

    public AttemptClient(
            Configuration.Webhooks configuration,
            TargetRules rules,
            CheckedResolver.Lookup lookup,
            InstantSource clock) {
        this.configuration = configuration;
        this.clock = clock;
        this.lookups = Executors.newCachedThreadPool(
                Thread.ofPlatform().daemon().name("webhooks-lookup-", 0).factory());
        // Two clients, not one: a connection to a private address, kept for an endpoint that may have it, must not be
        // there for another endpoint with the same host.
        this.publicTargets = client(new CheckedResolver(rules, false, lookup, lookups));
        this.privateTargets = client(new CheckedResolver(rules, true, lookup, lookups));
    }

    private HttpClient client(CheckedResolver resolver) {
        HttpClient client = new HttpClient();
        QueuedThreadPool threads = new QueuedThreadPool(THREADS);
        threads.setName("webhooks-client");
        threads.setDaemon(true);
        client.setExecutor(threads);
        client.setSocketAddressResolver(resolver);
        client.setFollowRedirects(false);
        client.setHttpCookieStore(new HttpCookieStore.Empty());
        client.setUserAgentField(new HttpField(HttpHeader.USER_AGENT, "Broadsheet"));
        client.setConnectTimeout(
                Math.min(LONGEST_CONNECT.toMillis(), configuration.timeout().toMillis()));
        client.setIdleTimeout(configuration.timeout().toMillis());
        client.setMaxConnectionsPerDestination(configuration.inFlight());
        client.setMaxRequestsQueuedPerDestination(configuration.inFlight());
        client.setDestinationIdleTimeout(TimeUnit.MINUTES.toMillis(1));
        client.setMaxResponseHeadersSize(MAX_RESPONSE_HEADERS);
        return client;
    }

    @Override
    public String name() {
        return "webhooks-client";
    }

    @Override
    public void start() throws Exception {
        for (HttpClient client : new HttpClient[] {publicTargets, privateTargets}) {
            client.start();
            // Nothing is unpacked and no challenge answered: the body is dropped, 401 is an answer as any other.
            client.getContentDecoderFactories().clear();
            client.getProtocolHandlers().remove(WWWAuthenticationProtocolHandler.NAME);
            client.getProtocolHandlers().remove(ProxyAuthenticationProtocolHandler.NAME);
        }
    }

    @Override
    public Health health() {
        return privateTargets.isStarted() ? new Health.Ready() : new Health.Starting("the client of webhooks");
    }

    @Override
    public void close() throws Exception {
        lookups.shutdownNow();
        try {
            publicTargets.stop();
        } finally {
            privateTargets.stop();
        }
    }

    @Override
    public Runnable send(
            Webhook webhook, SigningSecret secret, String eventId, byte[] body, Consumer<AttemptOutcome> ended) {
        Instant now = clock.instant();
        HttpClient client = webhook.privateTarget() ? privateTargets : publicTargets;
        AtomicReference<Optional<AttemptOutcome>> answer = new AtomicReference<>(Optional.empty());
        AtomicLong received = new AtomicLong();
        Request request = client.newRequest(URI.create(webhook.url()))
                .method(HttpMethod.POST)
                .headers(headers -> headers.put(Signature.ID, eventId)
                        .put(Signature.TIMESTAMP, Long.toString(now.getEpochSecond()))
                        .put(Signature.SIGNATURE, Signature.sign(secret, eventId, now, body)))
                .body(new BytesRequestContent("application/json", body))
                .timeout(configuration.timeout().toMillis(), TimeUnit.MILLISECONDS)
                .onResponseHeaders(response -> {
                    if (response.getStatus() >= 200) {
                        answer.set(Optional.of(AttemptOutcome.ofStatus(
                                response.getStatus(),
                                Optional.ofNullable(response.getHeaders().get(HttpHeader.RETRY_AFTER))
                                        .flatMap(value -> RetryAfter.parse(value, clock.instant())))));
                    }
                })
                .onResponseContentAsync((response, chunk, demander) -> {
                    if (received.addAndGet(chunk.remaining()) > configuration.maxResponseBytes()) {
                        var unused = response.abort(new ResponseTooLarge());
                    } else {
                        chunk.skip(chunk.remaining());
                        demander.run();
                    }
                });
        try {
            // The status alone says how it ended, whatever becomes of the body behind it.
            request.send(result -> ended.accept(answer.get().orElseGet(() -> unanswered(result.getFailure()))));
        } catch (RejectedExecutionException e) {
            ended.accept(unanswered(e));
        }
        return () -> {
            var unused = request.abort(new Aborted());
        };
    }

    private AttemptOutcome unanswered(@Nullable Throwable failure) {
        return new AttemptOutcome.Retryable(Optional.empty(), reason(failure), Optional.empty());
    }

    /** The reason must not fail: nobody would hear that the attempt is over. */
    private String reason(@Nullable Throwable failure) {
        try {
            return told(failure);
        } catch (RuntimeException e) {
            return "failed: " + e.getClass().getSimpleName();
        }
    }

    private String told(@Nullable Throwable failure) {
        Throwable cause = failure;
        for (int depth = 0; cause != null && depth < 5; depth++) {
            if (cause instanceof CheckedResolver.TargetRefused) {
                return "refused: " + cause.getMessage();
            }
            if (cause instanceof UnknownHostException) {
                return "no address for the host";
            }
            if (cause instanceof TimeoutException) {
                return "no answer within " + configuration.timeout().toMillis() + " ms";
            }
            if (cause instanceof ConnectException) {
                return "could not connect";
            }
            if (cause instanceof SSLException) {
                return printable("TLS failed: " + cause.getMessage());
            }
            if (cause instanceof EOFException) {
                return "closed the connection without an answer";
            }
            cause = cause.getCause();
        }
        return printable(
                failure == null ? "no answer" : failure.getClass().getSimpleName() + ": " + failure.getMessage());
    }

    /** Some messages quote what the endpoint sent. */
    private static String printable(String message) {
        StringBuilder text = new StringBuilder();
        message.codePoints()
                .limit(MAX_REASON)
                .map(c -> Character.isISOControl(c) ? ' ' : c)
                .forEach(text::appendCodePoint);
        return text.toString();
    }

    private static final class ResponseTooLarge extends Exception {
        private static final long serialVersionUID = 1;

        ResponseTooLarge() {
            super("the answer is too large", null, false, false);
        }
    }

    private static final class Aborted extends Exception {
        private static final long serialVersionUID = 1;

        Aborted() {
            super("stopped", null, false, false);
        }
    }
}

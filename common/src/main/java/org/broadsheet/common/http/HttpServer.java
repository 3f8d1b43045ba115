package org.broadsheet.common.http;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.broadsheet.common.config.Configuration;
import org.broadsheet.common.lifecycle.Health;
import org.broadsheet.common.lifecycle.Part;
import org.broadsheet.common.lifecycle.StartFailure;
import org.broadsheet.common.log.EventLog;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one HTTP server of a process: routes of all its roles on one port, under the access rules. Each request is answered on a
 * virtual thread of its own, so that those who read slowly or wait hold up nobody; nor do those who ask slowly, or nothing at all.
 * What takes long to compute is computed on other threads ({@link Exchange#computed}).
 */
public final class HttpServer implements Part {
    private static final Logger LOG = LoggerFactory.getLogger(HttpServer.class);
    private static final Set<String> CHANGES = Set.of("POST", "PUT", "PATCH", "DELETE");
    private static final int MAX_STOP_MILLIS = 1000;
    private static final int MAX_HEADER_BYTES = 16 * 1024;
    /** Of Jetty's own, which accept, select and never wait for a client. */
    private static final int IO_THREADS = 8;
    /** Of those who have connected and are not accepted yet: where silent ones make room, all of them get their turn. */
    private static final int QUEUE = 1024;
    /** How often is looked for connections that are due. */
    private static final int LOOK_MILLIS = 50;

    private final Configuration.Http settings;
    private final AccessRules rules;
    private final Router router;
    private final Connections connections;
    private final Server server;
    private final ServerConnector connector;
    private final Turns turns;
    private final ExecutorService handlers = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("http-", 1).factory());

    public HttpServer(Configuration.Http settings, AccessRules rules, List<Route> routes) {
        this.settings = settings;
        this.rules = rules;
        this.router = new Router(routes);
        this.connections = new Connections(settings, System::nanoTime);
        this.turns = new Turns("http-computing", settings.maxConnections(), settings.computing());
        QueuedThreadPool threads = new QueuedThreadPool(IO_THREADS, IO_THREADS / 2);
        threads.setName("http-io");
        threads.setDaemon(true);
        threads.setStopTimeout(MAX_STOP_MILLIS);
        threads.setVirtualThreadsExecutor(handlers);
        this.server = new Server(threads);
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        http.setRequestHeaderSize(MAX_HEADER_BYTES);
        // A percent sign may stand in a file's name; Router decodes each segment once, so that %25 is not ambiguous
        // here.
        http.setUriCompliance(
                UriCompliance.DEFAULT.with("BROADSHEET", UriCompliance.Violation.AMBIGUOUS_PATH_ENCODING));
        this.connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(http));
        connector.setHost(settings.host());
        connector.setPort(settings.port());
        connector.setIdleTimeout(settings.idleTimeout().toMillis());
        connector.setAcceptQueueSize(Math.max(QUEUE, settings.maxConnections()));
        connector.addBean(connections);
        server.addConnector(connector);
        server.addBean(new NetworkConnectionLimit(settings.maxConnections(), connector));
        server.setHandler(new Dispatch());
        server.setErrorHandler(new PlainErrors());
        server.setStopTimeout(0);
        server.setStopAtShutdown(false);
    }

    @Override
    public String name() {
        return "http";
    }

    /**
     * Takes the port without answering yet; {@link #start} answers whoever has connected meanwhile. Before what takes long to
     * start, so that a port in use is told of at once.
     *
     * @throws StartFailure when the port is another's, or the address another machine's
     */
    public void bind() {
        try {
            connector.open();
        } catch (IOException e) {
            if (!isOurs(settings.host())) {
                throw new StartFailure(
                        settings.host()
                                + " is no address of this machine; choose another with --host, such as 127.0.0.1",
                        e);
            }
            Throwable cause = e.getCause() == null ? e : e.getCause();
            if (cause instanceof BindException) {
                throw new StartFailure(
                        "port " + settings.port() + " of " + settings.host()
                                + " is in use; end what listens there, or choose another with --port",
                        e);
            }
            throw new StartFailure(
                    "cannot listen on port " + settings.port() + " of " + settings.host() + ": " + cause.getMessage(),
                    e);
        }
    }

    private static boolean isOurs(String host) {
        try {
            InetAddress address = InetAddress.getByName(host);
            return address.isAnyLocalAddress()
                    || address.isLoopbackAddress()
                    || NetworkInterface.getByInetAddress(address) != null;
        } catch (UnknownHostException | SocketException e) {
            return false;
        }
    }

    /** Answers from now on; takes the port if {@link #bind} has not. */
    @Override
    public void start() throws Exception {
        if (!connector.isOpen()) {
            bind();
        }
        server.start();
        look();
    }

    private void look() {
        connections.endWhatIsDue();
        if (server.isRunning()) {
            connector.getScheduler().schedule(this::look, LOOK_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    /** The port that it listens on. */
    public int port() {
        return connector.getLocalPort();
    }

    @Override
    public Health health() {
        return server.isStarted() ? new Health.Ready() : new Health.Starting("HTTP server not started");
    }

    @Override
    public void close() throws Exception {
        server.stop();
        connector.close();
        turns.close();
        // A handler that heeds no interrupt does not hold up the end: virtual threads are daemons.
        handlers.shutdownNow();
        handlers.awaitTermination(MAX_STOP_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void answer(Request request, Response response) throws Exception {
        response.getHeaders().put("X-Content-Type-Options", "nosniff");
        String rawPath = request.getHttpURI().getPath();
        Optional<List<String>> segments = Router.segments(rawPath == null ? "" : rawPath);
        JettyExchange exchange = new JettyExchange(
                request, response, rules, settings, connector.getScheduler(), turns, segments.orElse(List.of()));
        if (segments.isEmpty()) {
            exchange.problem(400, "Bad request", "the path is not well formed");
            return;
        }
        boolean trusted = exchange.isTrusted();
        if (connections.enters(trusted)) {
            try {
                route(request, exchange, segments.get());
            } finally {
                connections.leaves(trusted);
            }
        } else {
            exchange.setHeader("Retry-After", "1");
            exchange.setHeader("Connection", "close");
            exchange.problem(503, "Service unavailable", "too many requests are under way; try again in a second");
        }
    }

    private void route(Request request, JettyExchange exchange, List<String> segments) throws Exception {
        switch (router.find(request.getMethod(), segments)) {
            case Router.Found.Nothing nothing -> exchange.problem(404, "Not found", "nothing is at " + exchange.path());
            case Router.Found.WrongMethod wrong -> {
                String allowed = String.join(", ", wrong.allowed());
                exchange.setHeader("Allow", allowed);
                exchange.problem(405, "Method not allowed", "this path answers " + allowed);
            }
            case Router.Found.Matched matched -> {
                exchange.matched(matched);
                permitted(matched.route(), exchange);
            }
        }
    }

    private void permitted(Route route, JettyExchange exchange) throws Exception {
        if (route.access() == Route.Access.PRIVATE) {
            keepFromPages(exchange);
            if (!exchange.isTrusted()) {
                unauthorized(exchange, exchange.facts());
                return;
            }
        }
        if (exchange.path().startsWith("/api/")
                && CHANGES.contains(exchange.method())
                && !JettyExchange.isJson(exchange.header("Content-Type").orElse(""))) {
            exchange.problem(415, "Unsupported media type", "changes need Content-Type: application/json");
            return;
        }
        try {
            route.handler().handle(exchange);
        } catch (Exchange.BadRequest e) {
            refuse(exchange, e.status(), e);
        } catch (Exchange.MalformedBody e) {
            refuse(exchange, 400, e);
        } catch (Exchange.RequestTooLarge e) {
            refuse(exchange, 413, e);
        } catch (EventLog.LogFailure e) {
            refuse(exchange, 503, e);
        } catch (Exchange.SlowBody e) {
            exchange.setHeader("Connection", "close");
            refuse(exchange, 408, e);
        } finally {
            exchange.ended();
        }
    }

    /** What is asked for cannot be; where the answer has begun nothing but its being cut can say so. */
    private static <E extends Exception> void refuse(JettyExchange exchange, int status, E why) throws E, IOException {
        if (exchange.isBegun()) {
            throw why;
        }
        exchange.problem(status, HttpStatus.getMessage(status), String.valueOf(why.getMessage()));
    }

    /**
     * What a person opens in a browser stays with them: no page gets it out of the browser's cache, embeds it, or reaches into its
     * window, which of a page of the same origin nothing else would keep apart.
     */
    private static void keepFromPages(Exchange exchange) {
        exchange.setHeader("Cache-Control", "no-store");
        exchange.setHeader("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'; sandbox");
        exchange.setHeader("Cross-Origin-Opener-Policy", "same-origin");
        exchange.setHeader("Cross-Origin-Resource-Policy", "same-origin");
    }

    private void unauthorized(Exchange exchange, AccessRules.Facts facts) throws IOException {
        exchange.setHeader(
                "WWW-Authenticate",
                rules.mayBeAskedForPassword(facts)
                        ? "Basic realm=\"Broadsheet\", charset=\"UTF-8\""
                        : "Bearer realm=\"Broadsheet\"");
        String why = rules.whyNotLocal(facts)
                .map(reason -> "; without it this request is not answered, because " + reason)
                .orElse("");
        exchange.problem(
                401,
                "Unauthorized",
                "send the token as Authorization: Bearer, or as the password of basic authentication" + why);
    }

    private final class Dispatch extends Handler.Abstract {
        @Override
        public boolean handle(Request request, Response response, Callback callback) {
            Connection connection = request.getConnectionMetaData().getConnection();
            connections.asked(connection);
            Request.addCompletionListener(request, failure -> connections.answered(connection));
            try {
                answer(request, response);
                callback.succeeded();
            } catch (Exception e) {
                failed(request, response, callback, e);
            }
            return true;
        }

        /** One request has failed; the server and all others go on. */
        private void failed(Request request, Response response, Callback callback, Exception e) {
            if (response.isCommitted() || e instanceof EofException || e.getCause() instanceof TimeoutException) {
                // The client sees a cut answer; most often it is the client that has left.
                LOG.atDebug()
                        .addKeyValue("path", request.getHttpURI().getPath())
                        .setCause(e)
                        .log("an answer broke off");
                callback.failed(e);
                return;
            }
            if (!getServer().isRunning()) {
                LOG.atDebug()
                        .addKeyValue("path", request.getHttpURI().getPath())
                        .setCause(e)
                        .log("the server ended before it answered");
                response.reset();
                Response.writeError(request, response, callback, 503, "the server is ending");
                return;
            }
            LOG.atError()
                    .addKeyValue("path", request.getHttpURI().getPath())
                    .setCause(e)
                    .log("a request could not be answered");
            response.reset();
            Response.writeError(request, response, callback, 500, "the server failed; its log says why");
        }
    }

    /** Jetty's own refusals (a header too long, a request that is none) as plain text. */
    private static final class PlainErrors extends ErrorHandler {
        PlainErrors() {
            setShowStacks(false);
            setShowCauses(false);
            setShowMessageInTitle(false);
            setDefaultResponseMimeType("text/plain");
        }
    }
}

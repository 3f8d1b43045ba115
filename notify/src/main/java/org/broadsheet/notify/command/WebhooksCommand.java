package org.broadsheet.notify.command;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.BindException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.broadsheet.common.id.Printable;
import org.broadsheet.notify.signature.SigningSecret;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code webhooks add|list|remove|listen}: clients of the API of a running Broadsheet. */
@Command(
        name = "webhooks",
        description = "Adds, lists and removes webhooks of a running Broadsheet, or listens to it.",
        mixinStandardHelpOptions = true,
        subcommands = {
            WebhooksCommand.Add.class,
            WebhooksCommand.ListAll.class,
            WebhooksCommand.Remove.class,
            WebhooksCommand.Listen.class
        })
public final class WebhooksCommand implements Callable<Integer> {
    private static final String PATH = "/api/v1/webhooks";

    /** Without a subcommand: says which there are. */
    @Override
    public Integer call() {
        CommandLine command = commandLine(spec);
        command.usage(command.getErr());
        return CommandLine.ExitCode.USAGE;
    }

    @Spec
    private @Nullable CommandSpec spec;

    private static CommandLine commandLine(@Nullable CommandSpec spec) {
        return Objects.requireNonNull(spec, "picocli sets it").commandLine();
    }

    /** What all of them take. */
    abstract static class ApiCommand implements Callable<Integer> {
        @Option(
                names = "--server",
                paramLabel = "URL",
                defaultValue = "${env:BROADSHEET_SERVER:-http://localhost:${env:BROADSHEET_PORT:-8080}}",
                description = "Where it runs (BROADSHEET_SERVER), default http://localhost:8080.")
        private URI server = URI.create("http://localhost:8080");

        @Spec
        private @Nullable CommandSpec spec;

        abstract void run(ApiClient api, PrintWriter out) throws IOException, InterruptedException;

        @Override
        public Integer call() throws IOException, InterruptedException {
            CommandLine command = commandLine(spec);
            try {
                // The token comes from the environment only: arguments can be seen by every user of the machine.
                String token = System.getenv("BROADSHEET_TOKEN");
                run(new ApiClient(server, Optional.ofNullable(token).filter(t -> !t.isEmpty())), command.getOut());
                return CommandLine.ExitCode.OK;
            } catch (ApiClient.Refused e) {
                command.getErr().println("error: " + e.getMessage());
                return CommandLine.ExitCode.SOFTWARE;
            } finally {
                command.getOut().flush();
                command.getErr().flush();
            }
        }
    }

    @Command(
            name = "add",
            mixinStandardHelpOptions = true,
            description = "Adds a webhook and prints its signing secret, this once.")
    static final class Add extends ApiCommand {
        @Parameters(paramLabel = "URL", description = "Where deliveries are sent to.")
        private String url = "";

        @Option(
                names = "--event",
                paramLabel = "TYPE",
                description = "post.published, post.*, site.released, …; several; default all.")
        private List<String> events = List.of();

        @Option(
                names = "--topic",
                paramLabel = "TOPIC",
                description = "Only posts of this topic; several; default all.")
        private List<String> topics = List.of();

        @Option(names = "--description", paramLabel = "TEXT", description = "For people.")
        private String description = "";

        @Option(names = "--site", paramLabel = "ID", description = "Of which site, if there are several.")
        private @Nullable String site;

        @Override
        void run(ApiClient api, PrintWriter out) throws InterruptedException {
            JsonNode added = api.post(PATH, request(site, url, events, topics, description));
            out.println("id      " + Printable.line(added.path("id").asText()));
            out.println("url     " + Printable.line(added.path("url").asText()));
            out.println("events  " + names(added.path("events"), "all"));
            if (!added.path("topics").isEmpty()) {
                out.println("topics  " + names(added.path("topics"), "all"));
            }
            out.println("secret  " + Printable.line(added.path("secret").asText()) + "   (shown this once)");
        }
    }

    @Command(name = "list", mixinStandardHelpOptions = true, description = "Lists the webhooks.")
    static final class ListAll extends ApiCommand {
        @Override
        void run(ApiClient api, PrintWriter out) throws InterruptedException {
            String after = "";
            do {
                JsonNode page = api.get(PATH + "?limit=1000" + after);
                for (JsonNode item : page.path("items")) {
                    out.println(Printable.line(item.path("id").asText()) + "  "
                            + names(item.path("events"), "all") + "  "
                            + Printable.line(item.path("url").asText()) + "  "
                            + Printable.line(item.path("description").asText(""))
                            + (item.has("goneAt")
                                    ? "  wants no more since "
                                            + Printable.line(item.path("goneAt").asText())
                                    : ""));
                }
                String next = page.path("next").asText("");
                after = next.isEmpty() ? "" : "&after=" + URLEncoder.encode(next, StandardCharsets.UTF_8);
            } while (!after.isEmpty());
        }
    }

    @Command(
            name = "remove",
            mixinStandardHelpOptions = true,
            description = "Removes a webhook; what it still waits for is not delivered.")
    static final class Remove extends ApiCommand {
        @Parameters(paramLabel = "ID", description = "As add and list print it.")
        private String id = "";

        @Override
        void run(ApiClient api, PrintWriter out) throws InterruptedException {
            api.delete(PATH + "/" + URLEncoder.encode(id, StandardCharsets.UTF_8));
            out.println("removed " + Printable.line(id));
        }
    }

    @Command(
            name = "listen",
            mixinStandardHelpOptions = true,
            description = "Receives, verifies and prints every delivery until Ctrl-C. Works on the same machine only.")
    static final class Listen extends ApiCommand {
        @Option(names = "--port", paramLabel = "PORT", description = "Where to receive, on loopback; default any.")
        private int port;

        @Option(names = "--event", paramLabel = "TYPE", description = "As of add.")
        private List<String> events = List.of();

        @Option(names = "--site", paramLabel = "ID", description = "As of add.")
        private @Nullable String site;

        @Override
        void run(ApiClient api, PrintWriter out) throws IOException, InterruptedException {
            try (Receiver receiver = new Receiver(port, out, Clock.systemUTC())) {
                receiver.start();
                listen(api, receiver, out, new CountDownLatch(1));
            } catch (BindException e) {
                throw new ApiClient.Refused("port " + port + " is in use; --port 0 takes any that is free", e);
            }
        }

        /** Until {@code end}, or Ctrl-C; either way the endpoint is removed. */
        void listen(ApiClient api, Receiver receiver, PrintWriter out, CountDownLatch end) throws InterruptedException {
            JsonNode added = api.post(PATH, request(site, receiver.url(), events, List.of(), "webhooks listen"));
            String path = PATH + "/" + added.path("id").asText();
            Thread removal = new Thread(() -> remove(api, path, out), "webhooks-listen-end");
            Runtime.getRuntime().addShutdownHook(removal);
            receiver.trust(SigningSecret.parse(added.path("secret").asText()));
            out.println("listening at " + receiver.url() + " to " + api.server() + " · Ctrl-C stops");
            out.flush();
            end.await();
            Runtime.getRuntime().removeShutdownHook(removal);
            remove(api, path, out);
        }

        private static void remove(ApiClient api, String path, PrintWriter out) {
            try {
                api.delete(path);
            } catch (ApiClient.Refused e) {
                out.println("warning: the webhook was not removed: " + e.getMessage());
                out.flush();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static Map<String, Object> request(
            @Nullable String site, String url, List<String> events, List<String> topics, String description) {
        Map<String, Object> request = new LinkedHashMap<>();
        if (site != null) {
            request.put("site", site);
        }
        request.put("url", url);
        request.put("events", events);
        request.put("topics", topics);
        request.put("description", description);
        return request;
    }

    private static String names(JsonNode list, String none) {
        StringBuilder names = new StringBuilder();
        for (JsonNode name : list) {
            names.append(names.isEmpty() ? "" : ",").append(Printable.line(name.asText()));
        }
        return names.isEmpty() ? none : names.toString();
    }
}

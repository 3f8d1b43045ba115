package org.broadsheet.standalone;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import org.broadsheet.common.config.Configuration;
import org.broadsheet.common.record.Role;
import org.broadsheet.ingest.rehearsal.Rehearsal;
import org.broadsheet.notify.command.WebhooksCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Does once what the program will have to do, while the JVM watches: an import, edits, reads, deliveries, through Git's own protocol and
 * HTTP. For the launcher, which has the JVM keep what it has learned.
 */
@Command(name = "train", hidden = true, description = "Runs through the program's work once, for the launcher.")
final class TrainCommand implements Callable<Integer> {
    private static final int FEWEST_EDITS = 3;
    private static final int MOST_EDITS = 60;

    private static final List<String> PAGES = List.of(
            "/",
            "/archive",
            "/archive/1",
            "/topics",
            "/topics/all",
            "/authors/ada",
            "/feed.xml",
            "/atom.xml",
            "/feed.json",
            "/sitemap.xml",
            "/sitemap-posts.xml",
            "/robots.txt",
            "/about",
            "/pictures/dot.png",
            "/not-there",
            "/api/v1/status",
            "/api/v1/posts",
            "/api/v1/problems",
            "/api/v1/webhooks",
            "/api/v1/deliveries",
            "/health/ready");

    @Option(names = "--data", required = true, paramLabel = "DIR", description = "An empty folder.")
    private Path data = Path.of("");

    @Option(
            names = "--seconds",
            paramLabel = "N",
            description = "After so long since its start it begins no other edit.")
    private int seconds = 8;

    private final HttpClient client = HttpClient.newHttpClient();
    private final Random random = new Random(1);

    @Override
    public Integer call() throws Exception {
        Instant end = Instant.ofEpochMilli(ManagementFactory.getRuntimeMXBean().getStartTime())
                .plusSeconds(seconds);
        Configuration configuration = Configurations.load(
                Map.of("data", data.resolve("data").toString(), "http.port", "0", "push.timeout", seconds + "s"));
        String server = "http://localhost:" + configuration.http().port();
        try (RunningProcess process = RunningProcess.start(configuration, EnumSet.allOf(Role.class), new Console());
                Rehearsal author = new Rehearsal(data.resolve("author.git"))) {
            listen(server);
            URI remote = URI.create(server + "/git/content.git");
            author.push(remote);
            for (int edits = 0; edits < FEWEST_EDITS || (Instant.now().isBefore(end) && edits < MOST_EDITS); edits++) {
                author.edit();
                author.push(remote);
                read(server, author.urls());
            }
            // Nothing of it is kept: an orderly end would be waited for in vain.
            Runtime.getRuntime().halt(process.isStopping() ? 1 : 0);
            return 0;
        }
    }

    private static void listen(String server) {
        Thread listening = new Thread(
                () -> new CommandLine(new WebhooksCommand()).execute("listen", "--server", server), "train-listen");
        listening.setDaemon(true);
        listening.start();
    }

    private void read(String server, List<String> posts) throws IOException, InterruptedException {
        for (String page : PAGES) {
            get(server + page);
        }
        for (int i = 0; i < 20; i++) {
            get(server + posts.get(random.nextInt(posts.size())));
        }
    }

    private void get(String url) throws IOException, InterruptedException {
        HttpResponse<byte[]> unused = client.send(
                HttpRequest.newBuilder(URI.create(url))
                        .timeout(Duration.ofSeconds(10))
                        .build(),
                HttpResponse.BodyHandlers.ofByteArray());
    }
}

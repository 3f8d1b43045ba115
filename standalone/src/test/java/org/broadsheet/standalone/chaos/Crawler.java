package org.broadsheet.standalone.chaos;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import org.broadsheet.common.id.Digest;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;

/**
 * Goes through a site, page by page and link by link, as long as it is told to. A link counts as broken when it leads nowhere and its page,
 * asked once more, still has it: so that nobody is blamed for a page that was other by then.
 */
final class Crawler implements Runnable {
    private final Supplier<String> site;
    private final BrokenLinks broken;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final List<String> faults = new CopyOnWriteArrayList<>();
    private final LongAdder answers = new LongAdder();
    private volatile boolean ended;

    /** @param site the URL of its process, without a path */
    Crawler(Supplier<String> site, BrokenLinks broken) {
        this.site = site;
        this.broken = broken;
    }

    /** What must not have been met: torn objects, and broken links that nobody reports. */
    List<String> faults() {
        return faults;
    }

    long answers() {
        return answers.sum();
    }

    void end() {
        ended = true;
    }

    @Override
    public void run() {
        while (!ended) {
            try {
                sweep();
            } catch (IOException e) {
                pause();
            }
        }
    }

    /** Looks at every page that links lead to, and answers the links that lead nowhere, as {@code page target}. */
    Set<String> sweep() throws IOException {
        Set<String> nowhere = new TreeSet<>();
        Set<String> seen = new HashSet<>(Set.of("/"));
        Set<String> good = new HashSet<>();
        Deque<String> open = new ArrayDeque<>(seen);
        while (!open.isEmpty() && !Thread.currentThread().isInterrupted()) {
            String page = open.pop();
            int since = broken.released();
            HttpResponse<byte[]> answer = get(page);
            for (String link : links(answer)) {
                boolean leadsOn = good.contains(link) || isGood(get(link));
                if (leadsOn) {
                    good.add(link);
                    if (seen.add(link)) {
                        open.push(link);
                    }
                } else if (links(get(page)).contains(link)) {
                    nowhere.add(page + " " + link);
                    if (!broken.isReported(page + " " + link, since)) {
                        faults.add(page + " links to " + link + ", which nobody reports");
                    }
                }
            }
        }
        return nowhere;
    }

    private static boolean isGood(HttpResponse<byte[]> answer) {
        return answer.statusCode() == 200 || answer.statusCode() == 308;
    }

    private HttpResponse<byte[]> get(String path) throws IOException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(site.get() + path))
                .timeout(Duration.ofSeconds(30))
                .build();
        try {
            HttpResponse<byte[]> answer = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
            answers.increment();
            answer.headers()
                    .firstValue("ETag")
                    .filter(tag -> !tag.equals("\"" + Digest.of(answer.body()) + "\""))
                    .ifPresent(tag -> faults.add(path + " is torn: its bytes are not those of " + tag));
            return answer;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    /** Paths of the same site; none of what is no page. */
    private Set<String> links(HttpResponse<byte[]> answer) {
        String type = answer.headers().firstValue("Content-Type").orElse("");
        if (answer.statusCode() != 200 || !type.startsWith("text/html")) {
            return Set.of();
        }
        String base = site.get();
        Document page = Jsoup.parse(
                new String(answer.body(), StandardCharsets.UTF_8), answer.uri().toString());
        Set<String> links = new TreeSet<>();
        for (Element element : page.select("a[href], link[href], img[src]")) {
            String url = element.absUrl(element.hasAttr("href") ? "href" : "src");
            if (url.startsWith(base + "/") && !element.attr("rel").equals("canonical")) {
                links.add(URI.create(url).getRawPath());
            }
        }
        return links;
    }

    private static void pause() {
        try {
            Thread.sleep(50);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

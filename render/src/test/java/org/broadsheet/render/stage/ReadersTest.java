package org.broadsheet.render.stage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.broadsheet.common.log.NewRecord;
import org.broadsheet.common.record.Readable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Guarantee 4: on every page that stood before a release and stays, and on every page that can be reached from those, at no
 * instant does a link lead to a URL that does not answer 200.
 */
class ReadersTest {
    private static final Pattern LINK =
            Pattern.compile("(?:href|src)=\"(/[^\"#?]*)|<loc>http://localhost:8080(/[^<]*)");
    private static final Set<String> FEEDS = Set.of("feed.xml", "atom.xml", "feed.json");

    @ParameterizedTest
    @ValueSource(longs = {21, 22, 23, 24})
    void neverMeetALinkThatLeadsNowhere(long seed) throws Exception {
        // The same history twice: the first run tells which pages stay.
        Newsroom newsroom = new Newsroom();
        RandomHistory history = new RandomHistory(seed, newsroom, 60);
        int looks = 0;
        try (Press ahead = new Press();
                Press press = new Press()) {
            for (int i = 0; i < 40; i++) {
                history.commit();
                List<NewRecord> commit = newsroom.commit();
                ahead.ingest(newsroom, commit).run();
                Map<String, Integer> stay = pages(press);
                stay.entrySet().retainAll(pages(ahead).entrySet());
                Map<String, Set<String>> links = new HashMap<>();
                Set<String> nowhere = unanswered(press);
                nowhere.addAll(unanswered(ahead));
                int[] changes = {0};
                press.site.after = n -> {
                    changes[0]++;
                    walk(press, stay.keySet(), nowhere, links);
                };

                press.ingest(newsroom, commit).run();

                looks += changes[0];
                assertThat(press.dump()).isEqualTo(ahead.dump());
            }
        }
        assertThat(looks).isGreaterThan(300);
    }

    /** What authors link to and is not there, or was not, stays as they wrote it. */
    private static Set<String> unanswered(Press press) {
        Set<String> keys = new HashSet<>();
        press.readable().values().forEach(record -> {
            Set<String> unanswered = record instanceof Readable.Document document
                    ? document.lookups().unanswered()
                    : record instanceof Readable.Introduction introduction
                            ? introduction.lookups().unanswered()
                            : Set.of();
            unanswered.stream()
                    .filter(written -> written.startsWith("/"))
                    .forEach(written -> keys.add(written.substring(1)));
        });
        return keys;
    }

    /** With their status: the page of a URL that is gone has links too. */
    private static Map<String, Integer> pages(Press press) throws IOException {
        Map<String, Integer> pages = new TreeMap<>();
        for (String key : press.stored().keySet()) {
            pages.put(key, press.status(key));
        }
        return pages;
    }

    private static void walk(Press press, Set<String> from, Set<String> nowhere, Map<String, Set<String>> known)
            throws IOException {
        Deque<String> open = new ArrayDeque<>(from);
        Set<String> seen = new HashSet<>(from);
        List<String> broken = new ArrayList<>();
        while (!open.isEmpty()) {
            String page = open.pop();
            for (String link : links(press, page, known)) {
                if (nowhere.contains(link)) {
                    continue;
                }
                // A page that is made again later leads by the post's former URL until then.
                String there = press.status(link) == 308 ? target(press.text(link)) : link;
                if (press.status(there) != 200) {
                    broken.add("/" + page + " links to /" + link + ": " + press.status(there));
                } else if (seen.add(link)) {
                    open.push(link);
                }
            }
        }
        assertThat(broken).isEmpty();
    }

    private static String target(String redirect) {
        return redirect.substring("<!-- 308 /".length(), redirect.indexOf(" -->"));
    }

    private static Set<String> links(Press press, String page, Map<String, Set<String>> known) throws IOException {
        String text = press.text(page);
        return known.computeIfAbsent(text, t -> {
            Set<String> links = new TreeSet<>();
            Matcher matcher = LINK.matcher(t);
            while (matcher.find()) {
                String url = matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
                links.add(java.net.URI.create(url).getPath().substring(1));
            }
            links.removeAll(FEEDS);
            return links;
        });
    }
}

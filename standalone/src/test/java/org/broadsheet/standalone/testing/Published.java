package org.broadsheet.standalone.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.rometools.rome.feed.synd.SyndFeed;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;

/** Checks that a content folder is live in whole: every post, picture and feed. */
public final class Published {
    private Published() {}

    /** How many posts and pages the folder holds. */
    public static int documents(Path content) throws IOException {
        int pages = 0;
        if (Files.isDirectory(content.resolve("pages"))) {
            try (Stream<Path> files = Files.list(content.resolve("pages"))) {
                pages = (int)
                        files.filter(file -> file.toString().endsWith(".md")).count();
            }
        }
        return Samples.slugs(content).size() + pages;
    }

    /**
     * @param site where the site is asked, such as {@code http://localhost:8080}
     * @param baseUrl what its links begin with
     * @param told what the push printed: a link that leads nowhere is right if that was said of it
     */
    public static void check(Subscriber reader, String site, String baseUrl, Path content, List<String> told)
            throws IOException {
        int leadNowhere = 0;
        List<String> slugs = Samples.slugs(content);
        Document home = Jsoup.parse(reader.get(site + "/").body());
        for (Path file : posts(content)) {
            String slug = Samples.slug(file.getFileName().toString());
            HttpResponse<String> page = reader.get(site + "/posts/" + slug);
            assertThat(page.statusCode()).as(slug).isEqualTo(200);
            Document document = Jsoup.parse(page.body());
            assertThat(document.select("h1").text()).as(slug).isNotBlank();
            assertThat(home.select("a[href=/posts/" + slug + "]")).as(slug).isNotEmpty();
            String words = firstProse(file);
            assertThat(document.select("article").text()).as(slug).contains(words);
            for (Element link : document.select("article a[href]")) {
                String href = link.attr("href");
                if (href.startsWith("#") || href.contains(":")) {
                    continue;
                }
                String target = href.substring(href.lastIndexOf('/') + 1);
                if (told.stream()
                        .anyMatch(line -> line.startsWith("warning ")
                                && line.contains(file.getFileName().toString())
                                && line.contains("no post " + target))) {
                    leadNowhere++;
                    continue;
                }
                assertThat(href).as(slug).startsWith("/");
                assertThat(reader.get(site + href).statusCode())
                        .as(slug + " links to " + href)
                        .isEqualTo(200);
            }
            for (Element image : document.select("article img[src^=/]")) {
                HttpResponse<String> picture = reader.get(site + image.attr("src"));
                assertThat(picture.statusCode()).as(image.attr("src")).isEqualTo(200);
                assertThat(picture.headers().firstValue("content-type").orElse(""))
                        .startsWith("image/");
            }
        }
        assertThat(leadNowhere)
                .as("each warning is of a link that stayed as written")
                .isEqualTo((int) told.stream()
                        .filter(line -> line.startsWith("warning "))
                        .count());
        for (String name : List.of("/feed.xml", "/atom.xml")) {
            SyndFeed feed = reader.feed(site + name);
            assertThat(feed.getEntries()).as(name).hasSize(slugs.size());
            assertThat(feed.getEntries()).as(name).allSatisfy(entry -> {
                assertThat(entry.getLink()).startsWith(baseUrl + "/posts/");
                assertThat(entry.getUri()).startsWith("urn:uuid:");
                String html = entry.getContents().get(0).getValue();
                assertThat(Jsoup.parse(html).text().length()).isGreaterThan(200);
            });
        }
        assertThat(reader.json(site + "/feed.json").path("items")).hasSize(slugs.size());
    }

    private static List<Path> posts(Path content) throws IOException {
        try (Stream<Path> files = Files.list(content.resolve("_posts"))) {
            return files.filter(file -> file.toString().endsWith(".md"))
                    .sorted()
                    .toList();
        }
    }

    /** Some words of the first line that is plain prose. */
    private static String firstProse(Path file) throws IOException {
        List<String> lines = Files.readAllLines(file);
        int end = 0;
        if (lines.get(0).equals("---")) {
            do {
                end++;
            } while (!lines.get(end).startsWith("---"));
        }
        return lines.subList(end + 1, lines.size()).stream()
                .filter(line -> line.matches("[A-Z][A-Za-z ,']{20,}.*"))
                .map(line -> line.replaceAll("^([A-Za-z ,']{20,}).*", "$1").strip())
                .map(text -> text.substring(0, Math.min(20, text.length())).strip())
                .findFirst()
                .orElse("");
    }
}

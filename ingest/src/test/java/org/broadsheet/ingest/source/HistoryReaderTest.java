package org.broadsheet.ingest.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.broadsheet.common.id.CommitId;
import org.broadsheet.common.id.SiteId;
import org.broadsheet.ingest.facts.History;
import org.broadsheet.ingest.testing.GitFixture;
import org.broadsheet.ingest.testing.IngestDriver;
import org.broadsheet.ingest.testing.TestConfiguration;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.ObjectId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A long history, of which commits are read before their turn. */
class HistoryReaderTest {
    private final GitFixture git = new GitFixture();
    private final Pipeline pipeline = new Pipeline();

    @AfterEach
    void close() {
        pipeline.close();
        git.close();
    }

    @Test
    void saysTheSameOfALongHistoryAtOnceAsOfEachCommitInItsTurn() throws IOException {
        List<CommitId> commits = new ArrayList<>();
        Random random = new Random(8);
        for (int i = 0; i < 300; i++) {
            String path = "_posts/2026-11-%02d-p%d.md".formatted(1 + random.nextInt(28), random.nextInt(40));
            switch (i) {
                case 90 -> git.write("_config.yml", "title: Old\n");
                case 140 -> git.delete("_config.yml");
                case 170 -> git.write("site.yml", "timezone: Pacific/Kiritimati\n");
                case 180 -> git.write("site.yml", "timezone: [\n");
                default -> {
                    if (git.paths().contains(path) && random.nextBoolean()) {
                        git.delete(path);
                    } else {
                        git.write(path, "---\ntitle: " + i + "\ndate: 2026-11-23T23:30\n---\nText " + i + "\n");
                    }
                }
            }
            commits.add(git.commit("Commit " + i));
            if (i % 20 == 10) {
                git.on("side").write("_posts/side-" + i + ".md", "---\nslug: p" + i + "\n---\nSide\n");
                git.commit("Side " + i);
                git.on("main");
                commits.add(git.merge("side"));
            }
        }

        HistoryReader turns = reader(Map.of());
        Optional<ObjectId> before = Optional.empty();
        for (CommitId commit : commits) {
            ObjectId id = ObjectId.fromString(commit.value());
            turns.read(id, before);
            before = Optional.of(id);
        }

        History all = reader(Map.of()).readAll(before.orElseThrow(), Optional.empty());
        assertThat(IngestDriver.lines(all))
                .isEqualTo(IngestDriver.lines(
                        turns.remembered(before.orElseThrow()).orElseThrow()));
        assertThat(all.documents()).isGreaterThan(10);
    }

    /** More with {@code -Dseeds=1000}. */
    static LongStream seeds() {
        return LongStream.rangeClosed(1, Long.getLong("seeds", 50));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void saysTheSameOfAMergeWhicheverParentIsItsFirst(long seed) throws IOException {
        Random random = new Random(seed);
        for (int i = 0; i < 6; i++) {
            git.write("_posts/p" + i + ".md", text(random, i));
        }
        git.commit("Beginning");
        git.on("side");
        for (String branch : List.of("main", "side", "main", "side")) {
            git.on(branch);
            for (int i = random.nextInt(4); i >= 0; i--) {
                change(random);
            }
            git.commit("On " + branch);
        }
        git.on("main");
        if (random.nextBoolean()) {
            change(random);
        }
        if (random.nextBoolean()) {
            git.paths().stream().filter(path -> random.nextInt(4) == 0).forEach(git::delete);
        }
        git.on("side").on("reversed");
        String at = "2026-11-25T00:00:00Z";
        git.on("main").at(at);
        CommitId former = tipOf("main");
        CommitId merge = random.nextBoolean() ? git.merge("side") : git.mergeAsItIs("side");
        git.on("reversed").like("main").at(at);
        git.on("former").reset(former);
        CommitId reversed = git.on("reversed").mergeAsItIs("former");

        assertThat(said(reversed)).as("seed %s", seed).isEqualTo(said(merge));
    }

    private CommitId tipOf(String branch) {
        return git.on(branch).standing();
    }

    private static String text(Random random, int voice) {
        StringBuilder text = new StringBuilder("---\ntitle: T\n");
        if (random.nextInt(6) == 0) {
            text.append("id: 11111111-1111-4111-8111-11111111111")
                    .append(random.nextInt(2))
                    .append('\n');
        }
        text.append("---\n");
        for (int i = 0; i < 10; i++) {
            text.append(random.nextInt(6) == 0 ? "Other " : "Line ")
                    .append(i + 10 * voice)
                    .append('\n');
        }
        return text.toString();
    }

    private void change(Random random) {
        List<String> files = git.paths();
        String to = List.of("_posts/", "posts/", "_drafts/").get(random.nextInt(3)) + "p" + random.nextInt(8) + ".md";
        String file = files.isEmpty() ? to : files.get(random.nextInt(files.size()));
        switch (files.isEmpty() ? 0 : random.nextInt(5)) {
            case 0 -> git.write(to, text(random, random.nextInt(8)));
            case 1 -> git.rename(file, to);
            case 2 -> git.delete(file).write(to, text(random, file.charAt(file.length() - 4) - '0'));
            case 3 -> git.delete(file);
            default -> git.write(file, text(random, random.nextInt(8)));
        }
    }

    /** But for which commit is told: the two merges are not one. */
    private Set<String> said(CommitId commit) throws IOException {
        History history = reader(Map.of()).readAll(ObjectId.fromString(commit.value()), Optional.empty());
        return IngestDriver.lines(history).stream()
                .map(line -> line.replace(commit.value(), "merge").replace(commit.abbreviated(), "merge"))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void passesOverACommitOfTooManyFilesAlsoWhenItIsReadAhead() throws IOException {
        for (int i = 0; i < 40; i++) {
            git.write("_posts/p.md", "Text " + i + "\n");
            git.commit("Commit " + i);
        }
        for (int i = 0; i < 20; i++) {
            git.write("_posts/many-" + i + ".md", "Many\n");
        }
        git.commit("Many");
        for (int i = 0; i < 18; i++) {
            git.delete("_posts/many-" + i + ".md");
        }
        CommitId fewer = git.commit("Fewer");
        for (int i = 0; i < 40; i++) {
            git.write("_posts/p.md", "Text again " + i + "\n");
            git.commit("Again " + i);
        }

        History history = reader(Map.of("limits.files", "10")).readAll(tip(), Optional.empty());

        assertThat(IngestDriver.lines(history))
                .hasSize(4)
                .filteredOn(line -> line.contains("many-"))
                .hasSize(2)
                .allMatch(line -> line.contains(fewer.abbreviated()));
        assertThat(history.documents()).isEqualTo(3);
    }

    @Test
    void failsAtWhatIsMissing() throws IOException {
        for (int i = 0; i < 100; i++) {
            git.write("_posts/p" + i + ".md", "Text " + i + "\n");
            git.commit("Commit " + i);
        }
        ObjectId tip = tip();

        git.losing(150);

        assertThatThrownBy(() -> reader(Map.of()).readAll(tip, Optional.empty()))
                .isInstanceOf(MissingObjectException.class);
        git.whole();
        assertThat(reader(Map.of()).readAll(tip, Optional.empty()).documents()).isEqualTo(100);
    }

    private ObjectId tip() {
        return ObjectId.fromString(git.tip().orElseThrow().value());
    }

    private HistoryReader reader(Map<String, String> settings) {
        return new HistoryReader(
                git.repository(),
                new SiteId("site"),
                TestConfiguration.of(Path.of("unused"), settings).limits(),
                pipeline,
                new RecentTexts());
    }
}

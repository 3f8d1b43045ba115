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

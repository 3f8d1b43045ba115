package org.broadsheet.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.broadsheet.common.config.Configuration;
import org.broadsheet.common.config.ConfigurationLoader;
import org.broadsheet.common.id.CommitId;
import org.broadsheet.common.lifecycle.StartFailure;
import org.broadsheet.ingest.push.Judge;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PushJudgeTest {
    @TempDir
    Path folder;

    private Path data() throws Exception {
        return Files.createDirectories(folder.resolve("data"));
    }

    private Configuration configuration() throws Exception {
        return ConfigurationLoader.load(Map.of("data", data().toString(), "push.judging", "1s"), Map.of(), folder);
    }

    private Path left() throws Exception {
        Path left = Files.createDirectories(data().resolve("judging/push-1/content.git/objects"));
        return Files.writeString(left.resolve("x"), "x");
    }

    @Test
    void removesWhatAKilledProcessLeft() throws Exception {
        left();

        PushJudge.removeLeft(configuration());

        assertThat(data().resolve("judging")).doesNotExist();
    }

    @Test
    void leavesWhatAnotherProcessIsJudging() throws Exception {
        Path theirs = left();
        Process other = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Holder.class.getName(),
                        data().resolve("judging.lock").toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try {
            assertThat(other.inputReader().readLine()).isEqualTo("held");

            PushJudge.removeLeft(configuration());

            assertThat(theirs).exists();
        } finally {
            other.destroyForcibly().waitFor();
        }
        PushJudge.removeLeft(configuration());
        assertThat(theirs).doesNotExist();
    }

    /** Somebody else who judges. */
    static final class Holder {
        private Holder() {}

        public static void main(String[] arguments) throws Exception {
            try (FileChannel channel = FileChannel.open(
                            Path.of(arguments[0]),
                            StandardOpenOption.CREATE,
                            StandardOpenOption.READ,
                            StandardOpenOption.WRITE);
                    FileLock lock = channel.lock(0, Long.MAX_VALUE, true)) {
                System.out.println(lock.isShared() ? "held" : "alone");
                Thread.currentThread().join();
            }
        }
    }

    @Test
    void whoWaitedForOthersAsLongAsItMayTakeIsRefused() throws Exception {
        Semaphore turn = new Semaphore(0);
        Configuration configuration = configuration();
        PushJudge judge = new PushJudge(configuration, InstantSource.system(), turn);

        assertThatThrownBy(() -> judge.judge(new Judge.Candidate(
                        configuration.sites().getFirst().id(),
                        folder.resolve("content.git"),
                        Optional.empty(),
                        "refs/heads/main",
                        new CommitId("1".repeat(40)))))
                .isInstanceOf(StartFailure.class)
                .hasMessage("others were judged before it for 1 s; push again in a while, or raise push.judging");

        assertThat(turn.availablePermits()).isZero();
        assertThat(data().resolve("judging")).doesNotExist();
    }
}

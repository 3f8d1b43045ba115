package org.broadsheet.benchmarks;

import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;
import org.broadsheet.common.testing.GitCommandLine;
import org.broadsheet.common.testing.TestReceiver;
import org.broadsheet.standalone.testing.Program;

/** Deliveries to an endpoint that lives, beside others that do not. */
final class Webhooks {
    private Webhooks() {}

    /**
     * From the end of a push of many posts to an endpoint that lives having been told of each, beside others of which half refuse
     * connections and half answer 503.
     */
    static void besideTheDead(Path folder, int posts, int dead) throws Exception {
        GitCommandLine author = Benchmarks.corpus(folder, Corpus.of(posts));
        try (TestReceiver living = new TestReceiver();
                TestReceiver failing = new TestReceiver();
                Program program = Program.byLauncher(folder, Program.freePort(), Benchmarks.OPTIONS)) {
            failing.answer(503);
            String refused = "http://127.0.0.1:" + Program.freePort() + "/hook";
            for (int i = 0; i <= dead; i++) {
                String url = i == dead ? living.url() : i % 2 == 0 ? refused : failing.url();
                program.post("/api/v1/webhooks", "{\"url\": \"" + url + "\"}");
            }
            author.git("push", program.url("/git/content.git"), "main");
            long pushed = System.nanoTime();
            double used = Benchmarks.cpuSeconds(program);
            while (living.received().size() < posts) {
                LockSupport.parkNanos(Benchmarks.LOOK_AGAIN.toNanos());
            }
            double seconds = (System.nanoTime() - pushed) / 1e9;
            System.out.printf(
                    Locale.ROOT,
                    "| %,d | %d | %.2f s | %.1f s | %,d |%n",
                    posts,
                    dead,
                    seconds,
                    Benchmarks.cpuSeconds(program) - used,
                    failing.received().size());
        }
    }
}

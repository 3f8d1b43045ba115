package org.broadsheet.ingest.git;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.broadsheet.common.testing.GitCommandLine;
import org.broadsheet.ingest.testing.PushedSite;
import org.broadsheet.ingest.testing.Said;
import org.broadsheet.ingest.testing.TestConfiguration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a push may unfold to: 64 MiB of files and 128 of folders and commits, 16 in memory at once, 2,000 objects, and 20 differences on one another. */
@Timeout(120)
class HostilePushTest {
    private static final int MIB = 1 << 20;

    @TempDir
    Path folder;

    private static final String OVERLONG = "a size in what was sent has more digits than a size may have";

    private PushedSite site;
    private final PackBytes pack = new PackBytes();

    @BeforeEach
    void start() throws Exception {
        site = PushedSite.start(TestConfiguration.of(
                        folder.resolve("data"),
                        Map.of(
                                "limits.unpacked", "64MiB",
                                "git.history", "128MiB",
                                "git.held", "16MiB",
                                "git.objects", "2000",
                                "git.deltaDepth", "20")))
                .says(commit -> Said.allDone(commit, "first"));
    }

    @AfterEach
    void stop() throws Exception {
        site.close();
    }

    @Test
    void boundsWhatManyFilesComeTo() throws Exception {
        for (int i = 0; i < 12; i++) {
            pack.whole(PackBytes.BLOB, new byte[6 * MIB]);
        }

        assertThat(push())
                .contains("more than the 67,108,864 bytes", "raise limits.unpacked", "push the history in parts");
    }

    @Test
    void boundsOneFileBeforeItIsUnpacked() throws Exception {
        pack.claiming(PackBytes.BLOB, 1L << 40, new byte[10]);

        assertThat(push()).contains("raise limits.unpacked");
    }

    @Test
    void boundsTheLargestSizes() throws Exception {
        pack.claiming(PackBytes.BLOB, (1L << 60) - 1, new byte[10]);

        assertThat(push()).contains("raise limits.unpacked");
    }

    @Test
    void refusesSizesThatNoNumberHolds() throws Exception {
        pack.claiming(PackBytes.BLOB, Long.MAX_VALUE, new byte[10]);

        assertThat(push()).contains(OVERLONG);
    }

    /** A reader of 32 bits takes the bits that one of 64 has no place for as the first ones again. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void refusesADifferenceWhoseSizeIsReadInTwoWays(boolean ofBase) throws Exception {
        int size = 17 * MIB;
        byte[] delta = PackBytes.copies(MIB, MIB);
        byte[] wrapping = PackBytes.wrapping(size);
        byte[] plain = PackBytes.number(MIB, 0);
        byte[] heads = ofBase ? PackBytes.join(wrapping, plain) : PackBytes.join(plain, wrapping);
        int base = pack.whole(PackBytes.BLOB, new byte[MIB]);
        pack.ofsDelta(base, PackBytes.headed(heads, delta, MIB, MIB));

        assertThat(push()).contains(OVERLONG);
    }

    @Test
    void refusesADifferenceWhoseSizeIsLargerThanAnArray() throws Exception {
        int base = pack.whole(PackBytes.BLOB, new byte[100]);
        pack.ofsDelta(
                base,
                PackBytes.headed(
                        PackBytes.join(PackBytes.number(100, 0), PackBytes.number(1L << 31, 0)),
                        PackBytes.copies(100, 10),
                        100,
                        10));

        assertThat(push()).contains(OVERLONG);
    }

    @Test
    void takesADifferenceWhoseSizesHaveAByteMoreThanTheyNeed() throws Exception {
        int base = pack.whole(PackBytes.BLOB, new byte[100]);
        byte[] heads = PackBytes.join(PackBytes.number(100, 2), PackBytes.number(10, 2));
        pack.ofsDelta(base, PackBytes.headed(heads, PackBytes.copies(100, 10), 100, 10));

        assertThat(push()).doesNotContain(OVERLONG);
    }

    @Test
    void boundsWhatDifferencesComeTo() throws Exception {
        int base = pack.whole(PackBytes.BLOB, new byte[8 * MIB]);
        for (int i = 0; i < 12; i++) {
            pack.ofsDelta(base, PackBytes.copies(8 * MIB, 6 * MIB - i));
        }

        assertThat(push()).contains("raise limits.unpacked");
    }

    @ParameterizedTest
    @ValueSource(ints = {PackBytes.COMMIT, PackBytes.TREE, PackBytes.TAG})
    void boundsWhatFoldersAndCommitsComeTo(int type) throws Exception {
        int base = pack.whole(type, new byte[8 * MIB]);
        for (int i = 0; i < 21; i++) {
            pack.ofsDelta(base, PackBytes.copies(8 * MIB, 6 * MIB - i));
        }

        assertThat(push())
                .contains(
                        "the folders and commits that were sent come to more than the 134,217,728 bytes",
                        "raise git.history");
    }

    @Test
    void countsAHistoryApartFromItsFiles() throws Exception {
        pack.whole(PackBytes.BLOB, new byte[15 * MIB]);
        int base = pack.whole(PackBytes.TREE, new byte[8 * MIB]);
        for (int i = 0; i < 12; i++) {
            pack.ofsDelta(base, PackBytes.copies(8 * MIB, 6 * MIB - i));
        }

        assertThat(push()).doesNotContain("raise");
    }

    @Test
    void countsWhatStandsOnAnUnknownIdAsFiles() throws Exception {
        for (int i = 0; i < 12; i++) {
            pack.refDelta("12345678".repeat(5), PackBytes.copies(8 * MIB, 6 * MIB - i));
        }

        assertThat(push()).contains("raise limits.unpacked");
    }

    @Test
    void boundsWhatDifferencesAreThemselves() throws Exception {
        int base = pack.whole(PackBytes.BLOB, new byte[100]);
        for (int i = 0; i < 12; i++) {
            pack.ofsDelta(base, PackBytes.padded(100, 10, 6 * MIB));
        }

        assertThat(push()).contains("raise limits.unpacked");
    }

    @Test
    void boundsWhatOneObjectHoldsInMemory() throws Exception {
        pack.claiming(2, 17 * MIB, new byte[10]);

        assertThat(push()).contains("17,825,792 bytes have to be in memory", "raise git.held");
    }

    @Test
    void boundsTheResultOfADifference() throws Exception {
        int base = pack.whole(PackBytes.BLOB, new byte[MIB]);
        pack.ofsDelta(base, PackBytes.copies(MIB, 17 * MIB));

        assertThat(push()).contains("raise git.held");
    }

    @Test
    void boundsDifferencesOnDifferences() throws Exception {
        int base = pack.whole(PackBytes.BLOB, new byte[1000]);
        for (int i = 0; i < 21; i++) {
            base = pack.ofsDelta(base, PackBytes.copies(1000 - i, 999 - i));
        }

        assertThat(push()).contains("more than 20 differences stand on one another", "raise git.deltaDepth");
    }

    @Test
    void boundsWhatIsHeldWhileDifferencesArePutTogether() throws Exception {
        int size = 2 * MIB;
        int base = pack.whole(PackBytes.BLOB, new byte[size]);
        for (int i = 0; i < 12; i++) {
            pack.ofsDelta(base, PackBytes.copies(size - i, 10));
            base = pack.ofsDelta(base, PackBytes.copies(size - i, size - i - 1));
        }

        assertThat(push()).contains("have to be in memory at once", "raise git.held");
    }

    @Test
    void boundsTheNumberOfObjectsBeforeThereIsATableForThem() throws Exception {
        pack.whole(PackBytes.BLOB, new byte[1]);

        assertThat(push(pack.pack(Integer.MAX_VALUE))).contains("2,147,483,647 files", "raise git.objects");
        assertThat(push(pack.pack(-1))).contains("4,294,967,295 files", "raise git.objects");
    }

    @Test
    void takesOneObjectOverAndOver() throws Exception {
        for (int i = 0; i < 2000; i++) {
            pack.whole(PackBytes.BLOB, new byte[10]);
        }

        assertThat(push()).doesNotContain("raise");
        assertThat(site.hosting().turns().open()).isZero();
    }

    @Test
    void refusesBasesThatAreMadeToCollide() throws Exception {
        for (int i = 0; i < 1000; i++) {
            pack.refDelta(PackBytes.alike(i), PackBytes.copies(100, 10));
        }

        assertThat(push()).contains("too many ids that are alike");
    }

    @Test
    void refusesADifferenceToNothing() throws Exception {
        int base = pack.whole(PackBytes.BLOB, new byte[100]);
        pack.ofsDelta(base + 1, PackBytes.copies(100, 10));

        assertThat(push()).contains("the difference to something that is no object of this push");
    }

    @Test
    void countsTheBasesThatItHasAlready() throws Exception {
        GitCommandLine git = GitCommandLine.init(folder.resolve("work"));
        for (int i = 0; i < 5; i++) {
            byte[] noise = new byte[12 * MIB];
            new Random(i).nextBytes(noise);
            // Few bytes that are many: the limit of a pack is another.
            Arrays.fill(noise, 1000, noise.length, (byte) i);
            git.write("public/" + i, noise);
            git.commit("File " + i);
            git.git("push", site.url(), "main");
            pack.refDelta(git.git("rev-parse", "HEAD:public/" + i).strip(), PackBytes.copies(12 * MIB, 12 * MIB / 8));
        }

        assertThat(push()).contains("raise limits.unpacked");
    }

    @Test
    void refusesWhatIsNoPackItself() throws Exception {
        String none = "unpack error what was sent is no pack, or not all of one";
        assertThat(push(new byte[100])).contains(none);
        pack.whole(PackBytes.BLOB, new byte[10_000]);
        assertThat(push(Arrays.copyOf(pack.pack(), 20))).contains(none);
        assertThat(push(PackBytes.join(Arrays.copyOf(pack.pack(), 20), new byte[40])))
                .contains(none);
    }

    @Test
    void refusesAnObjectThatIsShorterThanItsHeadSays() throws Exception {
        pack.claiming(PackBytes.BLOB, 20, new byte[10]);
        pack.whole(PackBytes.BLOB, new byte[10]);

        assertThat(push()).contains("what was sent is no pack, or not all of one");
    }

    /** Two readers that end a head at different bytes read different packs. */
    @Test
    void refusesAHeadThatIsStretched() throws Exception {
        pack.stretched(PackBytes.BLOB, new byte[100], 12);
        pack.whole(PackBytes.BLOB, new byte[1000]);

        assertThat(push()).contains(OVERLONG);
    }

    @Test
    void boundsDifferencesOnWhatOnlyAnIdNames() throws Exception {
        for (int i = 1; i <= 500; i++) {
            pack.refDelta(String.format("%08x", i * 0x9e3779b9).repeat(5), PackBytes.copies(100, 10));
        }

        assertThat(push()).contains("may stand on one another", "raise git.deltaDepth");
    }

    @Test
    void takesManyDifferencesOnFewBasesThatOnlyAnIdNames() throws Exception {
        for (int i = 1; i <= 500; i++) {
            pack.refDelta(String.format("%08x", i % 50 * 0x9e3779b9).repeat(5), PackBytes.copies(100, 10));
        }

        assertThat(push()).doesNotContain("raise git.deltaDepth");
    }

    @Test
    void takesAHistoryInPartsThatIsTooMuchAtOnce() throws Exception {
        GitCommandLine git = GitCommandLine.init(folder.resolve("work"));
        for (int i = 0; i < 3; i++) {
            byte[] file = new byte[25 * MIB];
            Arrays.fill(file, (byte) i);
            git.write("public/" + i, file).commit("File " + i);
        }

        GitCommandLine.Result whole = git.run("-c", "core.bigFileThreshold=1m", "push", site.url(), "main");
        GitCommandLine.Result part =
                git.run("-c", "core.bigFileThreshold=1m", "push", site.url(), "main~1:refs/heads/main");
        GitCommandLine.Result rest = git.run("-c", "core.bigFileThreshold=1m", "push", site.url(), "main");

        assertThat(whole.exitCode()).isNotZero();
        assertThat(whole.error()).contains("raise limits.unpacked");
        assertThat(part.exitCode()).as(part.error()).isZero();
        assertThat(rest.exitCode()).as(rest.error()).isZero();
    }

    /** The first push has whole lists of folders, the second differences to such as we have. */
    @Test
    void takesALongHistoryOfALargeFolder() throws Exception {
        GitCommandLine git = GitCommandLine.init(folder.resolve("work"));
        commitToALargeFolder(git, 0, 60);
        try (PushedSite blog = PushedSite.start(
                        TestConfiguration.of(folder.resolve("blog"), Map.of("limits.unpacked", "256KiB")))
                .says(commit -> Said.allDone(commit, "first"))) {
            GitCommandLine.Result first = git.run("push", blog.url(), "main");
            commitToALargeFolder(git, 60, 120);
            GitCommandLine.Result second = git.run("push", blog.url(), "main");

            assertThat(first.exitCode()).as(first.error()).isZero();
            assertThat(second.exitCode()).as(second.error()).isZero();
        }
    }

    /** Each commit has a list of some 35 KB. */
    private static void commitToALargeFolder(GitCommandLine git, int from, int to) throws Exception {
        Process history = git.begin("fast-import", "--quiet");
        try (OutputStream out = history.getOutputStream()) {
            for (int i = from; i < to; i++) {
                StringBuilder commit = new StringBuilder(
                        "commit refs/heads/main\ncommitter Ada <ada@example.org> " + (1_767_225_600L + i)
                                + " +0000\ndata 0\n" + (i == 0 || i > from ? "" : "from refs/heads/main^0\n"));
                for (int file = 0; file < (i == 0 ? 1000 : 1); file++) {
                    commit.append("M 100644 inline _posts/" + (file + i) + ".md\ndata <<.\n" + i + "\n.\n");
                }
                out.write(commit.toString().getBytes(UTF_8));
            }
        }
        assertThat(history.waitFor()).isZero();
    }

    private String push() throws Exception {
        return push(pack.pack());
    }

    private String push(byte[] bytes) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://localhost:" + site.port() + "/git/content.git/git-receive-pack"))
                .header("Content-Type", "application/x-git-receive-pack-request")
                .POST(BodyPublishers.ofByteArray(PackBytes.push(bytes)))
                .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<byte[]> answer = client.send(request, BodyHandlers.ofByteArray());
            assertThat(answer.statusCode()).isEqualTo(200);
            return new String(answer.body(), UTF_8);
        }
    }
}

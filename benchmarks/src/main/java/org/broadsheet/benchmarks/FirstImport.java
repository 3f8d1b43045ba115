package org.broadsheet.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.broadsheet.common.testing.GitCommandLine;

/** From nothing to all pages, alone and in turn with other programs that make the same ones. */
final class FirstImport {
    private static final double SECONDS_TO_HUGOS = 1;
    private static final double RESIDENT_TO_HUGOS = 0.2;

    private FirstImport() {}

    /** Posts that are made up. */
    static void alone(Path folder, int posts, int runs) throws Exception {
        GitCommandLine author = Benchmarks.corpus(folder, Corpus.of(posts));
        Broadsheet ours = new Broadsheet(folder.resolve("ours"), author);
        Series series = new Series(ours.name(), posts);
        for (int run = 0; run < runs; run++) {
            series.add(ours.build());
            try (Stream<Path> pages = Files.list(folder.resolve("ours/broadsheet-data/site/posts"))) {
                if (pages.count() != posts) {
                    throw new IOException("there is not a page of each post");
                }
            }
        }
        Series.print(List.of(series));
        System.out.println("The last run: " + ours.told() + "\n");
        System.out.println("Verified after each run: a page of each post.");
    }

    /** Posts that are made of samples: we and Hugo in turn, JBake, which is slow, at the end. */
    static void besideOthers(Path folder, int count, int runs, int runsOfJBake) throws Exception {
        SamplePosts posts = new SamplePosts(folder.resolve("samples"), count);
        Broadsheet ours = new Broadsheet(folder.resolve("ours"), Broadsheet.repository(folder, posts));
        Hugo hugo = new Hugo(folder.resolve("hugo"), posts);
        Series our = new Series(ours.name(), count);
        Series hugos = new Series(hugo.name(), count);
        List<Series> all = new ArrayList<>(List.of(our, hugos));
        List<String> verified = new ArrayList<>();
        for (int run = 0; run < runs; run++) {
            verified.clear();
            build(ours, our, posts, verified);
            build(hugo, hugos, posts, verified);
        }
        verified.add("Beside Hugo's: " + ours.made().sameText(hugo.made(), posts) + ".");
        if (runsOfJBake > 0) {
            JBake jbake = new JBake(folder.resolve("jbake"), Path.of("../benchmarks/target/jbake"), posts);
            Series jbakes = new Series(jbake.name(), count);
            all.add(jbakes);
            List<String> last = new ArrayList<>();
            for (int run = 0; run < runsOfJBake; run++) {
                last.clear();
                build(jbake, jbakes, posts, last);
            }
            verified.addAll(last);
            verified.add("Beside JBake's: " + ours.made().sameText(jbake.made(), posts) + ".");
        }
        Series.print(all);
        new Aims()
                .atMost("First import, to Hugo's build", our.seconds() / hugos.seconds(), SECONDS_TO_HUGOS, "")
                .atMost("Resident, to Hugo's", our.resident() / hugos.resident(), RESIDENT_TO_HUGOS, "")
                .print();
        System.out.println("Our last run: " + ours.told() + "\n");
        System.out.println("Verified after each run:\n");
        verified.forEach(line -> System.out.println("- " + line));
    }

    private static void build(Generator generator, Series series, SamplePosts posts, List<String> verified)
            throws IOException, InterruptedException {
        series.add(generator.build());
        verified.add(generator.name() + ": " + generator.made().verified(posts) + ".");
    }
}

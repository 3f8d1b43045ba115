package org.broadsheet.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged program's launcher, with JDKs that only say how they were started. */
class LauncherIT {
    /** As the launcher names it, which follows symbolic links. */
    private static Path program;

    @TempDir
    Path home;

    @BeforeAll
    static void find() throws IOException {
        program = Path.of("target/dist").toRealPath();
    }

    @Test
    void startsThroughASymbolicLinkFromAnywhere() throws Exception {
        Path jdk = jdk("25");
        Path link = Files.createSymbolicLink(home.resolve("start"), program.resolve("bin/broadsheet"));

        String output = launch(link, Map.of("JAVA_HOME", jdk.toString()), "--version");

        Files.delete(link); // JUnit warns of one that leads out of its folder
        assertThat(output).contains("-jar " + program, "--version");
    }

    @Test
    void takesNoJdkOutOfTheTestedRange() throws Exception {
        Path jdk = jdk("26");

        assertThat(launch(program.resolve("bin/broadsheet"), Map.of("JAVA_HOME", jdk.toString()), "--version"))
                .doesNotContain("started by " + jdk)
                .containsAnyOf("Broadsheet 0.1.0", "needs a JDK");
    }

    @Test
    void givesTheJdkTheOptionsThatItKnows() throws Exception {
        Path jdk = jdk("25.0.1");

        assertThat(launch(
                        program.resolve("bin/broadsheet"),
                        Map.of("JAVA_HOME", jdk.toString(), "BROADSHEET_JAVA_OPTS", "-Xmx512m -XX:+UseG1GC"),
                        "up",
                        "--port",
                        "a b"))
                .contains(
                        "started by " + jdk,
                        "-XX:+UseCompactObjectHeaders",
                        "-Xmx512m -XX:+UseG1GC",
                        "[up] [--port] [a b]")
                .doesNotContain("UseSerialGC", "-Xmn");
        assertThat(launch(
                        program.resolve("bin/broadsheet"),
                        Map.of("JAVA_HOME", jdk.toString(), "BROADSHEET_JAVA_OPTS", "-Xmx512m"),
                        "up"))
                .contains("-XX:+UseSerialGC -Xmn40m -XX:MaxTenuringThreshold=1", "-Xmx512m");
    }

    @Test
    void givesTheJdkALocaleThatCanNameEveryFile() throws Exception {
        Path script = program.resolve("bin/broadsheet");
        String jdk = jdk("25").toString();

        assertThat(launch(script, Map.of("JAVA_HOME", jdk, "LC_ALL", "C"), "--version"))
                .contains("in C.UTF-8");
        assertThat(launch(script, Map.of("JAVA_HOME", jdk, "LC_ALL", "", "LANG", ""), "--version"))
                .contains("in C.UTF-8");
    }

    @Test
    void leavesTheJdkALocaleThatCanNameEveryFile() throws Exception {
        assumeTrue(
                Stream.of(System.getenv("PATH").split(":"))
                        .anyMatch(folder -> Files.isExecutable(Path.of(folder, "locale"))),
                "without the command locale it does not know the one that it has");
        Path script = program.resolve("bin/broadsheet");
        String jdk = jdk("25").toString();

        assertThat(launch(script, Map.of("JAVA_HOME", jdk, "LANG", "C.UTF-8"), "--version"))
                .contains("in the locale that it had");
    }

    @Test
    void findsEveryLibraryThatTheProgramNames() throws IOException {
        Path lib = program.resolve("lib");
        Path jar;
        try (Stream<Path> jars = Files.list(lib)) {
            jar = jars.filter(j -> j.getFileName().toString().startsWith("broadsheet-standalone-"))
                    .findFirst()
                    .orElseThrow();
        }

        List<String> named;
        try (JarFile archive = new JarFile(jar.toFile())) {
            named = List.of(archive.getManifest()
                    .getMainAttributes()
                    .getValue(Attributes.Name.CLASS_PATH)
                    .split(" "));
        }

        assertThat(named)
                .isNotEmpty()
                .allSatisfy(library -> assertThat(lib.resolve(library)).exists());
    }

    @Test
    void runsWithBothCompilers() throws Exception {
        assertThat(launch(
                        program.resolve("bin/broadsheet"),
                        Map.of("JAVA_HOME", jdk("25").toString()),
                        "up"))
                .doesNotContain("TieredStopAtLevel");
    }

    @Test
    void preparesOnceAndNotAgainWhatDidNotSucceed() throws Exception {
        Path script = copied();
        Map<String, String> environment = Map.of("JAVA_HOME", jdk("25").toString(), "BROADSHEET_PREPARE", "");

        assertThat(launch(script, environment, "up"))
                .contains("Preparing fast starts; this takes 30 s at most, once. BROADSHEET_PREPARE=no skips it.")
                .contains("That did not succeed in time")
                .contains("[up]");
        assertThat(launch(script, environment, "up"))
                .doesNotContain("Preparing")
                .contains("[up]");
        assertThat(launch(script, environment, "prepare")).contains("Preparing").doesNotContain("[prepare]");
        assertThat(home.resolve("copy/lib/training")).doesNotExist();
    }

    @Test
    void doesNotWaitForWhatTakesLongAndUsesItLater() throws Exception {
        Path script = copied();
        Path jdk = jdk("25");
        Path go = home.resolve("go");
        Path java = jdk.resolve("bin/java");
        // The JVM as the launcher meets it: one option says what to write, and making the cache is slow.
        Files.writeString(java, """
                #!/bin/sh
                for a in "$@"; do
                  case $a in
                    -XX:AOTConfiguration=*) seen=${a#*=} ;;
                    -XX:AOTCache=*) cache=${a#*=} ;;
                    -XX:AOTMode=*) mode=${a#*=} ;;
                  esac
                done
                case $mode in
                  record) echo seen >"$seen" ;;
                  create) until [ -e '%s' ]; do sleep 0.1; done; echo made >"$cache" ;;
                  *) printf '[%%s] ' "$@" ;;
                esac
                """.formatted(go));
        Map<String, String> environment = Map.of("JAVA_HOME", jdk.toString(), "BROADSHEET_PREPARE", "1");

        assertThat(launch(script, environment, "up"))
                .contains("this takes 1 s at most")
                .contains("is still being made; this one does without")
                .contains("[up]")
                .doesNotContain("AOTCache");
        assertThat(launch(script, environment, "up"))
                .contains("Another start is preparing fast starts")
                .contains("[up]");
        Files.createFile(go);
        await().until(() -> !Files.exists(home.resolve("copy/lib/training"), LinkOption.NOFOLLOW_LINKS));

        assertThat(launch(script, environment, "up"))
                .contains("-XX:AOTCache=")
                .contains("[up]")
                .doesNotContain("Preparing");
    }

    @Test
    void saysWhatMayBeSaidOfPreparing() throws Exception {
        Path script = copied();
        Map<String, String> environment = Map.of("JAVA_HOME", jdk("25").toString(), "BROADSHEET_PREPARE", "soon");

        assertThat(launch(script, environment, "up"))
                .contains("BROADSHEET_PREPARE is \"soon\"; it may be no, or how many seconds")
                .contains("this takes 30 s at most")
                .contains("[up]");
    }

    @Test
    void preparesForOneStartAtATime() throws Exception {
        Path script = copied();
        Map<String, String> environment = Map.of("JAVA_HOME", jdk("25").toString(), "BROADSHEET_PREPARE", "");
        Path training = home.resolve("copy/lib/training");
        Process other = new ProcessBuilder("sleep", "60").start();
        try {
            Files.createSymbolicLink(training, Path.of(Long.toString(other.pid())));

            assertThat(launch(script, environment, "up"))
                    .contains("Another start is preparing fast starts; this one does without.")
                    .contains("[up]")
                    .doesNotContain("did not succeed");
        } finally {
            other.destroyForcibly().waitFor();
        }
        assertThat(launch(script, environment, "up"))
                .as("whoever was at it is no more")
                .contains("Preparing fast starts;");
    }

    @Test
    void preparesNothingWhereThatIsSkippedOrNoUse() throws Exception {
        Path script = copied();
        String jdk = jdk("25").toString();

        assertThat(launch(script, Map.of("JAVA_HOME", jdk), "up")).doesNotContain("Preparing");
        assertThat(launch(script, Map.of("JAVA_HOME", jdk, "BROADSHEET_PREPARE", ""), "webhooks"))
                .doesNotContain("Preparing");
    }

    /** With a library of its own. */
    private Path copied() throws IOException {
        Path copy = home.resolve("copy");
        Files.createDirectories(copy.resolve("bin"));
        Files.createDirectories(copy.resolve("lib"));
        Files.writeString(copy.resolve("lib/broadsheet-standalone-1.jar"), "");
        return Files.copy(
                program.resolve("bin/broadsheet"), copy.resolve("bin/broadsheet"), StandardCopyOption.COPY_ATTRIBUTES);
    }

    private Path jdk(String version) throws IOException {
        Path jdk = Files.createDirectories(home.resolve("jdk-" + version));
        Files.writeString(jdk.resolve("release"), "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"" + version + "\"\n");
        Path java = Files.createDirectories(jdk.resolve("bin")).resolve("java");
        Files.writeString(
                java,
                "#!/bin/sh\necho started by " + jdk + " in ${LC_ALL:-the locale that it had}"
                        + "\necho \"$@\"\nfor a in \"$@\"; do printf '[%s] ' \"$a\"; done\n");
        assertThat(java.toFile().setExecutable(true)).isTrue();
        return jdk;
    }

    private String launch(Path script, Map<String, String> environment, String... arguments) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(Stream.concat(Stream.of(script.toString()), Stream.of(arguments))
                .toList());
        builder.directory(home.toFile()).redirectErrorStream(true);
        builder.environment().put("HOME", home.toString());
        builder.environment().remove("BROADSHEET_JAVA_OPTS");
        // These JDKs learn nothing.
        builder.environment().put("BROADSHEET_PREPARE", "no");
        builder.environment().keySet().removeIf(name -> name.startsWith("LC_"));
        builder.environment().putAll(environment);
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return output;
    }
}

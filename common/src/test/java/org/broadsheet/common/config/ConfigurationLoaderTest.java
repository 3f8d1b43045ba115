package org.broadsheet.common.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.broadsheet.common.id.SiteId;
import org.broadsheet.common.lifecycle.StartFailure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigurationLoaderTest {
    @TempDir
    Path folder;

    @Test
    void hasADefaultForEverything() throws IOException {
        Configuration configuration = load("", Map.of());

        assertThat(configuration.sites().getFirst().id()).hasToString("main");
        assertThat(configuration.data()).isEqualTo(folder.resolve("broadsheet-data"));
        assertThat(configuration.sites().getFirst().baseUrl()).isEmpty();
        assertThat(configuration.http().host()).isEqualTo("127.0.0.1");
        assertThat(configuration.http().port()).isEqualTo(8080);
        assertThat(configuration.http().token()).isEmpty();
        assertThat(configuration.content().poll()).isEqualTo(Duration.ofMillis(100));
        assertThat(configuration.limits().post()).isEqualTo(2 << 20);
        assertThat(configuration.webhooks().retries()).hasSize(9).startsWith(Duration.ofSeconds(5));
        assertThat(configuration.webhooks().longestPause()).isEqualTo(Duration.ofMinutes(5));
        assertThat(configuration.webhooks().allow()).isEmpty();
        assertThat(configuration.limits().markdownDepth()).isEqualTo(100);
    }

    @Test
    void letsFlagsBeatTheEnvironmentAndThatTheFile() throws IOException {
        String file = "http:\n  port: 1001\n  host: localhost\nsite: of-the-file\n";
        Map<String, String> environment = Map.of("BROADSHEET_PORT", "1002", "BROADSHEET_HOST", "::1");

        Configuration configuration = load(file, environment, Map.of("http.port", "1003"));

        assertThat(configuration.http().port()).isEqualTo(1003);
        assertThat(configuration.http().host()).isEqualTo("::1");
        assertThat(configuration.sites().getFirst().id()).hasToString("of-the-file");
    }

    @Test
    void takesADirectiveOfThePolicyAsItIs() throws IOException {
        Configuration configuration = load(
                "csp:\n  scriptSrc: \"'self' https://plausible.io\"\n  connectSrc: https://plausible.io\n",
                Map.of("BROADSHEET_CSP_FRAME_SRC", "'none'"));

        assertThat(configuration.csp().scriptSrc()).hasToString("'self' https://plausible.io");
        assertThat(configuration.csp().connectSrc()).contains(new SourceList("https://plausible.io"));
        assertThat(configuration.csp().fontSrc()).isEmpty();
        assertThat(configuration.csp().frameSrc()).hasToString("'none'");
        assertThat(configuration.csp().imgSrc()).hasToString("'self' https: data:");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"'self'; script-src *\"",
                "\"'self'\\r\\nSet-Cookie: a=b\"",
                "\"'self'\\nX: y\"",
                "\"'self'\\u0000\"",
                "\"'self', default-src *\"",
                "\"'self'  https:\"",
                "\" 'self'\"",
                "\"\"",
                "\"https://b\u00fccher.example\"",
                "'self'",
                "unsafe-inline",
                "\"'self' NONE\"",
                "sha256-abc="
            })
    void aDirectiveCannotEndItselfNorThePolicyNorTheHeader(String value) {
        assertThatThrownBy(() -> load("csp:\n  scriptSrc: " + value + "\n", Map.of()))
                .isInstanceOf(StartFailure.class)
                .hasMessageStartingWith("broadsheet.yml:2:14: csp.scriptSrc is \"")
                .hasMessageContaining("; write ");
    }

    @Test
    void aReferrerPolicyIsOneThatBrowsersKnow() {
        assertThatThrownBy(() -> load("", Map.of("BROADSHEET_HTTP_REFERRER_POLICY", "none\r\nX: y")))
                .hasMessageStartingWith("BROADSHEET_HTTP_REFERRER_POLICY: http.referrerPolicy is ")
                .hasMessageContaining("write one of no-referrer, ");
    }

    @Test
    void readsAListOfSites() throws IOException {
        String file = """
                sites:
                  - id: garden
                    baseUrl: http://garden.localhost:8080
                  - id: notes
                    baseUrl: http://localhost:8080/notes/
                    source: ../notes
                    branch: live
                    siteStore: stores/notes
                    workStore: stores/work
                """;

        Configuration configuration = load(file, Map.of());

        Path data = configuration.data();
        assertThat(configuration.sites())
                .containsExactly(
                        new Configuration.Site(
                                new SiteId("garden"),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.of(URI.create("http://garden.localhost:8080")),
                                data.resolve("sites/garden/site"),
                                data.resolve("sites/garden/work"),
                                "garden.git"),
                        new Configuration.Site(
                                new SiteId("notes"),
                                Optional.of(new ContentSource.Folder(
                                        folder.resolve("../notes").normalize())),
                                Optional.of("live"),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.of(URI.create("http://localhost:8080/notes")),
                                folder.resolve("stores/notes"),
                                folder.resolve("stores/work"),
                                "notes.git"));
    }

    @Test
    void refusesAListOfSitesFromElsewhereThanTheFile() {
        assertThatThrownBy(() -> load("", Map.of("BROADSHEET_SITES", "a,b")))
                .hasMessageContaining("BROADSHEET_SITES: sites is a list of groups; write it into broadsheet.yml");
        assertThatThrownBy(() -> load("sites:\n  - {id: a}\n", Map.of("BROADSHEET_SITE", "b")))
                .hasMessageContaining("BROADSHEET_SITE: site is of a site alone");
    }

    @ParameterizedTest
    @CsvSource({
        "site, BROADSHEET_SITE",
        "data, BROADSHEET_DATA",
        "baseUrl, BROADSHEET_BASE_URL",
        "http.port, BROADSHEET_PORT",
        "http.host, BROADSHEET_HOST",
        "http.token, BROADSHEET_TOKEN",
        "content.source, BROADSHEET_CONTENT",
        "content.branch, BROADSHEET_BRANCH",
        "content.token, BROADSHEET_GIT_TOKEN",
        "content.hookSecret, BROADSHEET_HOOK_SECRET",
        "kafka.bootstrap, BROADSHEET_KAFKA",
        "webhooks.secretKeys, BROADSHEET_SECRET_KEYS",
        "http.maxConnections, BROADSHEET_HTTP_MAX_CONNECTIONS",
        "webhooks.inFlightPerEndpoint, BROADSHEET_WEBHOOKS_IN_FLIGHT_PER_ENDPOINT",
        "webhooks.longestPause, BROADSHEET_WEBHOOKS_LONGEST_PAUSE"
    })
    void namesVariablesAfterTheirKeys(String key, String variable) {
        assertThat(Settings.variable(key)).isEqualTo(variable);
    }

    @Test
    void readsEveryKindOfValue() throws IOException {
        String file = """
                data: /var/lib/broadsheet
                baseUrl: https://example.org/blog/
                content: {source: ../posts, branch: NO, poll: 1m}
                http: {maxRequestBytes: 3GiB, token: "1.10"}
                limits: {post: 512KiB}
                webhooks:
                  allow: [10.0.0.0/8, "host"]
                  retries: [1s, 2h]
                  jitter: 1.0
                """;

        Configuration configuration = load(file, Map.of("BROADSHEET_SECRET_KEYS", "a:b, c:d"));

        assertThat(configuration.data()).isEqualTo(Path.of("/var/lib/broadsheet"));
        assertThat(configuration.sites().getFirst().baseUrl()).contains(URI.create("https://example.org/blog"));
        assertThat(configuration.sites().getFirst().source())
                .contains(new ContentSource.Folder(folder.resolve("../posts").normalize()));
        assertThat(configuration.sites().getFirst().branch()).contains("NO");
        assertThat(configuration.content().poll()).isEqualTo(Duration.ofMinutes(1));
        assertThat(configuration.http().maxRequestBytes()).isEqualTo(3L << 30);
        assertThat(configuration.http().token()).contains("1.10");
        assertThat(configuration.limits().post()).isEqualTo(512 << 10);
        assertThat(configuration.webhooks().allow()).containsExactly("10.0.0.0/8", "host");
        assertThat(configuration.webhooks().retries()).containsExactly(Duration.ofSeconds(1), Duration.ofHours(2));
        assertThat(configuration.webhooks().jitter()).isEqualTo(1);
        assertThat(configuration.webhooks().secretKeys()).containsExactly("a:b", "c:d");
    }

    @Test
    void takesNothingForNotSet() throws IOException {
        String file = "http:\n  port: ~\n  token: secret\nkafka:\n";

        Configuration configuration = load(file, Map.of("BROADSHEET_TOKEN", "", "BROADSHEET_HOST", ""));

        assertThat(configuration.http().port()).isEqualTo(8080);
        assertThat(configuration.http().token()).contains("secret");
        assertThat(configuration.http().host()).isEqualTo("127.0.0.1");
    }

    @Test
    void passesOverWhatIsNotOurs() throws IOException {
        assertThat(load("", Map.of("PATH", "x", "BROADSHEET_JAVA_OPTS", "-Xmx1g")))
                .isNotNull();
    }

    static Stream<Arguments> refused() {
        return Stream.of(
                arguments("htpp:\n  port: 1\n", "broadsheet.yml:1:1: unknown key htpp; did you mean http?"),
                arguments("http:\n  prot: 1\n", "broadsheet.yml:2:3: unknown key http.prot; did you mean http.port?"),
                arguments("base-url: x\n", "broadsheet.yml:1:1: unknown key base-url; did you mean baseUrl?"),
                arguments("wholly-different: x\n", "broadsheet-defaults.yml lists those there are"),
                arguments("site: a\nsite: b\n", "broadsheet.yml:2:1: site stands here again; keep one"),
                arguments(
                        "http:\n  port: eighty\n", "broadsheet.yml:2:9: http.port is \"eighty\"; write a whole number"),
                arguments(
                        "http: {port: 65536}\n",
                        "broadsheet.yml:1:14: http.port is \"65536\"; write a whole number up to 65535"),
                arguments("http: {port: -1}\n", "http.port is \"-1\""),
                arguments("http: {port: [1, 2]}\n", "http.port is \"[1, 2]\"; write one value, not a list"),
                arguments("http: {maxConnections: 0}\n", "http.maxConnections is \"0\"; write a number from 1"),
                arguments("http: {idleTimeout: 0s}\n", "write a duration longer than none"),
                arguments(
                        "http: 8080\n",
                        "broadsheet.yml:1:7: http is a group of keys; write them below it, indented, such as http.bodyTimeout"),
                arguments("site: {a: b}\n", "broadsheet.yml:1:7: site holds keys; write one value"),
                arguments("site: Main Site\n", "broadsheet.yml:1:7: site is \"Main Site\"; site id"),
                arguments("push: {timeout: 10}\n", "push.timeout is \"10\"; write a duration such as 100ms"),
                arguments("webhooks: {jitter: 1.5}\n", "webhooks.jitter is \"1.5\"; write a number from 0 to 1"),
                arguments("webhooks: {retries: [1s, soon]}\n", "webhooks.retries is \"[1s, soon]\"; write a duration"),
                arguments("webhooks: {allow: [[a]]}\n", "broadsheet.yml:1:20: webhooks.allow holds a list or keys"),
                arguments("baseUrl: https://example.org//blog\n", "write an http or https URL"),
                arguments("limits: {post: 3GiB}\n", "limits.post is \"3GiB\"; write a whole number up to 2147483647"),
                arguments(
                        "limits: {inlineValue: 1MiB}\n",
                        "broadsheet.yml:1:23: limits.inlineValue is \"1MiB\"; write a whole number up to 819200"),
                arguments("limits: {yamlDepth: 120}\n", "limits.yamlDepth is \"120\"; write a whole number up to 80"),
                arguments("limits: {path: 17KiB}\n", "limits.path is \"17KiB\"; write a whole number up to 16384"),
                arguments(
                        "limits: {frontMatter: 1MiB}\n",
                        "limits.frontMatter is \"1MiB\"; write a whole number up to 262144"),
                arguments("baseUrl: example.org\n", "write an http or https URL"),
                arguments("baseUrl: https://u:p@example.org\n", "write an http or https URL"),
                arguments("baseUrl: https://example.org/?a\n", "write an http or https URL"),
                arguments(
                        "kafka: {groupProtocol: share}\n",
                        "kafka.groupProtocol is \"share\"; write one of consumer, classic"),
                arguments("sites: a\n", "broadsheet.yml:1:8: sites is a list; write each below it, as - id: NAME"),
                arguments("sites: [a]\n", "broadsheet.yml:1:9: sites holds groups of keys; write - id: NAME"),
                arguments(
                        "sites:\n  - {id: a, sorce: b}\n",
                        "broadsheet.yml:2:13: unknown key sorce in sites; did you mean source?"),
                arguments(
                        "sites:\n  - {id: [a]}\n",
                        "broadsheet.yml:2:10: id in sites is a list or holds keys; write one value"),
                arguments("sites:\n  - {id: A}\n", "broadsheet.yml:2:10: id is \"A\"; site id"),
                arguments("sites:\n  - {baseUrl: \"http://a\"}\n", "broadsheet.yml:2:5: id is \"\"; write a value"),
                arguments("sites:\n  - {id: a, baseUrl: b}\n", "broadsheet.yml:2:22: baseUrl is \"b\"; write an http"),
                arguments(
                        "sites:\n  - {id: a, baseUrl: \"http://a\"}\n  - {id: b}\n",
                        "broadsheet.yml:3:5: the site b has no baseUrl"),
                arguments(
                        "sites:\n  - {id: a, baseUrl: \"http://a\"}\n  - {id: a, baseUrl: \"http://b\"}\n",
                        "broadsheet.yml:3:10: id of site a is that of site a too"),
                arguments(
                        "sites:\n  - {id: a, baseUrl: \"http://h/x\"}\n  - {id: b, baseUrl: \"https://H:8/x/\"}\n",
                        "broadsheet.yml:3:22: baseUrl of site b is that of site a too"),
                arguments("""
                        sites:
                          - {id: a, baseUrl: "http://a", siteStore: s}
                          - {id: b, baseUrl: "http://b", workStore: s}
                        """, "broadsheet.yml:3:45: workStore of site b is that of site a too"),
                arguments("site: a\nsites:\n  - {id: b}\n", "broadsheet.yml:1:7: site is of a site alone"),
                arguments(
                        "content: {branch: x}\nsites:\n  - {id: b}\n", "content.branch is of a site alone, and sites"),
                arguments(
                        "content: {source: \"ssh://git@host/a.git\"}\n",
                        "content.source is \"ssh://…@host/a.git\"; reposit"),
                arguments(
                        "content: {source: \"git@host:a/b.git\"}\n",
                        "or clone it by ssh yourself, and write the clone's"),
                arguments(
                        "content: {source: \"git://host/a.git\"}\n",
                        "repositories are fetched by https: write the URL"),
                arguments("content: {source: \"file:///srv/a\"}\n", "write the folder itself, without file://"),
                arguments("content: {source: \"https://\"}\n", "write a URL such as https://example.org/ada/blog.git"),
                arguments(
                        "content: {source: \"http://example.org/a.git\"}\n",
                        "broadsheet.yml:1:19: the content of site main would come unencrypted, and its token with it"),
                arguments(
                        "sites:\n  - {id: a, source: \"http://10.0.0.1/a.git\"}\n",
                        "broadsheet.yml:2:21: the content of site a would come unencrypted"),
                arguments("- a\n", "broadsheet.yml:1:1: found no keys; write key: value"),
                arguments("http: [\n", "broadsheet.yml:1:7: a [ that is not closed; close it"),
                arguments("\tsite: a\n", "broadsheet.yml:1:1: a tab"));
    }

    @ParameterizedTest
    @MethodSource
    void refused(String file, String message) {
        assertThatThrownBy(() -> load(file, Map.of()))
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://ada:pa55word@example.org/a.git",
                "https://pa55word@example.org/a.git",
                "HTTPS://ada:pa55word@example.org",
                "https://ada:p/a@pa55word@example.org/a.git",
                "https://example.org/a.git?token=pa55word",
                "https://example.org/a.git#pa55word",
                "ssh://ada:pa55word@example.org/a.git"
            })
    void repeatsNoPasswordOfASource(String source) {
        assertThatThrownBy(() -> load("", Map.of("BROADSHEET_CONTENT", source)))
                .hasMessageContaining("content.source is \"")
                .hasMessageNotContaining("pa55word");
        assertThatThrownBy(() -> load("sites:\n  - {id: a, source: \"" + source + "\"}\n", Map.of()))
                .hasMessageContaining("source is \"")
                .hasMessageNotContaining("pa55word");
    }

    @ParameterizedTest
    @CsvSource({
        "https://example.org/ada/blog.git/, https://example.org/ada/blog.git",
        "HTTPS://Example.org:8443/blog, https://Example.org:8443/blog",
        "http://localhost:3000/blog.git, http://localhost:3000/blog.git",
        "http://127.0.0.1/blog.git, http://127.0.0.1/blog.git",
        "http://[::1]:8/blog.git, http://[::1]:8/blog.git",
        "http://forge.lan/blog.git, http://forge.lan/blog.git"
    })
    void takesAUrlForARemote(String written, String url) throws IOException {
        Map<String, String> environment = Map.of(
                "BROADSHEET_CONTENT", written,
                "BROADSHEET_REMOTES_PLAIN_HTTP", "forge.lan",
                "BROADSHEET_GIT_TOKEN", "pa55word",
                "BROADSHEET_HOOK_SECRET", "s3cret");

        Configuration.Site site = load("", environment).sites().getFirst();

        assertThat(site.source()).contains(new ContentSource.Remote(URI.create(url)));
        assertThat(site.token().orElseThrow().text()).isEqualTo("pa55word");
        assertThat(site.toString()).doesNotContain("pa55word", "s3cret");
    }

    @Test
    void tellsAllThatIsWrongAtOnce() {
        String file = "siet: a\nhttp:\n  port: eighty\n  maxConnections: many\n";
        Map<String, String> environment = Map.of("BROADSHEET_PROT", "1", "BROADSHEET_PUSH_TIMEOUT", "long");

        StartFailure failure =
                catchThrowableOfType(StartFailure.class, () -> load(file, environment, Map.of("limits.post", "x")));

        assertThat(failure.getMessage().lines())
                .hasSize(6)
                .anyMatch(line -> line.equals("broadsheet.yml:1:1: unknown key siet; did you mean site?"))
                .anyMatch(line ->
                        line.equals("unknown environment variable BROADSHEET_PROT; did you mean BROADSHEET_PORT?"))
                .anyMatch(line -> line.startsWith("broadsheet.yml:3:9: http.port"))
                .anyMatch(line -> line.startsWith("broadsheet.yml:4:19: http.maxConnections"))
                .anyMatch(line -> line.startsWith("BROADSHEET_PUSH_TIMEOUT: push.timeout is \"long\""))
                .anyMatch(line -> line.startsWith("the flag for limits.post: limits.post is \"x\""));
    }

    @Test
    void doesNotRepeatSecrets() {
        assertThatThrownBy(() -> load("http: {token: [hidden]}\nwebhooks: {secretKeys: [[hidden]]}\n", Map.of()))
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining("http.token is \"…\"")
                .hasMessageNotContaining("hidden");
    }

    @Test
    void refusesAFileThatIsNotText() throws IOException {
        Files.write(folder.resolve("broadsheet.yml"), "site: \u00e4".getBytes(StandardCharsets.ISO_8859_1));

        assertThatThrownBy(() -> ConfigurationLoader.load(Map.of(), Map.of(), folder))
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining("not UTF-8");
    }

    @Test
    void refusesAFolderInPlaceOfTheFile() throws IOException {
        Files.createDirectory(folder.resolve("broadsheet.yml"));

        assertThatThrownBy(() -> ConfigurationLoader.load(Map.of(), Map.of(), folder))
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining("cannot be read");
    }

    private Configuration load(String file, Map<String, String> environment) throws IOException {
        return load(file, environment, Map.of());
    }

    private Configuration load(String file, Map<String, String> environment, Map<String, String> flags)
            throws IOException {
        Files.writeString(folder.resolve("broadsheet.yml"), file);
        return ConfigurationLoader.load(flags, environment, folder);
    }
}

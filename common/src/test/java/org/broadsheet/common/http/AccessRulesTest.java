package org.broadsheet.common.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.broadsheet.common.config.Configuration;
import org.broadsheet.common.lifecycle.StartFailure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class AccessRulesTest {
    record Case(String name, boolean permitted, AccessRules.Facts request) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Case> withoutToken() {
        return Stream.of(
                new Case("this machine", true, request("127.0.0.1").facts()),
                new Case(
                        "IPv6 loopback", true, request("::1").host("[::1]:8080").facts()),
                new Case(
                        "Host in capitals",
                        true,
                        request("127.0.0.1").host("LOCALHOST:8080").facts()),
                new Case(
                        "Host without a port",
                        true,
                        request("127.0.0.1").host("127.0.0.1").facts()),
                new Case("another machine", false, request("192.0.2.7").facts()),
                new Case(
                        "a name that was rebound to loopback",
                        false,
                        request("127.0.0.1").host("evil.example:8080").facts()),
                new Case(
                        "a name that only begins so",
                        false,
                        request("127.0.0.1").host("localhost.evil.example").facts()),
                new Case(
                        "user info in Host",
                        false,
                        request("127.0.0.1").host("localhost@evil.example").facts()),
                new Case("no Host", false, request("127.0.0.1").header("host").facts()),
                new Case(
                        "two Hosts",
                        false,
                        request("127.0.0.1")
                                .header("host", "localhost", "evil.example")
                                .facts()),
                new Case("HTTP/1.0", false, request("127.0.0.1").http10().facts()),
                new Case(
                        "Git in the author's language",
                        true,
                        request("127.0.0.1")
                                .header("user-agent", "git/2.50.1")
                                .header("accept-language", "de-DE, *;q=0.9")
                                .header("git-protocol", "version=2")
                                .header("pragma", "no-cache")
                                .facts()),
                new Case(
                        "Java's client",
                        true,
                        request("127.0.0.1")
                                .header("user-agent", "Java-http-client/25")
                                .header("connection", "Upgrade, HTTP2-Settings")
                                .header("upgrade", "h2c")
                                .header("http2-settings", "AAEAAEAAAAIAAAABAAMAAABkAAQBAAAAAAUAAEAA")
                                .facts()),
                new Case(
                        "a header that nobody knows",
                        true,
                        request("127.0.0.1").header("x-project", "a").facts()),
                new Case(
                        "a page of ours",
                        false,
                        request("127.0.0.1")
                                .header("origin", "http://localhost:8080")
                                .facts()),
                new Case(
                        "a page of another site",
                        false,
                        request("127.0.0.1")
                                .header("origin", "https://evil.example")
                                .facts()),
                new Case(
                        "a sandboxed page",
                        false,
                        request("127.0.0.1").header("origin", "null").facts()),
                new Case(
                        "an empty referrer",
                        false,
                        request("127.0.0.1").header("referer", "").facts()),
                new Case(
                        "typed into the address bar",
                        true,
                        request("127.0.0.1")
                                .header("user-agent", "Mozilla/5.0 (X11)")
                                .header("sec-fetch-site", "none")
                                .header("sec-fetch-mode", "navigate")
                                .header("sec-fetch-dest", "document")
                                .header("sec-fetch-user", "?1")
                                .facts()),
                new Case(
                        "no document of an address that was typed",
                        false,
                        request("127.0.0.1")
                                .header("sec-fetch-site", "none")
                                .header("sec-fetch-dest", "empty")
                                .facts()),
                new Case(
                        "preloaded for a service worker",
                        false,
                        request("127.0.0.1")
                                .header("sec-fetch-site", "none")
                                .header("service-worker-navigation-preload", "true")
                                .facts()),
                new Case(
                        "a browser that does not say where from",
                        false,
                        request("127.0.0.1")
                                .header("user-agent", "Mozilla/5.0 (Macintosh)")
                                .facts()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"same-origin", "same-site", "cross-site", "", "None"})
    void whatAPageFetchesIsNotLocal(String site) {
        AccessRules rules = new AccessRules(http("127.0.0.1", Optional.empty()), List.of());

        assertThat(rules.isLocal(
                        request("127.0.0.1").header("sec-fetch-site", site).facts()))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "forwarded",
                "x-forwarded",
                "x-forwarded-for",
                "x-forwarded-host",
                "x-forwarded-proto",
                "x_forwarded_for",
                "x-forwarder-for",
                "x-envoy-external-address",
                "x-real-ip",
                "via",
                "x-via",
                "client-ip",
                "x-client-ip",
                "x-cluster-client-ip",
                "true-client-ip",
                "cf-connecting-ip",
                "cf-connecting-ipv6",
                "cf-ray",
                "cf-visitor",
                "cdn-loop",
                "fastly-client-ip",
                "fastly-ff",
                "akamai-origin-hop",
                "x-azure-clientip",
                "x-azure-socketip",
                "x-arr-log-id",
                "x-appengine-user-ip",
                "x-cloud-trace-context",
                "x-amzn-trace-id",
                "x-amz-cf-id",
                "cloudfront-viewer-country",
                "fly-client-ip",
                "x-vercel-id",
                "x-nf-client-connection-ip",
                "x-varnish",
                "wl-proxy-client-ip",
                "proxy-connection",
                "x-proxyuser-ip",
                "incap-client-ip",
                "x-sucuri-clientip",
                "x-remote-addr",
                "x-original-host",
                "x-original-url",
                "x-originating-ip",
                "x-rewrite-url",
                "x-host",
                "x-scheme",
                "x-ssl-client-verify",
                "front-end-https",
                "tailscale-user-login",
                "ngrok-skip-browser-warning",
                "x-request-start",
                "max-forwards"
            })
    void whatComesThroughAProxyIsNotLocal(String header) {
        AccessRules rules = new AccessRules(http("127.0.0.1", Optional.empty()), List.of());

        assertThat(rules.whyNotLocal(request("127.0.0.1").header(header, "x").facts()))
                .hasValueSatisfying(why -> assertThat(why).contains("proxy").contains(header));
    }

    @Test
    void aPasswordThatABrowserKeepsIsNotForItsPages() {
        AccessRules rules = new AccessRules(http("0.0.0.0", Optional.of("s3cret")), List.of());
        Facts typed = request("192.0.2.7").authorization(basic("ada:s3cret")).header("sec-fetch-site", "none");
        Facts page = request("192.0.2.7").authorization(basic("ada:s3cret")).header("sec-fetch-site", "same-origin");
        Facts console = request("192.0.2.7").authorization("Bearer s3cret").header("sec-fetch-site", "same-origin");

        assertThat(rules.permits(typed.facts())).isTrue();
        assertThat(rules.permits(page.facts())).isFalse();
        assertThat(rules.mayBeAskedForPassword(page.facts())).isFalse();
        assertThat(rules.permits(console.facts())).isTrue();
    }

    @ParameterizedTest
    @MethodSource("withoutToken")
    void onlyLocalRequestsNeedNoToken(Case tried) {
        AccessRules rules = new AccessRules(http("127.0.0.1", Optional.empty()), List.of());

        assertThat(rules.permits(tried.request())).isEqualTo(tried.permitted());
    }

    static Stream<Case> withToken() {
        return Stream.of(
                new Case(
                        "bearer",
                        true,
                        request("192.0.2.7").authorization("Bearer s3cret").facts()),
                new Case(
                        "bearer, any case",
                        true,
                        request("192.0.2.7").authorization("bearer s3cret").facts()),
                new Case(
                        "basic password",
                        true,
                        request("192.0.2.7").authorization(basic("ada:s3cret")).facts()),
                new Case(
                        "basic without a name",
                        true,
                        request("192.0.2.7").authorization(basic(":s3cret")).facts()),
                new Case(
                        "wrong",
                        false,
                        request("192.0.2.7").authorization("Bearer s3cre").facts()),
                new Case(
                        "as a user name",
                        false,
                        request("192.0.2.7").authorization(basic("s3cret:")).facts()),
                new Case(
                        "no base64",
                        false,
                        request("192.0.2.7").authorization("Basic ???").facts()),
                new Case(
                        "another scheme",
                        false,
                        request("192.0.2.7").authorization("Digest s3cret").facts()),
                new Case(
                        "nothing", false, request("192.0.2.7").authorization("").facts()),
                new Case(
                        "loopback, as behind a proxy",
                        false,
                        request("127.0.0.1").facts()));
    }

    @ParameterizedTest
    @MethodSource("withToken")
    void onAPublicHostOnlyTheTokenCounts(Case tried) {
        AccessRules rules = new AccessRules(http("0.0.0.0", Optional.of("s3cret")), List.of());

        assertThat(rules.permits(tried.request())).isEqualTo(tried.permitted());
    }

    @Test
    void aPublicBaseUrlMakesNoRequestLocal() {
        AccessRules rules = new AccessRules(
                http("127.0.0.1", Optional.of("s3cret")), List.of(URI.create("https://example.org/blog")));

        assertThat(rules.isLocal(request("127.0.0.1").facts())).isFalse();
    }

    @Test
    void refusesToStartInPublicWithoutAToken() {
        assertThatThrownBy(() -> new AccessRules(http("0.0.0.0", Optional.empty()), List.of()))
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining("0.0.0.0")
                .hasMessageContaining("BROADSHEET_TOKEN");
        assertThatThrownBy(() -> new AccessRules(
                        http("127.0.0.1", Optional.empty()), List.of(URI.create("https://example.org"))))
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining("https://example.org");
    }

    private static String basic(String pair) {
        return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    }

    private static Configuration.Http http(String host, Optional<String> token) {
        return new Configuration.Http(
                host,
                8080,
                token,
                Duration.ofSeconds(30),
                Duration.ofSeconds(30),
                Duration.ofSeconds(30),
                8,
                0.1,
                1024,
                0,
                "no-referrer");
    }

    private static Facts request(String peer) {
        return new Facts(peer);
    }

    /** Facts of a request, one differing at a time. */
    private static final class Facts {
        private final String peer;
        private final Map<String, List<String>> headers = new HashMap<>(Map.of("host", List.of("localhost:8080")));
        private boolean http10;

        Facts(String peer) {
            this.peer = peer;
        }

        Facts host(String host) {
            return header("host", host);
        }

        Facts header(String name, String... values) {
            headers.put(name, List.of(values));
            return this;
        }

        Facts authorization(String authorization) {
            return header("authorization", authorization);
        }

        Facts http10() {
            http10 = true;
            return this;
        }

        AccessRules.Facts facts() {
            try {
                return new AccessRules.Facts(InetAddress.getByName(peer), http10, headers);
            } catch (UnknownHostException e) {
                throw new AssertionError(e);
            }
        }
    }
}

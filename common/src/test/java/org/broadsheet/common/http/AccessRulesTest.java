package org.broadsheet.common.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.broadsheet.common.config.Configuration;
import org.broadsheet.common.lifecycle.StartFailure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

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
                new Case("no Host", false, request("127.0.0.1").hosts(List.of()).facts()),
                new Case(
                        "two Hosts",
                        false,
                        request("127.0.0.1")
                                .hosts(List.of("localhost", "evil.example"))
                                .facts()),
                new Case(
                        "a proxy between",
                        false,
                        request("127.0.0.1").forwarded().facts()),
                new Case(
                        "a page of ours",
                        true,
                        request("127.0.0.1").origin("http://localhost:8080").facts()),
                new Case(
                        "a page of another site",
                        false,
                        request("127.0.0.1").origin("https://evil.example").facts()),
                new Case(
                        "a page of another port",
                        false,
                        request("127.0.0.1").origin("http://localhost:3000").facts()),
                new Case(
                        "a sandboxed page",
                        false,
                        request("127.0.0.1").origin("null").facts()),
                new Case(
                        "typed into the address bar",
                        true,
                        request("127.0.0.1").fetchSite("none").facts()),
                new Case(
                        "fetched by us",
                        true,
                        request("127.0.0.1").fetchSite("same-origin").facts()),
                new Case(
                        "an image on another site",
                        false,
                        request("127.0.0.1").fetchSite("cross-site").facts()),
                new Case(
                        "another port's page",
                        false,
                        request("127.0.0.1").fetchSite("same-site").facts()));
    }

    @ParameterizedTest
    @MethodSource("withoutToken")
    void onlyLocalRequestsNeedNoToken(Case tried) {
        AccessRules rules = new AccessRules(http("127.0.0.1", Optional.empty()), Optional.empty());

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
        AccessRules rules = new AccessRules(http("0.0.0.0", Optional.of("s3cret")), Optional.empty());

        assertThat(rules.permits(tried.request())).isEqualTo(tried.permitted());
    }

    @Test
    void aPublicBaseUrlMakesNoRequestLocal() {
        AccessRules rules = new AccessRules(
                http("127.0.0.1", Optional.of("s3cret")), Optional.of(URI.create("https://example.org/blog")));

        assertThat(rules.isLocal(request("127.0.0.1").facts())).isFalse();
    }

    @Test
    void refusesToStartInPublicWithoutAToken() {
        assertThatThrownBy(() -> new AccessRules(http("0.0.0.0", Optional.empty()), Optional.empty()))
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining("0.0.0.0")
                .hasMessageContaining("BROADSHEET_TOKEN");
        assertThatThrownBy(() -> new AccessRules(
                        http("127.0.0.1", Optional.empty()), Optional.of(URI.create("https://example.org"))))
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining("https://example.org");
    }

    private static String basic(String pair) {
        return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    }

    private static Configuration.Http http(String host, Optional<String> token) {
        return new Configuration.Http(host, 8080, token, Duration.ofSeconds(30), 8, 1024);
    }

    private static Facts request(String peer) {
        return new Facts(peer);
    }

    /** Facts of a request, one differing at a time. */
    private static final class Facts {
        private final String peer;
        private List<String> hosts = List.of("localhost:8080");
        private List<String> origins = List.of();
        private List<String> fetchSites = List.of();
        private List<String> authorizations = List.of();
        private boolean forwarded;

        Facts(String peer) {
            this.peer = peer;
        }

        Facts host(String host) {
            return hosts(List.of(host));
        }

        Facts hosts(List<String> all) {
            hosts = all;
            return this;
        }

        Facts origin(String origin) {
            origins = List.of(origin);
            return this;
        }

        Facts fetchSite(String site) {
            fetchSites = List.of(site);
            return this;
        }

        Facts authorization(String authorization) {
            authorizations = List.of(authorization);
            return this;
        }

        Facts forwarded() {
            forwarded = true;
            return this;
        }

        AccessRules.Facts facts() {
            try {
                return new AccessRules.Facts(
                        InetAddress.getByName(peer), hosts, origins, fetchSites, authorizations, forwarded);
            } catch (UnknownHostException e) {
                throw new AssertionError(e);
            }
        }
    }
}

package org.broadsheet.notify.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.broadsheet.common.lifecycle.StartFailure;
import org.eclipse.jetty.util.Promise;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TargetTest {
    private static final TargetRules NOTHING_ALLOWED = new TargetRules(List.of());

    @ParameterizedTest
    @CsvSource({
        "93.184.215.14, PUBLIC",
        "8.8.8.8, PUBLIC",
        "172.15.255.255, PUBLIC",
        "172.32.0.0, PUBLIC",
        "100.63.255.255, PUBLIC",
        "100.128.0.0, PUBLIC",
        "2606:2800:21f:cb07:6820:80da:af6b:8b2c, PUBLIC",
        "127.0.0.1, PRIVATE",
        "127.255.255.254, PRIVATE",
        "10.0.0.1, PRIVATE",
        "172.16.0.1, PRIVATE",
        "172.31.255.255, PRIVATE",
        "192.168.1.1, PRIVATE",
        "100.64.0.1, PRIVATE",
        "100.127.255.255, PRIVATE",
        "::1, PRIVATE",
        "fc00::1, PRIVATE",
        "fdff:ffff::1, PRIVATE",
        "0.0.0.0, NEVER",
        "0.1.2.3, NEVER",
        "169.254.169.254, NEVER",
        "192.0.0.8, NEVER",
        "192.0.2.1, NEVER",
        "198.18.0.1, NEVER",
        "198.19.255.255, NEVER",
        "198.51.100.7, NEVER",
        "203.0.113.7, NEVER",
        "224.0.0.1, NEVER",
        "239.255.255.250, NEVER",
        "240.0.0.1, NEVER",
        "255.255.255.255, NEVER",
        "::, NEVER",
        "fe80::1, NEVER",
        "fec0::1, NEVER",
        "ff02::1, NEVER",
        "100::1, NEVER",
        "2001:db8::1, NEVER",
        // Addresses that carry an IPv4 address reach as far as that.
        "::ffff:127.0.0.1, PRIVATE",
        "::ffff:169.254.169.254, NEVER",
        "::ffff:8.8.8.8, PUBLIC",
        "::10.0.0.1, PRIVATE",
        "64:ff9b::10.0.0.1, PRIVATE",
        "64:ff9b::a9fe:a9fe, NEVER",
        "64:ff9b::8.8.8.8, PUBLIC",
        "64:ff9b:1::1, NEVER",
        "2002:7f00:1::, PRIVATE",
        "2002:a9fe:a9fe::1, NEVER",
        "2002:808:808::1, PUBLIC",
        "2001:0:4136:e378:8000:63bf:3fff:fdd2, NEVER",
        "2606:2800::5efe:192.168.0.1, PRIVATE",
        "2606:2800::200:5efe:192.168.0.1, PRIVATE",
    })
    void knowsHowFarAnAddressReaches(String address, Reach reach) throws Exception {
        assertThat(Reach.of(InetAddress.getByName(address))).isEqualTo(reach);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"127.0.0.1", "[::1]", "10.1.2.3", "127.1", "2130706433", "localhost", "LOCALHOST.", "a.localhost"
            })
    void refusesPrivateHostsAtSightUnlessTheEndpointIsLocal(String host) {
        assertThat(NOTHING_ALLOWED.refusalAtSight(host, false)).isPresent();
        assertThat(NOTHING_ALLOWED.refusalAtSight(host, true)).isEmpty();
    }

    @Test
    void sendsNobodyToMetadataServicesForBeingLocal() {
        assertThat(NOTHING_ALLOWED.refusalAtSight("169.254.169.254", true)).isPresent();
        assertThat(NOTHING_ALLOWED.refusalAtSight("0.0.0.0", true)).isPresent();
    }

    @Test
    void allowsWhatTheListNames() throws Exception {
        TargetRules rules =
                new TargetRules(List.of("10.0.0.0/8", "169.254.7.7", "fd00::/64", "receiver", "192.168.0.128/25"));

        assertThat(allows(rules, "x", "10.255.0.1")).isTrue();
        assertThat(allows(rules, "x", "11.0.0.1")).as("public").isTrue();
        assertThat(allows(rules, "x", "169.254.7.7")).isTrue();
        assertThat(allows(rules, "x", "169.254.7.8")).isFalse();
        assertThat(allows(rules, "x", "fd00::1")).isTrue();
        assertThat(allows(rules, "x", "fd00:0:0:1::1")).isFalse();
        assertThat(allows(rules, "x", "192.168.0.200")).isTrue();
        assertThat(allows(rules, "x", "192.168.0.100")).isFalse();
        assertThat(allows(rules, "Receiver.", "172.18.0.5")).isTrue();
        assertThat(allows(rules, "receiver.example.org", "172.18.0.5")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.0/33", "10.0.0.0/", "10.0.0.0/-1", "fd00::/129", "host/8", "host:80", ""})
    void refusesAListThatNamesNothing(String entry) {
        assertThatThrownBy(() -> new TargetRules(List.of(entry)))
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining("\"" + entry + "\"");
    }

    @Test
    void connectsToTheVeryAddressesThatWereChecked() throws Exception {
        CheckedResolver resolver = resolver(false, "93.184.215.14", "10.0.0.1", "::1");

        assertThat(resolve(resolver, "example.org"))
                .containsExactly(new InetSocketAddress(InetAddress.getByName("93.184.215.14"), 443));
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "169.254.169.254", "::ffff:10.0.0.1", "64:ff9b::7f00:1"})
    void connectsNowhereWhenANameLeadsToPrivateAddressesOnly(String address) {
        CheckedResolver resolver = resolver(false, address);

        assertThatThrownBy(() -> resolve(resolver, "rebound.example.org"))
                .hasCauseInstanceOf(CheckedResolver.TargetRefused.class)
                .hasMessageContaining("rebound.example.org leads to");
    }

    @Test
    void connectsToPrivateAddressesForALocalEndpoint() throws Exception {
        assertThat(resolve(resolver(true, "127.0.0.1"), "[::1]")).hasSize(1);
        assertThatThrownBy(() -> resolve(resolver(true, "169.254.169.254"), "metadata"))
                .hasCauseInstanceOf(CheckedResolver.TargetRefused.class);
    }

    @Test
    void saysWhenAHostHasNoAddress() {
        CheckedResolver resolver = new CheckedResolver(
                NOTHING_ALLOWED,
                false,
                host -> {
                    throw new UnknownHostException(host);
                },
                Runnable::run);

        assertThatThrownBy(() -> resolve(resolver, "nowhere")).hasCauseInstanceOf(UnknownHostException.class);
    }

    private static boolean allows(TargetRules rules, String host, String address) throws UnknownHostException {
        return rules.refusal(host, InetAddress.getByName(address), false).isEmpty();
    }

    private static CheckedResolver resolver(boolean privateTargets, String... addresses) {
        return new CheckedResolver(
                NOTHING_ALLOWED,
                privateTargets,
                host -> {
                    InetAddress[] all = new InetAddress[addresses.length];
                    for (int i = 0; i < all.length; i++) {
                        all[i] = InetAddress.getByAddress(
                                host, InetAddress.getByName(addresses[i]).getAddress());
                    }
                    return all;
                },
                Runnable::run);
    }

    private static List<InetSocketAddress> resolve(CheckedResolver resolver, String host)
            throws InterruptedException, ExecutionException {
        Promise.Completable<List<InetSocketAddress>> promise = new Promise.Completable<>();
        resolver.resolve(host, 443, Map.of(), promise);
        return promise.get();
    }
}

package org.broadsheet.notify.target;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * How far an address reaches (IANA special-purpose address registries, RFC 6890). An IPv6 address that carries an IPv4 address
 * reaches as far as that one.
 */
enum Reach {
    /** Anybody's. */
    PUBLIC,
    /** This machine's or this network's: loopback, RFC 1918, RFC 6598, RFC 4193. */
    PRIVATE,
    /** No receiver of deliveries lives there: unspecified, link-local (where clouds keep their metadata), multicast, reserved. */
    NEVER;

    static Reach of(InetAddress address) {
        byte[] b = address.getAddress();
        return address instanceof Inet4Address ? ofIpv4(b) : ofIpv6(b);
    }

    private static Reach ofIpv4(byte[] b) {
        int first = b[0] & 0xff;
        int second = b[1] & 0xff;
        int third = b[2] & 0xff;
        if (first == 10
                || first == 127
                || (first == 172 && second >= 16 && second < 32)
                || (first == 192 && second == 168)
                || (first == 100 && second >= 64 && second < 128)) {
            return PRIVATE;
        }
        if (first == 0
                || first >= 224
                || (first == 169 && second == 254)
                // Protocol assignments, documentation, 6to4 relays, benchmarking.
                || (first == 192 && second == 0 && (third == 0 || third == 2))
                || (first == 192 && second == 88 && third == 99)
                || (first == 198 && (second == 18 || second == 19))
                || (first == 198 && second == 51 && third == 100)
                || (first == 203 && second == 0 && third == 113)) {
            return NEVER;
        }
        return PUBLIC;
    }

    private static Reach ofIpv6(byte[] b) {
        if (startsWith(b, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff)) {
            return ofIpv4(Arrays.copyOfRange(b, 12, 16));
        }
        if (startsWith(b, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)) {
            if (b[12] == 0 && b[13] == 0 && b[14] == 0 && (b[15] == 0 || b[15] == 1)) {
                return b[15] == 1 ? PRIVATE : NEVER;
            }
            // IPv4-compatible, RFC 4291 section 2.5.5.1.
            return ofIpv4(Arrays.copyOfRange(b, 12, 16));
        }
        // NAT64, RFC 6052.
        if (startsWith(b, 0, 0x64, 0xff, 0x9b, 0, 0, 0, 0, 0, 0, 0, 0)) {
            return ofIpv4(Arrays.copyOfRange(b, 12, 16));
        }
        // 6to4, RFC 3056.
        if (startsWith(b, 0x20, 0x02)) {
            return ofIpv4(Arrays.copyOfRange(b, 2, 6));
        }
        // Teredo (RFC 4380) carries its client's address inverted; documentation.
        if (startsWith(b, 0x20, 0x01, 0, 0) || startsWith(b, 0x20, 0x01, 0x0d, 0xb8) || startsWith(b, 0x3f, 0xff)) {
            return NEVER;
        }
        // ISATAP, RFC 5214.
        if ((b[8] & 0xfd) == 0 && b[9] == 0 && (b[10] & 0xff) == 0x5e && (b[11] & 0xff) == 0xfe) {
            return ofIpv4(Arrays.copyOfRange(b, 12, 16));
        }
        if ((b[0] & 0xfe) == 0xfc) {
            return PRIVATE;
        }
        // Global unicast is 2000::/3 so far, RFC 4291 section 2.4; link-local, multicast and all else is not.
        return (b[0] & 0xe0) == 0x20 ? PUBLIC : NEVER;
    }

    private static boolean startsWith(byte[] b, int... prefix) {
        for (int i = 0; i < prefix.length; i++) {
            if ((b[i] & 0xff) != prefix[i]) {
                return false;
            }
        }
        return true;
    }

    /** The address that {@code text} is, without asking anybody; null if it is a name. */
    static @Nullable InetAddress literal(String text) {
        String bare = text.startsWith("[") && text.endsWith("]") ? text.substring(1, text.length() - 1) : text;
        // The resolver takes numbers in the old forms too (127.1, 2130706433): those are addresses, not names.
        boolean number = !bare.isEmpty() && bare.chars().allMatch(c -> c == '.' || (c >= '0' && c <= '9'));
        if (!number && bare.indexOf(':') < 0) {
            return null;
        }
        try {
            return InetAddress.getByName(bare);
        } catch (UnknownHostException e) {
            return null;
        }
    }
}

package org.broadsheet.notify.target;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.broadsheet.common.lifecycle.StartFailure;

/**
 * Which addresses deliveries may go to. Public ones always. Private ones (loopback, this network's) only for endpoints that were
 * added by a local request, or if the allow-list names the address or the host. All others only if the allow-list does. Immutable.
 */
public final class TargetRules {
    private final Set<String> hosts = new HashSet<>();
    private final List<Block> blocks = new ArrayList<>();

    /** @param allow host names, addresses and CIDR blocks; fails with a {@link StartFailure} that names what is none of them */
    public TargetRules(List<String> allow) {
        for (String entry : allow) {
            int slash = entry.indexOf('/');
            InetAddress address = Reach.literal(slash < 0 ? entry : entry.substring(0, slash));
            if (address != null) {
                blocks.add(Block.of(entry, address, slash < 0 ? "" : entry.substring(slash + 1)));
            } else if (slash < 0 && !entry.isBlank() && entry.indexOf(':') < 0) {
                hosts.add(name(entry));
            } else {
                throw new StartFailure("webhooks.allow: \"" + entry
                        + "\" is no host name, address or CIDR block, such as receiver, 10.0.0.7 or 10.0.0.0/8");
            }
        }
    }

    /**
     * @param host as in the endpoint's URL
     * @param address what it leads to, the very address that is to be connected to
     * @param privateTarget whether the endpoint was added by a local request
     * @return why not; empty if it may
     */
    public Optional<String> refusal(String host, InetAddress address, boolean privateTarget) {
        Reach reach = Reach.of(address);
        if (reach == Reach.PUBLIC
                || (reach == Reach.PRIVATE && privateTarget)
                || hosts.contains(name(host))
                || blocks.stream().anyMatch(block -> block.contains(address))) {
            return Optional.empty();
        }
        String text = address.getHostAddress();
        return Optional.of((text.equals(host) ? host : host + " leads to " + text)
                + (reach == Reach.PRIVATE
                        ? ": a private address; webhooks.allow can name it"
                        : ": not a public address"));
    }

    /** What can be said of a URL's host before it is looked up: empty for names, but for {@code localhost}. */
    public Optional<String> refusalAtSight(String host, boolean privateTarget) {
        InetAddress address = Reach.literal(host);
        if (address == null && (name(host).equals("localhost") || name(host).endsWith(".localhost"))) {
            address = InetAddress.getLoopbackAddress();
        }
        return address == null ? Optional.empty() : refusal(host, address, privateTarget);
    }

    private static String name(String host) {
        String lower = host.toLowerCase(Locale.ROOT);
        return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
    }

    /** A CIDR block. */
    private record Block(InetAddress network, int bits) {
        static Block of(String entry, InetAddress address, String length) {
            int most = address.getAddress().length * 8;
            try {
                int bits = length.isEmpty() && entry.indexOf('/') < 0 ? most : Integer.parseInt(length);
                if (bits >= 0 && bits <= most) {
                    return new Block(address, bits);
                }
            } catch (NumberFormatException e) {
                // Answered below, as a number out of range is.
            }
            throw new StartFailure(
                    "webhooks.allow: \"" + entry + "\": the length after the slash is a number from 0 to " + most);
        }

        boolean contains(InetAddress other) {
            byte[] prefix = network.getAddress();
            byte[] b = other.getAddress();
            if (b.length != prefix.length) {
                return false;
            }
            for (int i = 0; i < bits; i++) {
                int mask = 0x80 >> (i % 8);
                if ((b[i / 8] & mask) != (prefix[i / 8] & mask)) {
                    return false;
                }
            }
            return true;
        }
    }
}

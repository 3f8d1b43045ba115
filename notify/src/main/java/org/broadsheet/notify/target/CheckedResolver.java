package org.broadsheet.notify.target;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.eclipse.jetty.util.Promise;
import org.eclipse.jetty.util.SocketAddressResolver;

/**
 * Looks a host up and hands the client only addresses that the rules allow. The client connects to just these: a name that
 * leads elsewhere a moment later gains nothing.
 */
public final class CheckedResolver implements SocketAddressResolver {
    private final TargetRules rules;
    private final boolean privateTargets;
    private final Lookup lookup;
    private final Executor executor;

    /** @param executor for look-ups, which block: on threads of their own, so that a dead name server delays no live endpoint */
    public CheckedResolver(TargetRules rules, boolean privateTargets, Lookup lookup, Executor executor) {
        this.rules = rules;
        this.privateTargets = privateTargets;
        this.lookup = lookup;
        this.executor = executor;
    }

    /** Such as {@link InetAddress#getAllByName}. */
    @FunctionalInterface
    public interface Lookup {
        InetAddress[] all(String host) throws UnknownHostException;
    }

    @Override
    public void resolve(String host, int port, Map<String, Object> context, Promise<List<InetSocketAddress>> promise) {
        executor.execute(() -> {
            List<InetSocketAddress> allowed;
            try {
                allowed = allowed(host, port);
            } catch (Exception e) {
                promise.failed(e);
                return;
            }
            promise.succeeded(allowed);
        });
    }

    private List<InetSocketAddress> allowed(String host, int port) throws UnknownHostException, TargetRefused {
        String bare = host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
        List<InetSocketAddress> allowed = new ArrayList<>();
        Optional<String> refusal = Optional.empty();
        for (InetAddress address : lookup.all(bare)) {
            Optional<String> why = rules.refusal(bare, address, privateTargets);
            if (why.isEmpty()) {
                allowed.add(new InetSocketAddress(address, port));
            } else {
                refusal = why;
            }
        }
        if (allowed.isEmpty()) {
            throw new TargetRefused(refusal.orElse(bare + " has no address"));
        }
        return allowed;
    }

    /** A host leads to no address that deliveries may go to. */
    public static final class TargetRefused extends Exception {
        private static final long serialVersionUID = 1;

        TargetRefused(String message) {
            super(message);
        }
    }
}

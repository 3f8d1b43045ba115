package org.broadsheet.common.http;

import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.broadsheet.common.config.Configuration;
import org.broadsheet.common.id.Digest;
import org.broadsheet.common.lifecycle.StartFailure;

/**
 * Who may ask for what is private: whoever brings the token, and, while process and site are loopback's alone, a request that can
 * only come from a person at this machine. Pure; safe for all threads.
 */
public final class AccessRules {
    private static final Set<String> LOOPBACK_NAMES = Set.of("localhost", "127.0.0.1", "[::1]");
    private static final Pattern HOST = Pattern.compile("(\\[[0-9a-f:]+]|[^:\\[\\]]+)(:[0-9]{1,5})?");

    private final Optional<byte[]> tokenDigest;
    private final boolean localAllowed;
    private final Supplier<Optional<String>> published;

    /** Of a process whose base URL is the configured one. */
    public AccessRules(Configuration.Http http, Optional<URI> baseUrl) {
        this(http, baseUrl, Optional::empty);
    }

    /**
     * @param http where the process listens, and the token
     * @param baseUrl where readers find the site, if that is configured
     * @param published where they find it as of now, once anything is published: what {@code site.yml} says may change
     * @throws StartFailure when others than this machine could reach the process and there is no token
     */
    public AccessRules(Configuration.Http http, Optional<URI> baseUrl, Supplier<Optional<String>> published) {
        boolean loopbackHost =
                LOOPBACK_NAMES.contains(http.host()) || http.host().equals("::1");
        boolean loopbackBase = baseUrl.map(AccessRules::isLoopback).orElse(true);
        this.published = published;
        this.localAllowed = loopbackHost && loopbackBase;
        this.tokenDigest = http.token().map(AccessRules::digest);
        if (!localAllowed && tokenDigest.isEmpty()) {
            String why = loopbackHost
                    ? "the base URL " + baseUrl.map(URI::toString).orElse("") + " is not this machine's"
                    : "the host " + http.host() + " is not loopback";
            throw new StartFailure(
                    why + ", so everybody could push and read drafts: set a token with BROADSHEET_TOKEN, "
                            + "such as the output of openssl rand -hex 32");
        }
    }

    /** Whether readers of a site at this URL are on this machine. */
    public static boolean isLoopback(URI baseUrl) {
        return LOOPBACK_NAMES.contains(String.valueOf(baseUrl.getHost()));
    }

    /** Whether a request that asks for something private gets it. */
    boolean permits(Facts request) {
        return isLocal(request) || hasToken(request);
    }

    /** Whether there are local requests at all, as of now. */
    public boolean isOpenLocally() {
        return localAllowed
                && published.get().map(URI::create).map(AccessRules::isLoopback).orElse(true);
    }

    /**
     * Whether the request can only come from a person at this machine: not from a page of another site in their browser, not
     * through a proxy.
     */
    boolean isLocal(Facts request) {
        return isOpenLocally()
                && request.peer().isLoopbackAddress()
                && request.hosts().size() == 1
                && isLoopbackHost(request.hosts().get(0))
                && !request.forwarded()
                && request.origins().stream()
                        .allMatch(origin -> origin.equalsIgnoreCase(
                                "http://" + request.hosts().get(0)))
                && request.fetchSites().stream().allMatch(site -> site.equals("same-origin") || site.equals("none"));
    }

    private static boolean isLoopbackHost(String host) {
        var matcher = HOST.matcher(host.toLowerCase(Locale.ROOT));
        return matcher.matches() && LOOPBACK_NAMES.contains(matcher.group(1));
    }

    private boolean hasToken(Facts request) {
        if (tokenDigest.isEmpty() || request.authorizations().size() != 1) {
            return false;
        }
        // Digests are compared, so that the time says nothing of the token's length either.
        return credentials(request.authorizations().get(0))
                .map(offered -> MessageDigest.isEqual(digest(offered), tokenDigest.get()))
                .orElse(false);
    }

    /** The bearer token, or the password of basic authentication (RFC 7617). */
    private static Optional<String> credentials(String authorization) {
        int space = authorization.indexOf(' ');
        String scheme = space < 0 ? "" : authorization.substring(0, space).toLowerCase(Locale.ROOT);
        String rest = authorization.substring(space + 1).strip();
        return switch (scheme) {
            case "bearer" -> Optional.of(rest);
            case "basic" -> {
                try {
                    String pair = new String(Base64.getDecoder().decode(rest), StandardCharsets.UTF_8);
                    int colon = pair.indexOf(':');
                    yield colon < 0 ? Optional.empty() : Optional.of(pair.substring(colon + 1));
                } catch (IllegalArgumentException e) {
                    yield Optional.empty();
                }
            }
            default -> Optional.empty();
        };
    }

    private static byte[] digest(String token) {
        return Digest.sha256().digest(token.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * What the rules look at.
     *
     * @param forwarded whether a header says that a proxy stands between
     */
    record Facts(
            InetAddress peer,
            List<String> hosts,
            List<String> origins,
            List<String> fetchSites,
            List<String> authorizations,
            boolean forwarded) {}
}

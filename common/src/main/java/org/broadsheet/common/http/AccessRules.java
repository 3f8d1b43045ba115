package org.broadsheet.common.http;

import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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
    private final Supplier<List<String>> published;

    /** Of a process whose base URLs are the configured ones. */
    public AccessRules(Configuration.Http http, List<URI> baseUrls) {
        this(http, baseUrls, List::of);
    }

    /**
     * @param http where the process listens, and the token
     * @param baseUrls where readers find the sites, as far as that is configured
     * @param published where they find them as of now: what {@code site.yml} says may change
     * @throws StartFailure when others than this machine could reach the process and there is no token
     */
    public AccessRules(Configuration.Http http, List<URI> baseUrls, Supplier<List<String>> published) {
        boolean loopbackHost =
                LOOPBACK_NAMES.contains(http.host()) || http.host().equals("::1");
        Optional<URI> elsewhere =
                baseUrls.stream().filter(url -> !isLoopback(url)).findFirst();
        this.published = published;
        this.localAllowed = loopbackHost && elsewhere.isEmpty();
        this.tokenDigest = http.token().map(AccessRules::digest);
        if (!localAllowed && tokenDigest.isEmpty()) {
            String why = loopbackHost
                    ? "the base URL " + elsewhere.map(URI::toString).orElse("") + " is not this machine's"
                    : "the host " + http.host() + " is not loopback";
            throw new StartFailure(
                    why + ", so everybody could push and read drafts: set a token with BROADSHEET_TOKEN, "
                            + "such as the output of openssl rand -hex 32");
        }
    }

    private AccessRules(Optional<byte[]> tokenDigest) {
        this.tokenDigest = tokenDigest;
        this.localAllowed = false;
        this.published = List::of;
    }

    /** Of a process that has nothing to hide but how it is: no request is local. */
    public static AccessRules ofReaders(Configuration.Http http) {
        return new AccessRules(http.token().map(AccessRules::digest));
    }

    /** Whether readers of a site at this URL are on this machine: names below localhost lead nowhere else (RFC 6761). */
    public static boolean isLoopback(URI baseUrl) {
        String host = String.valueOf(baseUrl.getHost()).toLowerCase(Locale.ROOT);
        return LOOPBACK_NAMES.contains(host) || host.endsWith(".localhost");
    }

    /** Whether a request that asks for something private gets it. */
    boolean permits(Facts request) {
        return isLocal(request) || hasToken(request);
    }

    /** Whether there are local requests at all, as of now. */
    public boolean isOpenLocally() {
        return localAllowed && published.get().stream().map(URI::create).allMatch(AccessRules::isLoopback);
    }

    /**
     * Whether the request can only come from a person at this machine, by a program of theirs: through no proxy, and not from a
     * page in their browser, ours included, since what an author publishes may hold script.
     */
    boolean isLocal(Facts request) {
        return whyNotLocal(request).isEmpty();
    }

    /** What it is that makes the request none of this machine's, as the end of a sentence; empty when it is local. */
    Optional<String> whyNotLocal(Facts request) {
        if (!isOpenLocally()) {
            return Optional.of("readers come to this process from elsewhere");
        }
        if (!request.peer().isLoopbackAddress()) {
            return Optional.of("it comes from another machine");
        }
        if (request.isHttp10()) {
            return Optional.of("it is HTTP/1.0, as a proxy speaks");
        }
        List<String> hosts = request.values("host");
        if (hosts.size() != 1 || !isLoopbackHost(hosts.get(0))) {
            return Optional.of("its Host is not localhost");
        }
        return ProxyHeaders.in(request.names())
                .map(name -> "it has come through a proxy (" + name + ")")
                .or(() -> PageHeaders.in(request).map(name -> "a page in a browser has made it (" + name + ")"));
    }

    private static boolean isLoopbackHost(String host) {
        var matcher = HOST.matcher(host.toLowerCase(Locale.ROOT));
        return matcher.matches() && LOOPBACK_NAMES.contains(matcher.group(1));
    }

    /** Whether the request brings the token. One that a browser has kept for its pages (basic authentication) does not count. */
    boolean hasToken(Facts request) {
        List<String> authorizations = request.values("authorization");
        if (tokenDigest.isEmpty() || authorizations.size() != 1) {
            return false;
        }
        Optional<Credentials> credentials = Credentials.of(authorizations.get(0));
        // Digests are compared, so that the time says nothing of the token's length either.
        return credentials.isPresent()
                && MessageDigest.isEqual(digest(credentials.get().token()), tokenDigest.get())
                && (credentials.get().bearer() || PageHeaders.in(request).isEmpty());
    }

    /** Whether whoever asks in vain is to be asked for a password: not a browser on behalf of a page. */
    boolean mayBeAskedForPassword(Facts request) {
        return PageHeaders.in(request).isEmpty();
    }

    private static byte[] digest(String token) {
        return Digest.sha256().digest(token.getBytes(StandardCharsets.UTF_8));
    }

    private record Credentials(String token, boolean bearer) {
        /** The bearer token, or the password of basic authentication (RFC 7617). */
        static Optional<Credentials> of(String authorization) {
            int space = authorization.indexOf(' ');
            String scheme = space < 0 ? "" : authorization.substring(0, space).toLowerCase(Locale.ROOT);
            String rest = authorization.substring(space + 1).strip();
            return switch (scheme) {
                case "bearer" -> Optional.of(new Credentials(rest, true));
                case "basic" -> {
                    try {
                        String pair = new String(Base64.getDecoder().decode(rest), StandardCharsets.UTF_8);
                        int colon = pair.indexOf(':');
                        yield colon < 0
                                ? Optional.empty()
                                : Optional.of(new Credentials(pair.substring(colon + 1), false));
                    } catch (IllegalArgumentException e) {
                        yield Optional.empty();
                    }
                }
                default -> Optional.empty();
            };
        }
    }

    /**
     * What the rules look at.
     *
     * @param isHttp10 whether it is of a version before HTTP/1.1
     * @param headers by their names in lower case
     */
    record Facts(InetAddress peer, boolean isHttp10, Map<String, List<String>> headers) {
        /** Empty when there is no such header; {@code name} in lower case. */
        List<String> values(String name) {
            return headers.getOrDefault(name, List.of());
        }

        Set<String> names() {
            return headers.keySet();
        }
    }
}

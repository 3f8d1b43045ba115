package org.broadsheet.common.http;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Headers that proxies, content delivery networks and tunnels add to what they pass on, and no program of a person's own sends.
 * Their names are many, and new ones come: they are known by the words in them. Pure.
 */
final class ProxyHeaders {
    /**
     * {@code Forwarded}, {@code X-Forwarded-For}, {@code Via}, {@code X-Real-IP}, {@code True-Client-IP}, {@code CF-Connecting-IP},
     * {@code Fastly-Client-IP}, {@code WL-Proxy-Client-IP}, {@code X-Azure-ClientIP}, {@code CDN-Loop}, {@code X-Remote-Addr},
     * {@code Front-End-Https}, {@code X-Original-Host} and their like.
     */
    private static final Set<String> WORDS = Set.of(
            "forwarded",
            "forwarder",
            "via",
            "proxy",
            "proxied",
            "proxyuser",
            "ip",
            "clientip",
            "realip",
            "cdn",
            "edge",
            "hop",
            "hops",
            "forwards",
            "tunnel",
            "gateway",
            "ingress",
            "balancer",
            "remote",
            "front",
            "original",
            "originating",
            "rewrite",
            "ssl",
            "tls");

    /** Of services that put what they know of a visitor under a name of their own. */
    private static final List<String> SERVICES = List.of(
            "cf-",
            "x-cf-",
            "cloudfront-",
            "x-amz-cf-",
            "x-amzn-",
            "fastly-",
            "x-fastly-",
            "akamai-",
            "x-akamai-",
            "incap-",
            "x-sucuri-",
            "x-azure-",
            "x-arr-",
            "x-fd-",
            "x-appengine-",
            "x-cloud-trace-",
            "x-envoy-",
            "x-varnish",
            "x-vercel-",
            "x-nf-",
            "x-render-",
            "x-railway-",
            "x-heroku-",
            "x-request-start",
            "fly-",
            "tailscale-",
            "ngrok-",
            "x-ngrok-",
            "x-cluster-",
            "x-client-",
            "x-scheme",
            "x-url-scheme",
            "x-host");

    private ProxyHeaders() {}

    /**
     * The first that is one of them.
     *
     * @param names in lower case
     */
    static Optional<String> in(Iterable<String> names) {
        for (String name : names) {
            // Some servers and scripts take the underscore for the dash.
            String dashed = name.replace('_', '-');
            if (SERVICES.stream().anyMatch(dashed::startsWith)
                    || Arrays.stream(dashed.split("-")).anyMatch(WORDS::contains)) {
                return Optional.of(name);
            }
        }
        return Optional.empty();
    }
}

package org.broadsheet.render.site;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.broadsheet.common.config.Configuration;
import org.broadsheet.common.config.SourceList;
import org.broadsheet.common.http.Exchange;
import org.broadsheet.common.id.Digest;

/** What browsers are told to refuse, with every answer of the site. */
public final class SecurityHeaders {
    private static final String POLICY = "Content-Security-Policy";
    /** A drawing is a document that may hold script, unlike other pictures: opened on its own it is of no origin and runs nothing. */
    private static final String OF_DRAWINGS =
            "default-src 'none'; img-src data:; font-src data:; style-src 'unsafe-inline'; sandbox";

    private final String policy;
    private final String referrerPolicy;

    public SecurityHeaders(Configuration.Csp csp, Configuration.Http http) {
        this.policy = Stream.of(
                        directive("default-src", csp.defaultSrc()),
                        directive("img-src", csp.imgSrc()),
                        directive("media-src", csp.mediaSrc()),
                        directive("frame-src", csp.frameSrc()),
                        directive("style-src", csp.styleSrc()),
                        directive("script-src", csp.scriptSrc()),
                        directive("connect-src", csp.connectSrc()),
                        directive("font-src", csp.fontSrc()),
                        directive("object-src", csp.objectSrc()),
                        directive("base-uri", csp.baseUri()),
                        directive("frame-ancestors", csp.frameAncestors()))
                .flatMap(Optional::stream)
                .collect(Collectors.joining("; "));
        this.referrerPolicy = http.referrerPolicy();
    }

    private static Optional<String> directive(String name, Optional<SourceList> sources) {
        return sources.map(list -> name + " " + list);
    }

    private static Optional<String> directive(String name, SourceList sources) {
        return directive(name, Optional.of(sources));
    }

    /** Of an answer of ours, without a body or with a plain text. */
    void set(Exchange exchange) {
        exchange.setHeader(POLICY, policy);
        exchange.setHeader("Referrer-Policy", referrerPolicy);
    }

    /** Of an answer with an object of this type, or with none of its bytes. */
    void set(Exchange exchange, String mediaType) {
        exchange.setHeader("Referrer-Policy", referrerPolicy);
        if (mediaType.startsWith("image/svg+xml")) {
            exchange.setHeader(POLICY, OF_DRAWINGS);
        } else if (!mediaType.equals("application/pdf")) {
            // Browsers show a PDF in a page of their own, as a plug-in in it.
            exchange.setHeader(POLICY, policy);
        }
    }

    /** Of a page of ours whose one style sheet stands in it. */
    void setOfStyled(Exchange exchange, byte[] page) {
        exchange.setHeader("Referrer-Policy", referrerPolicy);
        String html = new String(page, StandardCharsets.UTF_8);
        String style = html.substring(html.indexOf("<style>") + "<style>".length(), html.indexOf("</style>"));
        String hash =
                Base64.getEncoder().encodeToString(Digest.sha256().digest(style.getBytes(StandardCharsets.UTF_8)));
        exchange.setHeader(
                POLICY,
                "default-src 'none'; img-src data:; style-src 'sha256-" + hash
                        + "'; base-uri 'none'; frame-ancestors 'none'");
    }
}

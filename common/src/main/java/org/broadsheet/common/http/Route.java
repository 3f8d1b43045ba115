package org.broadsheet.common.http;

/**
 * A method and path pattern, and what answers it.
 *
 * @param method such as {@code GET} (which answers HEAD too); {@code *} for all
 * @param pattern segments, {@code {name}} for any one segment, {@code **} at the end for the rest, such as
 *     {@code /api/v1/posts/{id}}, {@code /git/**}, {@code /**}. The route whose pattern is more literal from the left wins
 */
public record Route(String method, String pattern, Access access, Handler handler) {
    public enum Access {
        /** For everybody. */
        PUBLIC,
        /** For local requests and whoever has the token. Answers 401 with a Basic challenge as well, for Git. */
        PRIVATE
    }

    /** Runs on a thread that may block. What it throws is answered with 500 and logged. */
    @FunctionalInterface
    public interface Handler {
        void handle(Exchange exchange) throws Exception;
    }
}

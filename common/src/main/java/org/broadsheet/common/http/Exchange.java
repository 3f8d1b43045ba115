package org.broadsheet.common.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.broadsheet.common.record.Json;
import org.eclipse.jetty.io.EofException;

/** One request and its answer. One thread. An answer is given once. */
public interface Exchange {
    String method();

    /** Decoded, without query; begins with a slash. */
    String path();

    /** As sent, undecoded, without query. */
    String rawPath();

    /** What stands at {@code {name}} in the route's pattern, or ({@code "**"}) the rest, decoded. */
    String pathParameter(String name);

    Optional<String> query(String name);

    /** As sent, undecoded, without the question mark. */
    Optional<String> rawQuery();

    Optional<String> header(String name);

    List<String> headers(String name);

    /** Whether the request is local in the sense of the access rules. */
    boolean isLocal();

    /**
     * The body, unpacked if it was sent as gzip, at most {@code limit} bytes; reading beyond fails with a {@link RequestTooLarge},
     * answered with 413, reading what is not well packed with a {@link MalformedBody}, answered with 400 unless the answer has begun.
     */
    InputStream body(long limit) throws IOException;

    /**
     * The body as it was sent, for whoever has it unpacked elsewhere; at most {@code limit} bytes, likewise. Instead of
     * {@link #body}.
     */
    InputStream sent(long limit) throws IOException;

    /** Unpacks what {@link #sent} gave, on any thread. An encoding that nobody knows is answered with 415, by {@link BadRequest}. */
    Unpacking unpacking();

    /**
     * Whether the client has hung up, which nothing else tells while nothing is read and nothing written. To be asked when the
     * whole body has been read, and not while something is written.
     */
    boolean hasLeft();

    void status(int status);

    void setHeader(String name, String value);

    /** Begins the answer and gives its body to be written; flushing sends at once. */
    OutputStream stream(String mediaType) throws IOException;

    /** Answers with the bytes and their length (for HEAD with the length alone). */
    void respond(int status, String mediaType, byte[] body) throws IOException;

    /** Answers with no body. */
    void respond(int status) throws IOException;

    /** Answers with {@code value} as JSON. */
    void json(int status, Object value) throws IOException;

    /**
     * Has computed what may take longer than a few milliseconds, such as what is read anew from the log, and waits for it: not on this
     * thread, which shares the processors with those of readers, but on one beside them, when its turn comes. When the client hangs up
     * it is given up: what is this request's alone asks its turn whether it goes on.
     */
    <T> T computed(Turns.Question<T> question) throws IOException;

    /** Answers with what is computed, as JSON, likewise. */
    default void json(int status, Turns.Question<?> question) throws IOException {
        respond(status, "application/json", computed(turn -> Json.write(question.answer(turn))));
    }

    /** Answers with a problem document (RFC 9457), {@code application/problem+json}. */
    void problem(int status, String title, String detail) throws IOException;

    /** Likewise, with further members. */
    void problem(int status, String title, String detail, Map<String, Object> members) throws IOException;

    /** Reads a JSON body; wrong media type, JSON or type are answered with 415 or 400 that say where, by {@link BadRequest}. */
    <T> T jsonBody(Class<T> type) throws IOException;

    /** How a body was packed. */
    interface Unpacking {
        /** What was packed; to be closed. */
        InputStream unpacked(InputStream sent) throws IOException;
    }

    /** What the caller asked for cannot be: answered as a problem document. */
    final class BadRequest extends RuntimeException {
        private static final long serialVersionUID = 1;
        private final int status;

        public BadRequest(int status, String message) {
            super(message);
            this.status = status;
        }

        public int status() {
            return status;
        }
    }

    /** Nobody waits for the answer any more. */
    final class ClientLeft extends EofException {
        private static final long serialVersionUID = 1;

        public ClientLeft() {
            super("the client has hung up");
        }
    }

    /** The body is not what its {@code Content-Encoding} says. */
    final class MalformedBody extends IOException {
        private static final long serialVersionUID = 1;

        MalformedBody(String what) {
            super("the body is said to be gzip: " + what);
        }
    }

    /** The body did not come in time. */
    final class SlowBody extends IOException {
        private static final long serialVersionUID = 1;

        SlowBody(String message) {
            super(message);
        }
    }

    /** More than may be sent. */
    final class RequestTooLarge extends IOException {
        private static final long serialVersionUID = 1;

        public RequestTooLarge(String message) {
            super(message);
        }
    }
}

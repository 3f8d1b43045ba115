package org.broadsheet.notify.retry;

import java.time.Duration;
import java.util.Optional;

/** How an attempt ended. */
public sealed interface AttemptOutcome {
    /** The HTTP status; empty when there was no answer. */
    Optional<Integer> status();

    /** The endpoint has it. */
    record Delivered(int code) implements AttemptOutcome {
        @Override
        public Optional<Integer> status() {
            return Optional.of(code);
        }
    }

    /**
     * Not now; another attempt may do better.
     *
     * @param reason such as {@code answered 503} or {@code connection refused}
     * @param notBefore how long the endpoint asked to be left alone
     */
    record Retryable(Optional<Integer> status, String reason, Optional<Duration> notBefore) implements AttemptOutcome {}

    /** It is not tried again. */
    record Rejected(String reason) implements AttemptOutcome {
        @Override
        public Optional<Integer> status() {
            return Optional.empty();
        }
    }

    /** The endpoint wants no more, of this or anything else. */
    record Gone() implements AttemptOutcome {
        static final int STATUS = 410;

        @Override
        public Optional<Integer> status() {
            return Optional.of(STATUS);
        }
    }

    /**
     * Of an answer (Standard Webhooks, "Delivery"): 2xx is success, 410 says that the endpoint is to be disabled, all else is a failure. A redirect is
     * not followed, so it is a failure too: an endpoint that moved is mended by adding its new URL. With whichever failure it
     * comes, {@code Retry-After} is heard.
     */
    static AttemptOutcome ofStatus(int status, Optional<Duration> retryAfter) {
        if (status >= 200 && status < 300) {
            return new Delivered(status);
        }
        if (status == Gone.STATUS) {
            return new Gone();
        }
        if (status >= 300 && status < 400) {
            return new Retryable(
                    Optional.of(status), "answered " + status + ": redirects are not followed", retryAfter);
        }
        return new Retryable(Optional.of(status), "answered " + status, retryAfter);
    }
}

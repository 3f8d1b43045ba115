package org.broadsheet.render.markdown;

import java.time.Duration;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;

/** A parser with the limits of the default file. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class MarkdownFixture {
    static final MarkdownLimits LIMITS = new MarkdownLimits(2 << 20, 100, 5000, 20_000, 100, Duration.ofSeconds(5));

    final MarkdownParser parser = new MarkdownParser(LIMITS);

    @AfterAll
    void close() {
        parser.close();
    }

    <T> T parsed(String markdown, Function<MarkdownDocument, T> use) {
        return switch (parser.parse(markdown, use)) {
            case Outcome.Parsed<T> parsed -> parsed.value();
            case Outcome.TooHard<T> hard -> throw new AssertionError(hard.toString());
            case Outcome.OutOfTime<T> late -> throw new AssertionError(late.toString());
        };
    }
}

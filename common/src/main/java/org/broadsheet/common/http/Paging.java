package org.broadsheet.common.http;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.broadsheet.common.http.Exchange.BadRequest;
import org.broadsheet.common.id.SiteId;

/** What every list takes: {@code ?site=&limit=&after=}. */
public record Paging(Optional<SiteId> site, int limit, Optional<String> after) {
    private static final int DEFAULT = 100;
    private static final int MOST = 1_000;

    /** As the query has it; what is wrong in it is answered with 400. */
    public static Paging of(Exchange exchange) {
        return new Paging(
                exchange.query("site").map(Paging::siteId),
                exchange.query("limit").map(Paging::number).orElse(DEFAULT),
                exchange.query("after").filter(text -> !text.isEmpty()));
    }

    private static SiteId siteId(String text) {
        try {
            return new SiteId(text);
        } catch (IllegalArgumentException e) {
            throw new BadRequest(400, String.valueOf(e.getMessage()));
        }
    }

    private static int number(String text) {
        try {
            int number = Integer.parseInt(text);
            if (number >= 1 && number <= MOST) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Answered below, as a number out of range is.
        }
        throw new BadRequest(400, "limit: \"" + text + "\" is not a number from 1 to " + MOST);
    }

    public boolean isFor(SiteId other) {
        return site.isEmpty() || site.get().equals(other);
    }

    public boolean isBehind(String key) {
        return after.isEmpty() || key.compareTo(after.get()) > 0;
    }

    /**
     * A list's answer.
     *
     * @param next what to give as {@code after} for the next page; absent at the end
     */
    public record Page<T>(List<T> items, Optional<String> next) {
        /** @param found in order, one more than {@code limit} if there are more */
        public static <T> Page<T> of(List<T> found, int limit, Function<T, String> key) {
            return found.size() <= limit
                    ? new Page<>(found, Optional.empty())
                    : new Page<>(found.subList(0, limit), Optional.of(key.apply(found.get(limit - 1))));
        }
    }
}

package org.broadsheet.ingest.permalink;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.broadsheet.common.id.ContentPath;
import org.broadsheet.common.record.Kind;

/**
 * What the URL of a post or page may be made of, as it is written: nothing in it is cleaned.
 *
 * @param below the path below its root of content, such as {@code posts/2026-11-23-first.md} of Hugo's
 *     {@code content/posts/2026-11-23-first.md}
 * @param stem the file's name, of an index file its folder's, without ending and language: {@code 2026-11-23-first}
 * @param name the same without a date: {@code first}
 * @param nameDate the date in the name
 * @param date the front matter's
 * @param zone the site's
 * @param categories the front matter's, {@code categories} before {@code category}
 * @param sections Hugo's: the first folder below the root, and those below it that hold an {@code _index.md}
 */
public record Source(
        Kind kind,
        ContentPath path,
        String below,
        String stem,
        String name,
        Optional<LocalDate> nameDate,
        Optional<Date> date,
        ZoneId zone,
        Optional<String> slug,
        Optional<String> title,
        List<String> categories,
        List<String> sections) {
    public Source {
        categories = List.copyOf(categories);
        sections = List.copyOf(sections);
    }

    /**
     * @param written a day's is 00:00
     * @param offset empty where none is written. To Jekyll a time with seconds, without quotes and zone, is UTC, for so YAML has it: who
     *     asks Jekyll's rules says so
     */
    public record Date(LocalDateTime written, Optional<ZoneOffset> offset) {
        /** The same where a time without a zone is UTC. */
        public Date utc() {
            return new Date(written, offset.or(() -> Optional.of(ZoneOffset.UTC)));
        }

        LocalDateTime in(ZoneId zone) {
            return offset.map(o -> written.atOffset(o).atZoneSameInstant(zone).toLocalDateTime())
                    .orElse(written);
        }
    }

    /** In the site's zone: the front matter's date, or else the name's. */
    Optional<LocalDateTime> time() {
        return date.map(d -> d.in(zone)).or(() -> nameDate.map(LocalDate::atStartOfDay));
    }
}

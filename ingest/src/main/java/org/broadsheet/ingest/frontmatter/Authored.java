package org.broadsheet.ingest.frontmatter;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.Stream;
import org.broadsheet.common.record.Finding;
import org.broadsheet.common.record.Kind;

/**
 * What the author wrote above a text, under our names for the keys, as it stands there: dates without the site's zone, links
 * not resolved.
 *
 * @param dates each that says from when on it is to be read, under whatever key
 * @param until each that says when it is to be read no more
 * @param slug cleaned; one that is a path has slashes within
 * @param url what else its URL may follow from
 * @param cover as written, likewise the authors' pictures
 * @param coverAlt what the cover shows
 * @param id a UUID, or whatever tells this post from others
 * @param hidden whether any key says that it is not to be published
 */
public record Authored(
        Optional<String> title,
        Optional<String> excerpt,
        Topics topics,
        List<Dated> dates,
        List<Dated> until,
        Optional<AuthoredDate> updated,
        List<Author> authors,
        Optional<Written<String>> cover,
        Optional<String> coverAlt,
        Optional<Written<String>> slug,
        AuthoredUrl url,
        boolean hidden,
        Optional<String> language,
        Optional<Written<String>> id,
        Optional<Written<String>> guid,
        Optional<String> canonical,
        SortedMap<String, JsonNode> extra) {
    static final String DATE = "date";

    public record Author(String name, Optional<Written<String>> picture) {}

    /**
     * @param key of the front matter, such as {@code publishDate}
     * @param shown whether it may be the one that readers see
     */
    public record Dated(String key, Written<AuthoredDate> date, boolean shown) {
        /** Tells that an introduction's lies ahead. */
        public Finding ahead() {
            return date.problem(
                    key + ": " + date.value().iso() + " is later than the commit, and an introduction is not scheduled",
                    "write a date that is not later, or commit the file again on that day");
        }

        /** Tells that of an introduction nobody will see to it on that day. */
        public Finding isNotKept() {
            return date.warning(
                    key + ": " + date.value().iso() + " is not kept, for an introduction does not expire",
                    "write draft: true on that day; a day that is past when the file is committed hides it");
        }
    }

    /** Of several the first counts. */
    public Optional<Written<AuthoredDate>> date() {
        return dates.stream().filter(Dated::shown).findFirst().map(Dated::date);
    }

    /** The dates before none of which it may be read. A page's {@code date} is none: a page has no date that anybody sees. */
    public Stream<Dated> due(Kind kind) {
        return dates.stream().filter(d -> kind != Kind.PAGE || !d.key.equals(DATE));
    }
}

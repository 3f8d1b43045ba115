package org.broadsheet.ingest.facts;

import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.broadsheet.common.id.PostId;
import org.broadsheet.common.record.Content;
import org.broadsheet.common.record.Kind;
import org.broadsheet.ingest.frontmatter.AuthoredDate;
import org.broadsheet.ingest.frontmatter.AuthoredUrl;
import org.broadsheet.ingest.frontmatter.SiteFile;
import org.broadsheet.ingest.frontmatter.Written;
import org.broadsheet.ingest.generator.GeneratorFile;
import org.broadsheet.ingest.layout.Layout;
import org.broadsheet.ingest.permalink.Permalinks;

/** What facts need to know of a version of a file. */
public sealed interface FileVersion {
    /**
     * A version of a post or page that parses.
     *
     * @param kind {@link Kind#POST} or {@link Kind#PAGE}
     * @param isBlank whether there is no text below the front matter
     * @param slug the author's own, if it can stand in a URL
     * @param url what its URL may follow from
     * @param id the author's own
     * @param guid likewise that in feeds
     * @param due before none of which it may be read
     * @param until when, by each, it is to be read no more
     */
    record Parsed(
            Kind kind,
            Wish wish,
            boolean isBlank,
            Optional<String> slug,
            AuthoredUrl url,
            Optional<PostId> id,
            Optional<String> guid,
            List<AuthoredDate> due,
            List<AuthoredDate> until)
            implements FileVersion {
        public Parsed {
            due = List.copyOf(due);
            until = List.copyOf(until);
        }
    }

    /** A version of an introduction that parses. */
    record Introduction() implements FileVersion {}

    /** A version of the settings, or of a generator's configuration, that parses; what is neither says nothing. */
    record Settings(
            Optional<Content.Generator> generator,
            Optional<String> baseUrl,
            Optional<ZoneId> zone,
            Optional<Permalinks> permalinks,
            Optional<SiteFile.Former> formerGuids,
            List<Layout.Folder> content)
            implements FileVersion {
        public static final Settings NONE = new Settings(
                Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), List.of());

        public static Settings of(SiteFile.Readable file) {
            return new Settings(
                    Optional.empty(),
                    file.baseUrl().map(Written::value),
                    file.timeZone(),
                    file.permalinks().map(permalinks -> permalinks),
                    file.formerGuids().map(Written::value),
                    file.content());
        }

        public static Settings of(GeneratorFile.Readable file) {
            return new Settings(
                    Optional.of(file.generator()),
                    file.baseUrl().map(Written::value),
                    file.timeZone(),
                    file.permalinks(),
                    Optional.empty(),
                    List.of());
        }
    }

    /**
     * A version that does not parse.
     *
     * @param mayHide whether its author may have wanted to hide it by what is not understood
     */
    record Broken(boolean mayHide) implements FileVersion {}

    /** What the author wants. */
    enum Wish {
        PUBLISH,
        DRAFT,
        /** A page without front matter. */
        NOTHING
    }
}

package org.broadsheet.common.record;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.broadsheet.common.id.CommitId;
import org.broadsheet.common.id.ContentPath;
import org.broadsheet.common.id.SiteId;

/**
 * A record of {@link KafkaTopic#COMMITS}: how far one role is with one commit. What a push prints and what
 * {@code GET commits/<id>} answers is folded from these, so that it is the same wherever the roles run. The last record of a
 * (commit, role) counts.
 *
 * @param startedAt when the role began with it
 * @param millis how long it took so far
 * @param documents of ingest: what is to happen with posts and pages; of render: what did; the first 100, in the order of the site
 * @param problems of ingest: problems and warnings of the files that this commit touched, problems first, the first 50, or {@code push.problemLines} if that is more; of render:
 *     files of which no article could be made
 * @param supersededBy the commit with which this one goes live, or that took its place
 * @param failure why it will not go live
 * @param subject of ingest: the first line of the commit's message, for people
 * @param notes of ingest: lines for people about the repository as a whole, such as what it was taken for
 */
public record CommitStage(
        SiteId site,
        CommitId commit,
        Role role,
        State state,
        Instant startedAt,
        long millis,
        Counts counts,
        List<Outcome> documents,
        List<Problem> problems,
        Optional<CommitId> supersededBy,
        Optional<String> failure,
        Optional<String> subject,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> notes)
        implements Shortened<CommitStage> {
    @JsonCreator
    public CommitStage {
        documents = List.copyOf(documents);
        problems = List.copyOf(problems);
        notes = notes == null ? List.of() : List.copyOf(notes);
    }

    /** Without notes. */
    public CommitStage(
            SiteId site,
            CommitId commit,
            Role role,
            State state,
            Instant startedAt,
            long millis,
            Counts counts,
            List<Outcome> documents,
            List<Problem> problems,
            Optional<CommitId> supersededBy,
            Optional<String> failure,
            Optional<String> subject) {
        this(
                site,
                commit,
                role,
                state,
                startedAt,
                millis,
                counts,
                documents,
                problems,
                supersededBy,
                failure,
                subject,
                List.of());
    }

    /** Of what is listed the first half; {@link Counts} say how much there is. */
    @Override
    public Optional<CommitStage> shorter() {
        if (documents.isEmpty() && problems.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new CommitStage(
                site,
                commit,
                role,
                state,
                startedAt,
                millis,
                counts,
                documents.subList(0, documents.size() / 2),
                problems.subList(0, problems.size() / 2),
                supersededBy,
                failure,
                subject,
                notes));
    }

    public enum State {
        /** Under way; {@link Counts} say how far. */
        PROCESSING,
        DONE,
        SUPERSEDED,
        FAILED
    }

    /**
     * Posts and pages, never assets, but in {@code files} and {@code assets}. Of ingest {@code live} and {@code gone} are what is
     * to become so, of render what has.
     *
     * @param files that differ from the commit before, whatever they are
     * @param assets that differ
     * @param moved of render: those of the live ones that were at another URL, which leads to the present one
     * @param remade of render: posts and pages that are made again for other settings, and are not among the live ones
     * @param scheduled of ingest: those that are to become live later
     */
    public record Counts(
            int live,
            int gone,
            int drafts,
            int problems,
            int warnings,
            int files,
            int assets,
            @JsonInclude(JsonInclude.Include.NON_DEFAULT) int remade,
            @JsonInclude(JsonInclude.Include.NON_DEFAULT) int scheduled,
            @JsonInclude(JsonInclude.Include.NON_DEFAULT) int moved) {
        public static final Counts NONE = new Counts(0, 0, 0, 0, 0, 0, 0);

        @JsonCreator
        public Counts {}

        /** Of which none is scheduled. */
        public Counts(int live, int gone, int drafts, int problems, int warnings, int files, int assets, int remade) {
            this(live, gone, drafts, problems, warnings, files, assets, remade, 0, 0);
        }

        /** Of which none is made again. */
        public Counts(int live, int gone, int drafts, int problems, int warnings, int files, int assets) {
            this(live, gone, drafts, problems, warnings, files, assets, 0);
        }
    }

    /**
     * @param url the whole URL; empty for a draft
     * @param moved the path, below the base URL's host, of the URL where it was before, if that was another and leads here
     * @param due of what is scheduled, when it is to be live, in the site's zone: {@code 2026-12-01 00:00 Europe/Berlin}
     */
    public record Outcome(
            What what, ContentPath path, Optional<String> url, Optional<String> moved, Optional<String> due) {
        /** Of what was nowhere else. */
        public Outcome(What what, ContentPath path, Optional<String> url) {
            this(what, path, url, Optional.empty());
        }

        /** Of what is not scheduled. */
        public Outcome(What what, ContentPath path, Optional<String> url, Optional<String> moved) {
            this(what, path, url, moved, Optional.empty());
        }

        @JsonCreator
        public Outcome {}
    }

    public enum What {
        LIVE,
        /** Answers 410. */
        GONE,
        /** Answers 404: a draft again, withheld, or forgotten by a rewritten history. */
        WITHDRAWN,
        /** Not published. */
        DRAFT,
        /** Not published yet. */
        SCHEDULED,
        /** Not published any more when it came. */
        EXPIRED
    }
}

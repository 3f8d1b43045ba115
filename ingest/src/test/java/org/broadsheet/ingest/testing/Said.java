package org.broadsheet.ingest.testing;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.broadsheet.common.id.CommitId;
import org.broadsheet.common.id.ContentPath;
import org.broadsheet.common.id.SiteId;
import org.broadsheet.common.record.CommitStage;
import org.broadsheet.common.record.CommitStage.Counts;
import org.broadsheet.common.record.CommitStage.Outcome;
import org.broadsheet.common.record.CommitStage.State;
import org.broadsheet.common.record.CommitStage.What;
import org.broadsheet.common.record.Finding;
import org.broadsheet.common.record.Problem;
import org.broadsheet.common.record.Role;
import org.broadsheet.common.record.Severity;

/** Makes what a role says of a commit. The counts are those of what was listed, unless more are said. */
public final class Said {
    public static final SiteId SITE = new SiteId("main");
    private static final String BASE = "http://localhost:8080";

    private final CommitId commit;
    private final Role role;
    private final List<Outcome> documents = new ArrayList<>();
    private final List<Problem> problems = new ArrayList<>();
    private Instant startedAt = Instant.parse("2026-01-01T00:00:01Z");
    private int files = 1;
    private int remade;
    private int moved;
    private int assets;
    private int live;
    private int gone;
    private Optional<String> subject = Optional.empty();

    private Said(CommitId commit, Role role) {
        this.commit = commit;
        this.role = role;
    }

    public static Said ingest(CommitId commit) {
        return new Said(commit, Role.INGEST);
    }

    public static Said render(CommitId commit) {
        return new Said(commit, Role.RENDER);
    }

    public static Said notify(CommitId commit) {
        return new Said(commit, Role.NOTIFY);
    }

    /** All three roles, with what render lists. */
    public static List<CommitStage> allDone(CommitId commit, String... slugs) {
        return List.of(
                ingest(commit).live(slugs).done(),
                render(commit).live(slugs).done(),
                notify(commit).done());
    }

    public Said live(String... slugs) {
        for (String slug : slugs) {
            document(What.LIVE, slug);
            live++;
        }
        return this;
    }

    public Said gone(String... slugs) {
        for (String slug : slugs) {
            document(What.GONE, slug);
            gone++;
        }
        return this;
    }

    public Said withdrawn(String slug) {
        gone++;
        return document(What.WITHDRAWN, slug);
    }

    private Said document(What what, String slug) {
        documents.add(
                new Outcome(what, new ContentPath("_posts/" + slug + ".md"), Optional.of(BASE + "/posts/" + slug)));
        return this;
    }

    public Said draft(String path) {
        documents.add(new Outcome(What.DRAFT, new ContentPath(path), Optional.empty()));
        return this;
    }

    public Said scheduled(String slug, String due) {
        documents.add(new Outcome(
                What.SCHEDULED,
                new ContentPath("_posts/" + slug + ".md"),
                Optional.of(BASE + "/posts/" + slug),
                Optional.empty(),
                Optional.of(due)));
        return this;
    }

    public Said expired(String path) {
        documents.add(new Outcome(What.EXPIRED, new ContentPath(path), Optional.empty()));
        return this;
    }

    public Said problem(String path, int line, int column, String message, String hint, CommitId stays) {
        problems.add(
                Finding.problem(line, column, message, hint).in(new ContentPath(path), Optional.ofNullable(stays)));
        return this;
    }

    public Said warning(String path, int line, int column, String message, String hint) {
        problems.add(new Finding(Severity.WARNING, line, column, message, Optional.ofNullable(hint))
                .in(new ContentPath(path)));
        return this;
    }

    public Said files(int count) {
        files = count;
        return this;
    }

    public Said assets(int count) {
        assets = count;
        return this;
    }

    /** More than are listed. */
    public Said inAll(int liveInAll) {
        live = liveInAll;
        return this;
    }

    public Said at(Instant start) {
        startedAt = start;
        return this;
    }

    public Said subject(String text) {
        subject = Optional.of(text);
        return this;
    }

    /** Posts and pages that other settings make again. */
    public Said moved(int number) {
        moved = number;
        return this;
    }

    public Said remade(int number) {
        remade = number;
        return this;
    }

    public CommitStage done() {
        return as(State.DONE, Optional.empty(), Optional.empty());
    }

    public CommitStage processing() {
        return as(State.PROCESSING, Optional.empty(), Optional.empty());
    }

    public CommitStage supersededBy(CommitId by) {
        return as(State.SUPERSEDED, Optional.of(by), Optional.empty());
    }

    public CommitStage failed(String failure) {
        return as(State.FAILED, Optional.empty(), Optional.of(failure));
    }

    private CommitStage as(State state, Optional<CommitId> by, Optional<String> failure) {
        int drafts = (int) documents.stream()
                .filter(d -> d.what() == What.DRAFT || d.what() == What.EXPIRED)
                .count();
        int scheduled =
                (int) documents.stream().filter(d -> d.what() == What.SCHEDULED).count();
        int worse = (int)
                problems.stream().filter(p -> p.severity() == Severity.PROBLEM).count();
        return new CommitStage(
                SITE,
                commit,
                role,
                state,
                startedAt,
                50,
                new Counts(live, gone, drafts, worse, problems.size() - worse, files, assets, remade, scheduled, moved),
                documents.stream().limit(100).toList(),
                problems.stream()
                        .sorted(Comparator.comparing(Problem::severity))
                        .limit(50)
                        .toList(),
                by,
                failure,
                subject);
    }
}

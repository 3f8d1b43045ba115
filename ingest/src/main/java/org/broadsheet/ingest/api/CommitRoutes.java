package org.broadsheet.ingest.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.type.TypeReference;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.broadsheet.common.http.Exchange;
import org.broadsheet.common.http.Exchange.BadRequest;
import org.broadsheet.common.http.Route;
import org.broadsheet.common.http.Turns;
import org.broadsheet.common.id.CommitId;
import org.broadsheet.common.id.SiteId;
import org.broadsheet.common.record.CommitStage;
import org.broadsheet.common.record.CommitStage.Counts;
import org.broadsheet.common.record.Json;
import org.broadsheet.common.record.Problem;
import org.broadsheet.common.record.Role;
import org.broadsheet.ingest.commits.BranchCommits;
import org.broadsheet.ingest.commits.CommitLog;
import org.broadsheet.ingest.commits.CommitState;
import org.broadsheet.ingest.commits.Following;

/** {@code GET /api/v1/commits/<id>[?wait=60]}: how far a commit is. */
public final class CommitRoutes {
    private static final Pattern ABBREVIATED = Pattern.compile("[0-9a-f]{7,64}");
    private static final String PROCESSING = "processing";
    /** Seconds; longer than most proxies let a request stay silent. */
    private static final int LONGEST_WAIT = 60;

    private static final String UNREACHED = "; if its source cannot be fetched, GET /api/v1/problems says why";

    private final Map<SiteId, BranchCommits> sites;
    private final CommitLog commits;
    private final Consumer<SiteId> asking;

    /**
     * @param sites with the commits of their branches
     * @param asking for a look at a site's source, where that may have what we have not
     */
    public CommitRoutes(Map<SiteId, BranchCommits> sites, CommitLog commits, Consumer<SiteId> asking) {
        this.asking = asking;
        this.sites = new LinkedHashMap<>(sites);
        this.commits = commits;
    }

    public List<Route> routes() {
        return List.of(new Route("GET", "/api/v1/commits/{id}", Route.Access.PRIVATE, this::get));
    }

    private void get(Exchange exchange) throws IOException, InterruptedException {
        List<SiteId> of = exchange.query("site")
                .map(CommitRoutes::siteId)
                .map(List::of)
                .orElseGet(() -> List.copyOf(sites.keySet()));
        Duration wait = exchange.query("wait").map(CommitRoutes::seconds).orElse(Duration.ZERO);
        String id = exchange.pathParameter("id").toLowerCase(Locale.ROOT);
        if (!ABBREVIATED.matcher(id).matches()) {
            throw new BadRequest(
                    400, "\"" + id + "\" is not a commit's id: 40 hexadecimal digits, or the first 7 or more");
        }
        // Of one that is not among the latest months of records are read, once; then it is only waited for.
        Known known = exchange.computed(turn -> known(of, id, turn));
        if (!known.isEnded() && !wait.isZero() && known.commit().isPresent()) {
            known = waited(exchange, known, wait);
        }
        if (known.answer().isEmpty()) {
            exchange.problem(
                    404,
                    "Not found",
                    "nothing is known of commit " + id + " of site " + joined(of) + (wait.isZero() ? "" : UNREACHED));
        } else if (wait.isZero()) {
            exchange.json(200, known.answer().get());
        } else {
            answer(exchange, known.answer().get());
        }
    }

    /** To whoever waits: what is not published is no success, so that {@code curl --fail} fails. */
    private static void answer(Exchange exchange, Answer answer) throws IOException {
        switch (answer.state()) {
            case "failed" ->
                exchange.problem(
                        422, "Not published", answer.failure().orElse("it was not taken in"), answer.members());
            case PROCESSING -> {
                exchange.setHeader("Retry-After", "10");
                exchange.problem(504, "Not live yet", "it is under way still; ask again", answer.members());
            }
            default -> exchange.json(200, answer);
        }
    }

    /** What is said of the commit itself is waited for to its end; of one that goes with another, whatever ingest says next. */
    private Known waited(Exchange exchange, Known before, Duration wait) throws IOException, InterruptedException {
        SiteId site = before.site();
        CommitId commit = before.commit().orElseThrow();
        long until = System.nanoTime() + wait.toNanos();
        try (Following following = commits.follow(site)) {
            if (before.answer().isEmpty()) {
                asking.accept(site);
            }
            Known known = exchange.computed(turn -> known(site, commit, turn));
            while (!known.isEnded()) {
                Duration left = Duration.ofNanos(until - System.nanoTime());
                if (!left.isPositive()) {
                    return known;
                }
                if (known.told()) {
                    return commits.find(site, commit, left).map(Known::told).orElse(known);
                }
                Optional<CommitStage> next = following.poll(left);
                if (next.filter(stage -> isNews(stage, commit)).isPresent()) {
                    known = exchange.computed(turn -> known(site, commit, turn));
                }
            }
            return known;
        }
    }

    private static boolean isNews(CommitStage stage, CommitId commit) {
        return stage.commit().equals(commit)
                || (stage.role() == Role.INGEST && stage.state() != CommitStage.State.PROCESSING);
    }

    /**
     * @param site the one that knows most of it
     * @param told whether it is so because of what the log says of the commit itself
     */
    private record Known(SiteId site, Optional<CommitId> commit, Optional<Answer> answer, boolean told) {
        static Known told(CommitState state) {
            return new Known(state.site(), Optional.of(state.commit()), Optional.of(Answer.of(state)), true);
        }

        int knows() {
            return told ? 3 : answer.isPresent() ? 2 : commit.isPresent() ? 1 : 0;
        }

        boolean isEnded() {
            return answer.filter(a -> !a.state().equals(PROCESSING)).isPresent();
        }
    }

    /** Of several sites the first that has heard of it. */
    private Known known(List<SiteId> of, String id, Turns.Turn turn) throws IOException {
        Known known = known(of.getFirst(), id, turn);
        for (SiteId site : of.subList(1, of.size())) {
            Known other = known.told() ? known : known(site, id, turn);
            known = other.knows() > known.knows() ? other : known;
        }
        return known;
    }

    private Known known(SiteId of, String id, Turns.Turn turn) throws IOException {
        Optional<CommitId> commit = whole(of, id);
        return commit.isPresent()
                ? known(of, commit.get(), turn)
                : new Known(of, Optional.empty(), Optional.empty(), false);
    }

    private Known known(SiteId of, CommitId commit, Turns.Turn turn) throws IOException {
        Optional<CommitState> state = commits.find(of, commit);
        return state.isPresent()
                ? Known.told(state.get())
                : new Known(of, Optional.of(commit), untold(of, commit, turn), false);
    }

    /**
     * A commit goes live with the first on top of it that was taken in, also if the branch went elsewhere since. Until there is one it is
     * under way, if it is in the branch.
     */
    private Optional<Answer> untold(SiteId of, CommitId commit, Turns.Turn turn) throws IOException {
        BranchCommits branch = sites.get(of);
        if (branch == null) {
            return Optional.empty();
        }
        BranchCommits.Building building = branch.on(commit, commits.beginningWith(of, ""), turn);
        Optional<CommitId> with =
                building.commits().stream().filter(other -> isTaken(of, other)).findFirst();
        return with.isPresent() || building.inBranch()
                ? Optional.of(Answer.untold(of, commit, with))
                : Optional.empty();
    }

    private boolean isTaken(SiteId of, CommitId commit) {
        return commits.find(of, commit)
                .filter(state -> state.isDone(Role.INGEST))
                .isPresent();
    }

    private static String joined(List<SiteId> sites) {
        return sites.stream().map(SiteId::value).collect(Collectors.joining(", "));
    }

    private Optional<CommitId> whole(SiteId of, String id) throws IOException {
        if (id.length() == 40 || id.length() == 64) {
            return Optional.of(new CommitId(id));
        }
        List<CommitId> found = commits.beginningWith(of, id);
        BranchCommits branch = sites.get(of);
        if (found.isEmpty() && branch != null) {
            found = branch.beginningWith(id);
        }
        if (found.size() > 1) {
            throw new BadRequest(400, id + " is the beginning of " + found.size() + " commits; give more digits");
        }
        return found.stream().findFirst();
    }

    private static SiteId siteId(String text) {
        try {
            return new SiteId(text);
        } catch (IllegalArgumentException e) {
            throw new BadRequest(400, String.valueOf(e.getMessage()));
        }
    }

    private static Duration seconds(String text) {
        try {
            int seconds = Integer.parseInt(text);
            if (seconds >= 0) {
                return Duration.ofSeconds(Math.min(seconds, LONGEST_WAIT));
            }
        } catch (NumberFormatException e) {
            // Answered below, as a negative number is.
        }
        throw new BadRequest(400, "wait: \"" + text + "\" is not a number of seconds");
    }

    /**
     * @param posts posts and pages, the first 100
     * @param supersededBy the commit with which it goes, or went, live
     */
    record Answer(
            SiteId site,
            CommitId commit,
            Optional<String> subject,
            String state,
            Optional<CommitId> supersededBy,
            Optional<String> failure,
            Map<Role, Times> stages,
            Counts counts,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> notes,
            List<Post> posts,
            List<Problem> problems) {

        /** What render has done counts, as far as it has; before that, what ingest says is to be done. */
        static Answer of(CommitState state) {
            Optional<CommitStage> ingest = state.stage(Role.INGEST);
            Optional<CommitStage> render = state.stage(Role.RENDER);
            Map<Role, Times> stages = new EnumMap<>(Role.class);
            state.stages().forEach((role, stage) -> stages.put(role, new Times(stage.startedAt(), stage.millis())));
            return new Answer(
                    state.site(),
                    state.commit(),
                    ingest.flatMap(CommitStage::subject),
                    state.progress().name().toLowerCase(Locale.ROOT),
                    state.supersededBy(),
                    state.failure(),
                    stages,
                    counts(ingest.map(CommitStage::counts), render.map(CommitStage::counts)),
                    ingest.map(CommitStage::notes).orElse(List.of()),
                    render.or(() -> ingest).map(CommitStage::documents).orElse(List.of()).stream()
                            .map(Post::of)
                            .toList(),
                    Stream.of(ingest, render)
                            .flatMap(Optional::stream)
                            .flatMap(stage -> stage.problems().stream())
                            .toList());
        }

        /** All of it, for a problem document. */
        Map<String, Object> members() {
            return Json.MAPPER.convertValue(this, new TypeReference<Map<String, Object>>() {});
        }

        /** Of a commit of which no role said anything. */
        static Answer untold(SiteId site, CommitId commit, Optional<CommitId> with) {
            return new Answer(
                    site,
                    commit,
                    Optional.empty(),
                    with.isPresent() ? "superseded" : PROCESSING,
                    with,
                    Optional.empty(),
                    Map.of(),
                    Counts.NONE,
                    List.of(),
                    List.of(),
                    List.of());
        }

        private static Counts counts(Optional<Counts> planned, Optional<Counts> done) {
            Counts plan = planned.orElse(Counts.NONE);
            Counts live = done.orElse(Counts.NONE);
            return new Counts(
                    live.live(),
                    live.gone(),
                    plan.drafts(),
                    plan.problems() + live.problems(),
                    plan.warnings(),
                    plan.files(),
                    plan.assets(),
                    0,
                    plan.scheduled(),
                    live.moved());
        }
    }

    record Times(Instant startedAt, long millis) {}

    /** @param state {@code live}, {@code gone}, {@code withdrawn}, {@code draft}, {@code scheduled} or {@code expired} */
    record Post(String state, String path, Optional<String> url) {
        static Post of(CommitStage.Outcome outcome) {
            return new Post(
                    outcome.what().name().toLowerCase(Locale.ROOT),
                    outcome.path().value(),
                    outcome.url());
        }
    }
}

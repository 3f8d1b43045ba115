package org.broadsheet.ingest.git;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.broadsheet.common.config.Configuration;
import org.broadsheet.common.http.Turns;
import org.broadsheet.common.id.CommitId;
import org.broadsheet.common.id.Printable;
import org.broadsheet.common.id.SiteId;
import org.broadsheet.common.lifecycle.Trouble;
import org.broadsheet.ingest.push.Gate;
import org.broadsheet.ingest.push.Judge;
import org.broadsheet.ingest.push.PushFollower;
import org.broadsheet.ingest.source.TooLarge;
import org.broadsheet.ingest.source.TreeSizes;
import org.eclipse.jgit.errors.LargeObjectException;
import org.eclipse.jgit.internal.JGitText;
import org.eclipse.jgit.lib.BatchRefUpdate;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.NullProgressMonitor;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.transport.ConnectivityChecker;
import org.eclipse.jgit.transport.ReceiveCommand;
import org.eclipse.jgit.transport.ReceiveCommand.Result;
import org.eclipse.jgit.transport.ReceivePack;
import org.eclipse.jgit.transport.UnpackErrorHandler;
import org.jspecify.annotations.Nullable;

/**
 * One push into the hosted repository: what may be pushed, which branch it makes the published one, and the wait until that is
 * live. Its objects are checked before a branch moves,
 * and lie apart until then. One thread; to be closed.
 */
final class Push extends ReceivePack implements AutoCloseable {
    private static final String OVERTAKEN =
            "somebody else pushed to it just now: git fetch, merge or rebase, and push again";

    private final ContentRepository content;
    private final @Nullable Quarantine quarantine;
    private final SiteId site;
    private final Optional<Gate> gate;
    private final PushFollower follower;
    private final Turns.Turn turn;
    private final Instant received;
    private final String commitsUrl;
    private final TreeSizes sizes;
    private final int branchLines;
    /** What branches name that is not there. */
    private final Map<String, ObjectId> lost = new HashMap<>();

    private PushFollower.@Nullable Wait wait;

    /** @param quarantine for its objects; null: it brings none */
    Push(
            ContentRepository content,
            @Nullable Quarantine quarantine,
            Turns.Turn turn,
            SiteId site,
            Optional<Gate> gate,
            PushFollower follower,
            Configuration configuration,
            TreeSizes sizes,
            Instant received,
            String commitsUrl) {
        super(new GuardedRepository(
                content.repository(), quarantine == null ? content.repository() : quarantine.repository(), turn));
        this.content = content;
        this.quarantine = quarantine;
        this.turn = turn;
        this.site = site;
        this.gate = gate;
        this.follower = follower;
        this.received = received;
        this.commitsUrl = commitsUrl;
        this.sizes = sizes;
        branchLines = configuration.push().liveLines();
        setBiDirectionalPipe(false);
        setAtomic(true);
        setRefLogIdent(new PersonIdent("broadsheet", "broadsheet@localhost"));
        setObjectChecker(GuardedChecker.lenient(turn));
        ConnectivityChecker whole = connectivityChecker;
        connectivityChecker = (info, haves, monitor) -> {
            refuseShallowHistory();
            whole.checkConnectivity(info, haves, monitor);
        };
        UnpackErrorHandler usual = getUnpackErrorHandler();
        setUnpackErrorHandler(failure -> {
            Trouble.in(failure)
                    .ifPresent(trouble -> print("error: nothing was taken: "
                            + trouble.at(getRepository().getDirectory().toPath()) + "; " + trouble.advice()
                            + ", then push again"));
            if (failure instanceof LargeObjectException large) {
                print("error: nothing was taken: " + TooLarge.line(large));
            }
            usual.handleUnpackException(failure);
        });
        setRefFilter(this::standing);
        setPreReceiveHook((pack, commands) -> prepare(commands));
        setPostReceiveHook((pack, commands) -> tell(commands));
    }

    /** As Git does it: who pushes brings all of a branch of which we have nothing. */
    private Map<String, Ref> standing(Map<String, Ref> all) {
        Map<String, Ref> standing = new LinkedHashMap<>();
        try {
            for (Map.Entry<String, Ref> ref : all.entrySet()) {
                if (content.stands(ref.getValue())) {
                    standing.put(ref.getKey(), ref.getValue());
                } else {
                    lost.put(ref.getKey(), ref.getValue().getObjectId());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return standing;
    }

    /** A shallow clone may push what lies on top of the history that we have, but not a history without its beginning. */
    private void refuseShallowHistory() throws IOException {
        try (RevWalk walk = new RevWalk(getRepository())) {
            for (ObjectId id : getClientShallowCommits()) {
                if (!getRepository().getObjectDatabase().has(id)) {
                    continue;
                }
                for (RevCommit parent : walk.parseCommit(id).getParents()) {
                    if (!getRepository().getObjectDatabase().has(parent)) {
                        throw new IOException("this clone is shallow: its history begins at "
                                + id.abbreviate(7).name()
                                + ", and dates and ids of posts are taken from the whole; git fetch --unshallow, then"
                                + " push again");
                    }
                }
            }
        }
    }

    private void prepare(Collection<ReceiveCommand> commands) {
        Optional<String> standstill = follower.refusal();
        if (standstill.isPresent()) {
            commands.forEach(command -> command.setResult(Result.REJECTED_OTHER_REASON, standstill.get()));
            return;
        }
        try {
            String published = content.ref();
            for (ReceiveCommand command : commands) {
                refusal(command, published)
                        .ifPresent(reason -> command.setResult(Result.REJECTED_OTHER_REASON, reason));
            }
            if (!isRefusedAsAWhole(commands)) {
                content.publishFirst(branches(commands));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        wait = follower.begin();
    }

    /** Those that may move, the one to be published before the others. */
    private static List<String> branches(Collection<ReceiveCommand> commands) {
        return commands.stream()
                .filter(command -> command.getResult() == Result.NOT_ATTEMPTED && isBranch(command))
                .map(ReceiveCommand::getRefName)
                .sorted(Comparator.comparing(Push::preference))
                .toList();
    }

    /** Whether what it would publish has a problem that this site does not take. */
    private boolean isRefusedAsAWhole(Collection<ReceiveCommand> commands) throws IOException {
        if (gate.isEmpty()) {
            return false;
        }
        String published = content.refAfter(branches(commands));
        for (ReceiveCommand command : commands) {
            if (command.getRefName().equals(published)
                    && command.getResult() == Result.NOT_ATTEMPTED
                    && !isDeletion(command)) {
                Optional<Gate.Refused> refused = ask(gate.get(), command);
                refused.ifPresent(why -> {
                    why.lines().forEach(this::print);
                    commands.stream()
                            .filter(each -> each.getResult() == Result.NOT_ATTEMPTED)
                            .forEach(each -> each.setResult(Result.REJECTED_OTHER_REASON, why.reason()));
                });
                return refused.isPresent();
            }
        }
        return false;
    }

    private Optional<Gate.Refused> ask(Gate of, ReceiveCommand command) throws IOException {
        try {
            return of.refusal(new Judge.Candidate(
                    site,
                    content.repository().getDirectory().toPath(),
                    Optional.ofNullable(quarantine).map(Quarantine::folder),
                    command.getRefName(),
                    new CommitId(command.getNewId().name())));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("the process ends");
        }
    }

    private Optional<String> refusal(ReceiveCommand command, String published) throws IOException {
        if (!isBranch(command) && !isTag(command) && !isNotes(command)) {
            return Optional.of("only branches, tags and notes can be pushed here");
        }
        if (isDeletion(command)) {
            return command.getRefName().equals(published)
                    ? Optional.of("it is the published branch; to take the site down, push a commit without its files")
                    : Optional.empty();
        }
        if (isBranch(command) && !(getRevWalk().parseAny(command.getNewId()) instanceof RevCommit)) {
            return Optional.of("a branch stands at a commit");
        }
        RevWalk walk = getRevWalk();
        return isBranch(command)
                ? sizes.refusal(walk.getObjectReader(), walk.parseTree(command.getNewId()))
                        .map(TreeSizes.TooMany::line)
                : Optional.empty();
    }

    private static boolean isBranch(ReceiveCommand command) {
        return command.getRefName().startsWith(Constants.R_HEADS);
    }

    private static boolean isTag(ReceiveCommand command) {
        return command.getRefName().startsWith(Constants.R_TAGS);
    }

    private static boolean isNotes(ReceiveCommand command) {
        return command.getRefName().startsWith(Constants.R_NOTES);
    }

    private static boolean isDeletion(ReceiveCommand command) {
        return command.getType() == ReceiveCommand.Type.DELETE;
    }

    /** Of several first branches. */
    private static int preference(String ref) {
        return switch (ref) {
            case "refs/heads/main" -> 0;
            case "refs/heads/master" -> 1;
            default -> 2;
        };
    }

    /** As JGit does it, but without a line of progress: branches move in no time, and each line is for what authors wait for. Who was
     * overtaken is told what to do. */
    @Override
    protected void executeCommands() {
        moveBranches();
        getAllCommands().stream()
                .filter(this::isOvertaken)
                .forEach(command -> command.setResult(Result.REJECTED_OTHER_REASON, OVERTAKEN));
    }

    /** Whether the branch has moved since its client was told where it stands. */
    private boolean isOvertaken(ReceiveCommand command) {
        if (command.getResult() == Result.LOCK_FAILURE) {
            try {
                Ref now = getRepository().exactRef(command.getRefName());
                return !command.getOldId().equals(now == null ? ObjectId.zeroId() : now.getObjectId());
            } catch (IOException e) {
                return false;
            }
        }
        return command.getResult() == Result.REJECTED_OTHER_REASON
                && (JGitText.get().invalidOldIdSent.equals(command.getMessage())
                        || JGitText.get().refAlreadyExists.equals(command.getMessage()));
    }

    private void moveBranches() {
        List<ReceiveCommand> commands = filterCommands(Result.NOT_ATTEMPTED);
        if (commands.isEmpty()) {
            return;
        }
        BatchRefUpdate update = getRepository().getRefDatabase().newBatchUpdate();
        update.setAllowNonFastForwards(isAllowNonFastForwards());
        update.setAtomic(isAtomic());
        update.setRefLogIdent(getRefLogIdent());
        update.setRefLogMessage("push", true);
        update.addCommand(commands);
        List<ReceiveCommand> roomMade = new ArrayList<>();
        try {
            if (quarantine != null) {
                quarantine.take();
            }
            // Not before nothing else refuses it: what was packed of it before would count.
            for (ReceiveCommand command : commands) {
                if (isBranch(command) && content.makeRoom(command.getRefName(), lost.get(command.getRefName()))) {
                    roomMade.add(command);
                }
            }
            update.execute(getRevWalk(), NullProgressMonitor.INSTANCE);
            for (ReceiveCommand command : roomMade) {
                if (command.getResult() != Result.OK) {
                    content.leaveDamaged(command.getRefName());
                }
            }
        } catch (IOException e) {
            for (ReceiveCommand command : commands) {
                if (command.getResult() == Result.NOT_ATTEMPTED) {
                    command.setResult(Result.REJECTED_OTHER_REASON, "it cannot be moved: " + e.getMessage());
                }
            }
        }
    }

    private void tell(Collection<ReceiveCommand> commands) {
        try {
            String published = content.ref();
            tellWhatPublishesNothing(commands, published);
            Optional<CommitId> pushed = commands.stream()
                    .filter(command -> command.getRefName().equals(published))
                    .map(command -> new CommitId(command.getNewId().name()))
                    .findFirst();
            // What follows is to wait.
            turn.over();
            if (pushed.isPresent() && wait != null) {
                wait.untilLive(pushed.get(), received, commitsUrl, this::print);
            }
        } catch (InterruptedException e) {
            // The process is about to end; the branch has moved and the signal is sent, so that the next start goes on.
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One word of each kind: who mirrors a repository pushes hundreds. */
    private void tellWhatPublishesNothing(Collection<ReceiveCommand> commands, String published) throws IOException {
        List<ReceiveCommand> others = commands.stream()
                .filter(command -> isBranch(command) && !command.getRefName().equals(published))
                .toList();
        List<ReceiveCommand> pushed =
                others.stream().filter(command -> !isDeletion(command)).toList();
        pushed.stream()
                .limit(branchLines)
                .map(command -> unpublished(branch(published), branch(command.getRefName())))
                .forEach(this::print);
        if (pushed.size() > branchLines) {
            int more = pushed.size() - branchLines;
            print("… and " + more + " more " + (more == 1 ? "branch" : "branches"));
        }
        String stays =
                content.isUnborn() ? "nothing is published yet: push a branch" : branch(published) + " is published";
        List<ReceiveCommand> deleted = others.stream().filter(Push::isDeletion).toList();
        tellOf(deleted, "is deleted", "branches are deleted", stays);
        List<ReceiveCommand> tags = commands.stream().filter(Push::isTag).toList();
        tellOf(tags, "is a tag, and publishes nothing", "tags publish nothing", stays);
        List<ReceiveCommand> notes = commands.stream().filter(Push::isNotes).toList();
        tellOf(notes, "holds notes, and publishes nothing", "refs of notes publish nothing", stays);
    }

    private void tellOf(List<ReceiveCommand> commands, String one, String many, String stays) {
        if (!commands.isEmpty()) {
            String what = commands.size() == 1
                    ? branch(commands.getFirst().getRefName()) + " " + one
                    : commands.size() + " " + many;
            print("hint: " + what + "; " + stays);
        }
    }

    private static String unpublished(String published, String pushed) {
        return "warning: " + published + " is published, not " + pushed + "; to publish this branch: git push <remote> "
                + pushed + ":" + published;
    }

    private static String branch(String ref) {
        return Printable.line(Repository.shortenRefName(ref));
    }

    /** At once, not when a packet is full. A client that has hung up does not hear it, and nothing else happens. */
    private void print(String line) {
        sendMessage(line);
        try {
            getMessageOutputStream().flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        if (wait != null) {
            wait.close();
        }
        if (quarantine != null) {
            quarantine.close();
        }
    }
}

package org.broadsheet.ingest.plan;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.broadsheet.common.id.Digest;
import org.broadsheet.ingest.facts.Revision;
import org.broadsheet.ingest.frontmatter.SourceFile;
import org.broadsheet.ingest.layout.Place;
import org.broadsheet.ingest.source.Versions;
import org.jspecify.annotations.Nullable;

/** How long a file's version reads as it does: as far back as its title as written and its text are the same. One thread. */
final class LastChange {
    private final Versions versions;
    private final Place.Document place;
    private final Optional<KeptDocument> written;

    /** @param written what was written of it before, so that its past need not be read; empty when that is not to be trusted */
    LastChange(Versions versions, Place.Document place, Optional<KeptDocument> written) {
        this.versions = versions;
        this.place = place;
        this.written = written;
    }

    Instant of(Revision revision) throws IOException {
        return of(revision, text(revision));
    }

    /** @param text the version's {@link #digest}; null if it cannot be read */
    Instant of(Revision revision, @Nullable Digest text) throws IOException {
        Revision since = revision;
        while (true) {
            if (isWritten(since)) {
                return written.orElseThrow().changedAt();
            }
            Revision before = since.before();
            if (before == null || (!before.blob().equals(since.blob()) && !Objects.equals(text, text(before)))) {
                return since.at();
            }
            since = before;
        }
    }

    /** Whether the document that was written is of this version: then the walk into the past was made. */
    private boolean isWritten(Revision revision) {
        return written.filter(d -> d.commit().equals(revision.commit()))
                .map(KeptDocument::past)
                .filter(f -> f.goodCommit().equals(Optional.of(revision.commit())))
                .filter(f -> f.goodBlob().equals(Optional.of(revision.blob().name())))
                .isPresent();
    }

    private @Nullable Digest text(Revision revision) throws IOException {
        if (isWritten(revision)) {
            return written.orElseThrow().textDigest();
        }
        return versions.document(place, revision.blob()) instanceof Versions.Document.Good version
                ? digest(version.file())
                : null;
    }

    /** Of the title as written and the Markdown, white space folded. */
    static Digest digest(SourceFile.Readable file) {
        MessageDigest digest = Digest.sha256();
        digest.update(folded(file.authored().title().orElse("")).getBytes(StandardCharsets.UTF_8));
        digest.update((byte) '\n');
        digest.update(folded(file.body()).getBytes(StandardCharsets.UTF_8));
        return Digest.of(digest);
    }

    private static String folded(String text) {
        StringBuilder folded = new StringBuilder(text.length());
        boolean gap = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isWhitespace(c)) {
                gap = true;
            } else {
                if (gap && !folded.isEmpty()) {
                    folded.append(' ');
                }
                gap = false;
                folded.append(c);
            }
        }
        return folded.toString();
    }
}

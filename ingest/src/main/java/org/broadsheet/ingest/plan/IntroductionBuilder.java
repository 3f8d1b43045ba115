package org.broadsheet.ingest.plan;

import java.io.IOException;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.broadsheet.common.id.ContentPath;
import org.broadsheet.common.id.Digest;
import org.broadsheet.common.id.UrlPath;
import org.broadsheet.common.record.Body;
import org.broadsheet.common.record.Content;
import org.broadsheet.common.record.Finding;
import org.broadsheet.common.record.Json;
import org.broadsheet.common.record.Kind;
import org.broadsheet.ingest.facts.History;
import org.broadsheet.ingest.facts.Revision;
import org.broadsheet.ingest.facts.Text;
import org.broadsheet.ingest.frontmatter.Authored;
import org.broadsheet.ingest.frontmatter.SourceFile;
import org.broadsheet.ingest.source.Versions;
import org.eclipse.jgit.lib.ObjectReader;

/** Makes the record of an {@code _index.md}. One thread. */
final class IntroductionBuilder {
    private final Intake.Tools tools;
    private final ObjectReader reader;
    private final History history;

    IntroductionBuilder(Intake.Tools tools, ObjectReader reader, History history) {
        this.tools = tools;
        this.reader = reader;
        this.history = history;
    }

    /**
     * @param introduction empty: none is shown
     * @param hidden whether that is what its author wants
     * @param findings of the file as it lies there now
     * @param mayHide those of them that may have been meant to hide it
     */
    record Outcome(
            Optional<Content.Introduction> introduction,
            boolean hidden,
            List<Finding> findings,
            Set<Finding> mayHide) {}

    /** Of the last version that can be shown, or is to be hidden. */
    Outcome build(ContentPath path, UrlPath listing, Text text) throws IOException {
        Versions versions =
                new Versions(tools.site(), reader, tools.configuration().limits(), tools.texts());
        List<Finding> findings = new ArrayList<>();
        Set<Finding> mayHide = Set.of();
        if (versions.introduction(text.blob()) instanceof SourceFile.Broken broken) {
            findings.addAll(broken.problems());
            mayHide = broken.mayHide();
        }
        for (Revision version = text.good(); version != null; version = version.before()) {
            if (versions.introduction(version.blob()) instanceof SourceFile.Readable file) {
                boolean current = version.blob().equals(text.blob());
                List<Finding> told = current ? findings : new ArrayList<>();
                told.addAll(file.warnings());
                if (isHidden(file, version)) {
                    ahead(file, version).forEach(told::add);
                    return new Outcome(Optional.empty(), true, findings, mayHide);
                }
                file.authored().until().stream().map(Authored.Dated::isNotKept).forEach(told::add);
                Optional<Content.Introduction> built = of(path, listing, file, told);
                if (built.isPresent()) {
                    return new Outcome(built, false, findings, mayHide);
                }
            }
        }
        return new Outcome(Optional.empty(), false, findings, mayHide);
    }

    private boolean isHidden(SourceFile.Readable file, Revision version) {
        return file.authored().hidden()
                || file.authored().until().stream().anyMatch(until -> !liesAhead(until, version))
                || ahead(file, version).findAny().isPresent();
    }

    private boolean liesAhead(Authored.Dated date, Revision version) {
        return date.date()
                .value()
                .isAfter(version.at(), ZoneOffset.UTC, history.rules().zone());
    }

    private Stream<Finding> ahead(SourceFile.Readable file, Revision version) {
        return file.authored()
                .due(Kind.PAGE)
                .filter(due -> liesAhead(due, version))
                .map(Authored.Dated::ahead);
    }

    private Optional<Content.Introduction> of(
            ContentPath path, UrlPath listing, SourceFile.Readable file, List<Finding> findings) throws IOException {
        int most = tools.configuration().limits().inlineValue();
        Content.Introduction inline = introduction(path, listing, file, new Body.Inline(file.body()));
        if (size(inline) <= most) {
            return Optional.of(inline);
        }
        Content.Introduction stored =
                introduction(path, listing, file, StoredBody.put(tools.work(), file.body(), false));
        if (size(stored) > most) {
            findings.add(StoredBody.tooLarge(size(stored), most));
            return Optional.empty();
        }
        return Optional.of(stored);
    }

    private static int size(Content.Introduction introduction) {
        return Json.write(introduction).length;
    }

    private Content.Introduction introduction(ContentPath path, UrlPath listing, SourceFile.Readable file, Body body) {
        return new Content.Introduction(
                tools.site(),
                path,
                listing,
                file.authored().title(),
                body,
                file.linesAbove(),
                Digest.of(file.authored().title().orElse("") + "\n" + file.body()));
    }
}

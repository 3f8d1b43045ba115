package org.broadsheet.ingest.plan;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.broadsheet.common.id.ContentPath;
import org.broadsheet.common.id.Digest;
import org.broadsheet.common.id.UrlPath;
import org.broadsheet.common.markdown.Link;
import org.broadsheet.common.markdown.MarkdownDocument;
import org.broadsheet.common.record.Body;
import org.broadsheet.common.record.Content;
import org.broadsheet.common.record.Json;
import org.broadsheet.common.record.Kind;
import org.broadsheet.ingest.facts.Text;
import org.broadsheet.ingest.frontmatter.Complaint;
import org.broadsheet.ingest.frontmatter.SourceFile;
import org.broadsheet.ingest.layout.Place;
import org.broadsheet.ingest.link.Links;
import org.broadsheet.ingest.source.Versions;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.jspecify.annotations.Nullable;

/** Makes the record of an {@code _index.md}. One thread. */
final class IntroductionBuilder {
    /** For links: an introduction is no post that files could belong to. */
    private static final Place.Document NO_POST =
            new Place.Document(Kind.PAGE, false, "", Optional.empty(), "/", false);

    private final Intake.Tools tools;
    private final ObjectReader reader;
    private final SiteTargets.Shared shared;
    private final Slugs slugs;

    IntroductionBuilder(Intake.Tools tools, ObjectReader reader, SiteTargets.Shared shared, Slugs slugs) {
        this.tools = tools;
        this.reader = reader;
        this.shared = shared;
        this.slugs = slugs;
    }

    /** @param introduction empty: what was written stays */
    record Outcome(Optional<Content.Introduction> introduction, List<Complaint> complaints) {}

    Outcome build(ContentPath path, UrlPath listing, Text text) throws IOException {
        Versions versions = new Versions(reader, tools.configuration().limits());
        SourceFile there = versions.introduction(text.blob());
        if (there instanceof SourceFile.Readable readable) {
            List<Complaint> complaints = new ArrayList<>(readable.warnings());
            Optional<Content.Introduction> built = of(path, listing, readable, complaints, true);
            return new Outcome(built.or(() -> before(versions, path, listing, text)), complaints);
        }
        return new Outcome(before(versions, path, listing, text), ((SourceFile.Broken) there).problems());
    }

    private Optional<Content.Introduction> before(Versions versions, ContentPath path, UrlPath listing, Text text) {
        @Nullable ObjectId good = text.good() == null ? null : text.good().blob();
        if (good == null || good.equals(text.blob())) {
            return Optional.empty();
        }
        try {
            return versions.introduction(good) instanceof SourceFile.Readable readable
                    ? of(path, listing, readable, new ArrayList<>(), false)
                    : Optional.empty();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private Optional<Content.Introduction> of(
            ContentPath path, UrlPath listing, SourceFile.Readable file, List<Complaint> complaints, boolean current)
            throws IOException {
        Links links =
                new Links(path, listing, new SiteTargets(shared, reader, NO_POST, path, listing, new TreeMap<>()));
        switch (tools.markdown().parse(file.body(), MarkdownDocument::links)) {
            case org.broadsheet.common.markdown.Outcome.TooHard<List<Link>> hard -> {
                complaints.add(
                        Complaint.problem(hard.line() + file.linesAbove(), hard.column(), hard.message(), hard.hint()));
                return Optional.empty();
            }
            case org.broadsheet.common.markdown.Outcome.Parsed<List<Link>> parsed -> {
                for (Link link : parsed.value()) {
                    links.resolve(link.destination(), link.line() + file.linesAbove(), link.column());
                }
            }
        }
        if (current) {
            links.missing().forEach(missing -> complaints.add(missing.warning(slugs::nearest)));
        }
        Content.Introduction inline = introduction(path, listing, file, new Body.Inline(file.body()), links);
        if (size(inline) <= tools.configuration().limits().inlineValue()) {
            return Optional.of(inline);
        }
        Content.Introduction stored =
                introduction(path, listing, file, StoredBody.put(tools.work(), file.body()), links);
        if (size(stored) > tools.configuration().limits().inlineValue()) {
            complaints.add(
                    StoredBody.tooLarge(size(stored), tools.configuration().limits()));
            return Optional.empty();
        }
        return Optional.of(stored);
    }

    private static int size(Content.Introduction introduction) {
        return Json.write(introduction).length;
    }

    private Content.Introduction introduction(
            ContentPath path, UrlPath listing, SourceFile.Readable file, Body body, Links links) {
        return new Content.Introduction(
                tools.site(),
                path,
                listing,
                file.authored().title(),
                body,
                file.linesAbove(),
                Digest.of(file.authored().title().orElse("") + "\n" + file.body()),
                new TreeMap<>(links.resolved()));
    }
}

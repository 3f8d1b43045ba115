package org.broadsheet.render;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.broadsheet.common.config.Configuration;
import org.broadsheet.common.id.SiteId;
import org.broadsheet.common.lifecycle.Health;
import org.broadsheet.common.lifecycle.Part;
import org.broadsheet.common.log.Snapshots;
import org.broadsheet.common.log.StageLoop;
import org.broadsheet.common.record.Content;
import org.broadsheet.common.role.BuiltRole;
import org.broadsheet.common.role.RoleContext;
import org.broadsheet.common.role.SiteAddress;
import org.broadsheet.render.api.PostRoutes;
import org.broadsheet.render.article.ArticleMaker;
import org.broadsheet.render.markdown.MarkdownLimits;
import org.broadsheet.render.markdown.MarkdownParser;
import org.broadsheet.render.page.Maker;
import org.broadsheet.render.site.SiteFollower;
import org.broadsheet.render.site.SiteServer;
import org.broadsheet.render.stage.RenderCounters;
import org.broadsheet.render.stage.RenderStage;
import org.broadsheet.render.theme.Theme;

/** The role that makes pages: the stage, the site server, and what can be read as JSON. */
public final class RenderRole {
    private RenderRole() {}

    public static BuiltRole build(RoleContext context) {
        return build(context, new RenderCounters());
    }

    /** @param counters count what the role does */
    public static BuiltRole build(RoleContext context, RenderCounters counters) {
        Configuration configuration = context.configuration();
        Theme theme = Theme.builtIn();
        MarkdownLimits limits = MarkdownLimits.of(configuration.limits());
        MarkdownParser parser = new MarkdownParser(limits);
        ArticleMaker articles = new ArticleMaker(parser, limits);
        SiteAddress address = new SiteAddress(configuration);
        SiteFollower readable = new SiteFollower(
                context.log(),
                configuration.site(),
                address,
                new Snapshots(configuration.data().resolve("cache"), "render", configuration.site(), context.clock()));
        RenderStage stage = new RenderStage(new RenderStage.Surroundings(
                context.log(),
                context.site(),
                context.work(),
                context.clock(),
                Maker.of(theme),
                articles,
                settings(configuration.site(), address),
                counters,
                readable,
                configuration.limits().problemsPerFile(),
                Runtime.getRuntime().availableProcessors()));

        boolean hosted = configuration.content().source().isEmpty();
        SiteServer site = new SiteServer(context.site(), readable::paths, readable::isFile, theme, hosted);
        PostRoutes posts = new PostRoutes(configuration.site(), readable);
        return new BuiltRole(
                        "render",
                        List.of(
                                new Parser(parser),
                                readable,
                                new StageLoop(context.log(), stage, configuration.kafka())),
                        Stream.concat(posts.routes().stream(), site.routes().stream())
                                .toList())
                .knowingBaseUrl(() -> Optional.of(readable.baseUrl()));
    }

    /** Of a site of which nothing has come yet. */
    private static Content.Settings settings(SiteId site, SiteAddress address) {
        return new Content.Settings(
                site,
                "Broadsheet",
                "",
                address.baseUrl(Optional.empty()),
                "en",
                "UTC",
                Map.of(),
                List.of(),
                Content.Html.TRUSTED);
    }

    /** Ends the parser's threads after the stage that uses them. */
    private record Parser(MarkdownParser parser) implements Part {
        @Override
        public String name() {
            return "markdown";
        }

        @Override
        public void start() {}

        @Override
        public Health health() {
            return new Health.Ready();
        }

        @Override
        public void close() {
            parser.close();
        }
    }
}

package org.broadsheet.render;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.broadsheet.common.config.Configuration;
import org.broadsheet.common.id.SiteId;
import org.broadsheet.common.lifecycle.Health;
import org.broadsheet.common.lifecycle.Part;
import org.broadsheet.common.record.Content;
import org.broadsheet.common.record.Role;
import org.broadsheet.common.role.BuiltRole;
import org.broadsheet.common.role.RoleContext;
import org.broadsheet.common.role.SiteAddress;
import org.broadsheet.render.api.PostRoutes;
import org.broadsheet.render.article.ArticleMaker;
import org.broadsheet.render.markdown.MarkdownLimits;
import org.broadsheet.render.markdown.MarkdownParser;
import org.broadsheet.render.page.Maker;
import org.broadsheet.render.site.SecurityHeaders;
import org.broadsheet.render.site.SiteFollower;
import org.broadsheet.render.site.SiteFollowers;
import org.broadsheet.render.site.SiteServer;
import org.broadsheet.render.site.SiteServers;
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
        ArticleMaker articles =
                new ArticleMaker(parser, limits, configuration.limits().markdownCode());
        Map<SiteId, SiteFollower> readable = context.each(site -> follower(context, site));
        Map<SiteId, RenderStage> stages = context.each(site -> new RenderStage(new RenderStage.Surroundings(
                context.log(),
                site.store(),
                site.work(),
                context.clock(),
                Maker.of(theme),
                articles,
                settings(context.address(site)),
                counters,
                of(readable, site.id()),
                context.cache("askers", site),
                configuration.limits().problemsPerFile(),
                configuration.push().recorded(),
                Runtime.getRuntime().availableProcessors())));
        SecurityHeaders headers = new SecurityHeaders(configuration.csp(), configuration.http());
        SiteServers servers = new SiteServers(context.sites().stream()
                .map(site -> server(site, of(readable, site.id()), theme, headers))
                .toList());
        return new BuiltRole(
                        "render",
                        List.of(
                                new Parser(parser),
                                new SiteFollowers(context.log(), readable),
                                context.loop(Role.RENDER, stages)),
                        Stream.concat(new PostRoutes(readable).routes().stream(), servers.routes().stream())
                                .toList())
                .knowingBaseUrl(site -> Optional.ofNullable(readable.get(site)).map(SiteFollower::baseUrl));
    }

    private static SiteFollower of(Map<SiteId, SiteFollower> sites, SiteId site) {
        return Objects.requireNonNull(sites.get(site));
    }

    private static SiteFollower follower(RoleContext context, RoleContext.OfSite site) {
        return new SiteFollower(context.log(), context.address(site), context.snapshots("render", site));
    }

    private static SiteServer server(
            RoleContext.OfSite site, SiteFollower readable, Theme theme, SecurityHeaders headers) {
        Optional<String> remote = Optional.of(site.configuration().remote())
                .filter(any -> site.configuration().source().isEmpty());
        return new SiteServer(site.store(), readable::paths, readable::isFile, theme, remote, headers);
    }

    /** Of a site of which nothing has come yet. */
    private static Content.Settings settings(SiteAddress address) {
        return new Content.Settings(
                address.site().id(),
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

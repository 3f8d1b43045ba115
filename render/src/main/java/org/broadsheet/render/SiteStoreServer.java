package org.broadsheet.render;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.broadsheet.common.config.Configuration;
import org.broadsheet.common.http.Route;
import org.broadsheet.common.role.SiteAddress;
import org.broadsheet.common.storage.Storage;
import org.broadsheet.render.site.BasePaths;
import org.broadsheet.render.site.SecurityHeaders;
import org.broadsheet.render.site.SiteServer;
import org.broadsheet.render.site.SiteServers;
import org.broadsheet.render.theme.Theme;

/**
 * The site server where nothing else of the role runs. What it knows beside the stores is the configuration: of another base URL it is
 * told by a restart; and an author's {@code x.html}, which is as a file what the page {@code /x} is, is read at {@code /x}, where
 * {@code /x.html} leads.
 */
public final class SiteStoreServer {
    private SiteStoreServer() {}

    /** @param stores of each site, which somebody else writes */
    public static List<Route> routes(Configuration configuration, Map<Configuration.Site, Storage> stores) {
        SecurityHeaders headers = new SecurityHeaders(configuration.csp(), configuration.http());
        Theme theme = Theme.builtIn();
        return new SiteServers(stores.entrySet().stream()
                        .map(of -> server(of.getKey(), of.getValue(), configuration, theme, headers))
                        .toList())
                .routes();
    }

    private static SiteServer server(
            Configuration.Site site, Storage store, Configuration configuration, Theme theme, SecurityHeaders headers) {
        String baseUrl = new SiteAddress(site, configuration.http()).baseUrl(Optional.empty());
        BasePaths paths = BasePaths.of(baseUrl, Optional.empty());
        return new SiteServer(store, () -> paths, url -> false, theme, Optional.empty(), headers);
    }
}

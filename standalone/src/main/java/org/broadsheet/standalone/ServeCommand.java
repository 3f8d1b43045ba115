package org.broadsheet.standalone;

import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.broadsheet.common.config.Configuration;
import org.broadsheet.common.http.AccessRules;
import org.broadsheet.common.http.HealthRoutes;
import org.broadsheet.common.http.HttpServer;
import org.broadsheet.common.http.Route;
import org.broadsheet.common.lifecycle.Parts;
import org.broadsheet.common.lifecycle.StartFailure;
import org.broadsheet.common.storage.FileStorage;
import org.broadsheet.common.storage.Storage;
import org.broadsheet.render.SiteStoreServer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The site server on its own, before what some other process writes. */
@Command(name = "serve", description = "Serves what lies in the site store, without Kafka and without Git.")
final class ServeCommand implements Callable<Integer> {
    @Mixin
    private ProcessOptions options = new ProcessOptions();

    @Option(
            names = "--site",
            paramLabel = "DIR",
            description = "The folder of the site store (default: the one below the data folder).")
    private @Nullable String site;

    @Override
    public Integer call() throws Exception {
        Map<String, String> flags = options.flags();
        ProcessOptions.put(flags, "storage.site", site);
        Configuration configuration = Configurations.load(flags);
        StopSignal signal = new StopSignal();
        try {
            serve(configuration, signal);
        } finally {
            signal.answered();
        }
        return 0;
    }

    private static void serve(Configuration configuration, StopSignal signal) throws Exception {
        Map<Configuration.Site, Storage> stores = new LinkedHashMap<>();
        try {
            for (Configuration.Site of : configuration.sites()) {
                stores.put(of, open(of, configuration));
            }
            List<Route> routes = new ArrayList<>(SiteStoreServer.routes(configuration, stores));
            routes.addAll(HealthRoutes.of(List::of));
            HttpServer http = new HttpServer(configuration.http(), AccessRules.ofReaders(configuration.http()), routes);
            http.bind();
            try (Parts parts = new Parts(List.of(http))) {
                parts.start();
                signal.install();
                new Console()
                        .line("serving " + String.join(", ", folders(configuration)) + " on port "
                                + configuration.http().port());
                signal.await();
            }
        } finally {
            for (Storage store : stores.values()) {
                store.close();
            }
        }
    }

    private static List<String> folders(Configuration configuration) {
        return configuration.sites().stream()
                .map(of -> of.siteStore().toString())
                .toList();
    }

    private static Storage open(Configuration.Site of, Configuration configuration) throws Exception {
        if (!Files.isDirectory(of.siteStore())) {
            throw new StartFailure("there is no site store at " + of.siteStore()
                    + "; name its folder with --site DIR, or the data folder with --data DIR");
        }
        return new FileStorage(of.siteStore(), configuration.storage().gzip());
    }
}

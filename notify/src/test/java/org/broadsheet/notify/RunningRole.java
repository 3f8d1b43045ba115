package org.broadsheet.notify;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.broadsheet.common.config.Configuration;
import org.broadsheet.common.http.AccessRules;
import org.broadsheet.common.http.HttpServer;
import org.broadsheet.common.lifecycle.Parts;
import org.broadsheet.common.log.MemoryEventLog;
import org.broadsheet.common.log.WhoReads;
import org.broadsheet.common.role.BuiltRole;
import org.broadsheet.common.role.RoleContext;
import org.broadsheet.common.storage.ContentStore;
import org.broadsheet.common.storage.MemoryContentStore;
import org.broadsheet.common.storage.MemoryStorage;
import org.broadsheet.common.storage.Storage;
import org.broadsheet.notify.testing.Configurations;
import org.broadsheet.notify.testing.Posts;

/** The whole role on a log and stores in memory, its API on a port. */
public final class RunningRole implements AutoCloseable {
    public final WhoReads log = new WhoReads(new MemoryEventLog(2, InstantSource.system()));
    public final Storage site = new MemoryStorage();
    public final ContentStore work = new MemoryContentStore();
    public final Posts posts = new Posts(log, work);
    private final HttpServer http;
    private final Parts parts;

    public RunningRole(Path data, Map<String, String> keys) throws Exception {
        Configuration configuration = Configurations.with(data, keys);
        BuiltRole role = NotifyRole.build(new RoleContext(configuration, log, site, work, InstantSource.system()));
        http = new HttpServer(configuration.http(), new AccessRules(configuration.http(), List.of()), role.routes());
        parts = new Parts(java.util.stream.Stream.concat(role.parts().stream(), java.util.stream.Stream.of(http))
                .toList());
        parts.start();
    }

    public String server() {
        return "http://localhost:" + http.port();
    }

    @Override
    public void close() throws Exception {
        parts.close();
        log.close();
    }
}

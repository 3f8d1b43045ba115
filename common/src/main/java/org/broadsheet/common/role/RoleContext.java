package org.broadsheet.common.role;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.broadsheet.common.config.Configuration;
import org.broadsheet.common.id.SiteId;
import org.broadsheet.common.log.EventLog;
import org.broadsheet.common.log.SitesStage;
import org.broadsheet.common.log.Snapshots;
import org.broadsheet.common.log.Stage;
import org.broadsheet.common.log.StageLoop;
import org.broadsheet.common.record.Role;
import org.broadsheet.common.storage.ContentStore;
import org.broadsheet.common.storage.Storage;

/**
 * What every role is built from.
 *
 * @param sites one at least
 * @param standstill why nothing new can be taken in for now, such as {@code no space left on the device at …}; empty when it can
 */
public record RoleContext(
        Configuration configuration,
        EventLog log,
        List<OfSite> sites,
        InstantSource clock,
        Supplier<Optional<String>> standstill) {
    public RoleContext {
        sites = List.copyOf(sites);
    }

    /** Of one site, where nothing ever stands still. */
    public RoleContext(
            Configuration configuration, EventLog log, Storage store, ContentStore work, InstantSource clock) {
        this(
                configuration,
                log,
                List.of(new OfSite(configuration.sites().getFirst(), store, work)),
                clock,
                Optional::empty);
    }

    /**
     * What a role has for a site alone.
     *
     * @param store the public site store
     * @param work the private work store
     */
    public record OfSite(Configuration.Site configuration, Storage store, ContentStore work) {
        public SiteId id() {
            return configuration.id();
        }
    }

    /** What is made of each site, in their order. */
    public <T> Map<SiteId, T> each(Function<OfSite, T> make) {
        Map<SiteId, T> made = new LinkedHashMap<>();
        sites.forEach(site -> made.put(site.id(), make.apply(site)));
        return made;
    }

    /** What runs a stage that each site has, all of one role and name. */
    public StageLoop loop(Role role, Map<SiteId, ? extends Stage> stages) {
        Configuration.Kafka kafka = configuration.kafka();
        return new StageLoop(log, new SitesStage(log, role, stages, kafka, clock), kafka);
    }

    /** @param fold whose they are, such as {@code render} */
    public Snapshots snapshots(String fold, OfSite site) {
        return new Snapshots(cache(), fold, site.id(), clock);
    }

    /** Where something is kept that can be made again. */
    public Path cache(String what, OfSite site) {
        return cache().resolve(what + "-" + site.id() + ".bin");
    }

    private Path cache() {
        return configuration.data().resolve("cache");
    }

    public SiteAddress address(OfSite site) {
        return new SiteAddress(site.configuration, configuration.http());
    }
}

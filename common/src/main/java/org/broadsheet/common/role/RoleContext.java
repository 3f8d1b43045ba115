package org.broadsheet.common.role;

import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;
import org.broadsheet.common.config.Configuration;
import org.broadsheet.common.log.EventLog;
import org.broadsheet.common.storage.ContentStore;
import org.broadsheet.common.storage.Storage;

/**
 * What every role is built from.
 *
 * @param site the public site store
 * @param work the private work store
 * @param standstill why nothing new can be taken in for now, such as {@code no space left on the device at …}; empty when it can
 */
public record RoleContext(
        Configuration configuration,
        EventLog log,
        Storage site,
        ContentStore work,
        InstantSource clock,
        Supplier<Optional<String>> standstill) {
    /** Where nothing ever stands still. */
    public RoleContext(
            Configuration configuration, EventLog log, Storage site, ContentStore work, InstantSource clock) {
        this(configuration, log, site, work, clock, Optional::empty);
    }
}

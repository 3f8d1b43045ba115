package org.broadsheet.common.role;

import java.time.InstantSource;
import org.broadsheet.common.config.Configuration;
import org.broadsheet.common.log.EventLog;
import org.broadsheet.common.storage.Storage;

/**
 * What every role is built from.
 *
 * @param site the public site store
 * @param work the private work store
 */
public record RoleContext(Configuration configuration, EventLog log, Storage site, Storage work, InstantSource clock) {}

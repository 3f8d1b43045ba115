package org.broadsheet.ingest.facts;

import org.eclipse.jgit.lib.ObjectId;
import org.jspecify.annotations.Nullable;

/**
 * What the history up to a commit says of an introduction or of the settings.
 *
 * @param blob what lies at the path, good or not
 * @param good the last version that parses; null if none ever did
 */
public record Text(ObjectId blob, @Nullable Revision good) {}

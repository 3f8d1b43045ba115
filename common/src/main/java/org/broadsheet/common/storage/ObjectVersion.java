package org.broadsheet.common.storage;

import org.broadsheet.common.id.Digest;

/** Which object is at a key: another one has another digest. */
public record ObjectVersion(ObjectKey key, Digest digest) {}

package org.broadsheet.common.storage;

import org.broadsheet.common.id.Digest;

/**
 * @param size in bytes
 * @param digest of the bytes
 */
public record ObjectInfo(ObjectKey key, ObjectType type, long size, Digest digest) {}

package org.broadsheet.common.storage;

import java.time.Instant;

class MemoryContentStoreTest extends ContentStoreContract {
    private Instant now = Instant.parse("2026-11-29T12:00:00Z");

    @Override
    protected ContentStore open() {
        return new MemoryContentStore(() -> now);
    }

    @Override
    protected void later() {
        now = now.plusSeconds(3600);
    }

    @Override
    protected Instant now() {
        return now;
    }

    @Override
    protected void damage(ContentName name, byte[] bytes) {
        ((MemoryContentStore) store).damage(name, bytes);
    }
}

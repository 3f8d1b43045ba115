package org.broadsheet.render.stage;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.broadsheet.common.id.Digest;
import org.broadsheet.common.id.SiteId;
import org.broadsheet.common.id.UrlPath;
import org.broadsheet.common.record.Kind;
import org.broadsheet.common.record.Readable;
import org.broadsheet.common.storage.ByteSource;
import org.broadsheet.common.storage.MemoryContentStore;
import org.broadsheet.common.storage.MemoryStorage;
import org.broadsheet.common.storage.ObjectKey;
import org.broadsheet.common.storage.ObjectType;
import org.broadsheet.render.release.Site;
import org.junit.jupiter.api.Test;

class SourcesTest {
    private static final SiteId SITE = new SiteId("main");

    @Test
    void looksThroughTheSiteOnceHoweverManyFilesAreLost() throws Exception {
        MemoryStorage site = new MemoryStorage();
        RenderCounters counters = new RenderCounters();
        List<Readable> readable = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            byte[] bytes = ("file " + i).getBytes(StandardCharsets.UTF_8);
            UrlPath url = new UrlPath("/former/" + i + ".txt");
            readable.add(
                    new Readable.StoredObject(SITE, Kind.ASSET, url, Digest.of(bytes), bytes.length, Optional.empty()));
            site.put(
                    ObjectKey.of(url),
                    ObjectType.of("text/plain; charset=utf-8"),
                    ByteSource.of(bytes),
                    Optional.empty());
        }
        Sources sources = new Sources(site, new MemoryContentStore(), counters);

        Sources.Search search = sources.search(Site.of(readable));
        for (int i = 0; i < 300; i++) {
            Digest digest = Digest.of(("file " + i).getBytes(StandardCharsets.UTF_8));
            assertThat(search.has(digest, new UrlPath("/" + i + ".txt"))).isTrue();
        }
        assertThat(search.has(Digest.of("no file"), new UrlPath("/none.txt"))).isFalse();

        assertThat(counters.looks()).isEqualTo(300);
    }
}

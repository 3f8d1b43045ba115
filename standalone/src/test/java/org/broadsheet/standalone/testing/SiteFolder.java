package org.broadsheet.standalone.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.broadsheet.common.id.Digest;

/** A site store's files as they lie on disk, read without our own storage code. */
public final class SiteFolder {
    private SiteFolder() {}

    /** Every file's path and digest, but for what the store keeps for itself. */
    public static SortedMap<String, String> digests(Path site) throws IOException {
        SortedMap<String, String> digests = new TreeMap<>();
        try (Stream<Path> files = Files.walk(site)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String name = site.relativize(file).toString();
                if (!name.startsWith(".broadsheet/")) {
                    digests.put(name, Digest.of(Files.readAllBytes(file)).value());
                }
            }
        }
        return digests;
    }
}

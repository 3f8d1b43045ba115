package org.broadsheet.ingest.generator;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SortedMap;
import java.util.TreeMap;
import org.broadsheet.common.data.DataLimits;
import org.broadsheet.common.data.DataNode;
import org.broadsheet.common.record.Finding;
import org.broadsheet.ingest.frontmatter.Malformed;
import org.broadsheet.ingest.layout.Layout;

/**
 * Several files of Hugo's that are one configuration: that of the root, and those of {@code config/_default}, of which each says what
 * stands below its name ({@code params.toml}, {@code params.de.yaml}). What stands in several counts as it stands in the last.
 */
public final class HugoFiles {
    private final SortedMap<String, List<Finding>> findings = new TreeMap<>();
    private final IdentityHashMap<DataNode, String> files = new IdentityHashMap<>();
    /** By what each says, its name. */
    private final Map<List<String>, String> said = new LinkedHashMap<>();

    /**
     * What they say together.
     *
     * @param findings of each file
     * @param baseUrl the file that says it
     */
    public record Read(
            GeneratorFile.Readable configuration,
            SortedMap<String, List<Finding>> findings,
            Optional<String> baseUrl) {}

    private HugoFiles() {}

    /** @param versions by path, that of the root first; those that are broken say nothing */
    public static Read read(SequencedMap<String, byte[]> versions, DataLimits limits) {
        return new HugoFiles().all(versions, limits);
    }

    private Read all(SequencedMap<String, byte[]> versions, DataLimits limits) {
        DataNode.Mapping all = new DataNode.Mapping(List.of(), 1, 1);
        for (Map.Entry<String, byte[]> version : versions.entrySet()) {
            String file = version.getKey();
            findings.put(file, new ArrayList<>());
            try {
                DataNode.Mapping mapping = GeneratorFile.mapping(file, version.getValue(), limits);
                mark(mapping, file);
                all = merged(all, placed(mapping, file));
            } catch (Malformed e) {
                // That it is broken is told where it is read alone.
            }
        }
        Settings settings = Settings.anyCase(all);
        HugoConfiguration configuration = new HugoConfiguration(settings);
        GeneratorFile.Readable readable = configuration.read();
        settings.told()
                .forEach(told ->
                        find(files.getOrDefault(told.at(), versions.firstEntry().getKey()), told.finding()));
        return new Read(readable, findings, configuration.baseUrl().map(files::get));
    }

    private void find(String file, Finding finding) {
        findings.computeIfAbsent(file, f -> new ArrayList<>()).add(finding);
    }

    private void mark(DataNode node, String file) {
        files.put(node, file);
        switch (node) {
            case DataNode.Scalar scalar -> {}
            case DataNode.Sequence sequence -> sequence.items().forEach(item -> mark(item, file));
            case DataNode.Mapping mapping -> mapping.entries().forEach(entry -> mark(entry.value(), file));
        }
    }

    /** Below the key that its name says: none of the main one, that of a language of one that names it. */
    private DataNode.Mapping placed(DataNode.Mapping mapping, String file) {
        if (!Layout.isPart(file)) {
            return mapping;
        }
        String name =
                file.substring(file.lastIndexOf('/') + 1, file.lastIndexOf('.')).toLowerCase(Locale.ROOT);
        int dot = name.lastIndexOf('.');
        List<String> keys = Layout.isMainPart(file)
                ? List.of()
                : dot < 0 ? List.of(name) : List.of("languages", name.substring(dot + 1), name.substring(0, dot));
        String other = said.put(keys, file);
        if (other != null) {
            find(
                    other,
                    Finding.warning(
                            "what it says counts only where " + file + ", which is read after it, says nothing",
                            "keep one of them"));
        }
        DataNode.Mapping placed = mapping;
        for (String key : keys.reversed()) {
            placed = new DataNode.Mapping(
                    List.of(new DataNode.Entry(new DataNode.Scalar(key, false, 1, 1), placed)), 1, 1);
            files.put(placed, file);
        }
        return placed;
    }

    private DataNode.Mapping merged(DataNode.Mapping first, DataNode.Mapping then) {
        Map<String, DataNode.Entry> entries = new LinkedHashMap<>();
        first.entries().forEach(entry -> entries.put(key(entry), entry));
        for (DataNode.Entry entry : then.entries()) {
            DataNode.Entry before = entries.get(key(entry));
            entries.put(
                    key(entry),
                    before != null
                                    && before.value() instanceof DataNode.Mapping one
                                    && entry.value() instanceof DataNode.Mapping other
                            ? new DataNode.Entry(entry.key(), merged(one, other))
                            : entry);
        }
        DataNode.Mapping merged = new DataNode.Mapping(List.copyOf(entries.values()), first.line(), first.column());
        Optional.ofNullable(files.get(first)).ifPresent(file -> files.put(merged, file));
        return merged;
    }

    private static String key(DataNode.Entry entry) {
        return entry.key().text().toLowerCase(Locale.ROOT);
    }
}

package org.broadsheet.ingest.commits;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.broadsheet.common.id.CommitId;
import org.broadsheet.common.id.SiteId;
import org.broadsheet.common.log.EventLog;
import org.broadsheet.common.log.LogRecord;
import org.broadsheet.common.record.Json;
import org.broadsheet.common.record.KafkaTopic;

/**
 * Which commits a partition of {@code broadsheet.commits} tells of, and at which offsets: what is not there is known to be unknown
 * without another look into months of the log. Safe for all threads.
 */
final class CommitOffsets {
    /** Records of one commit lie close together. */
    private static final int PAGE = 50;

    private final EventLog log;
    private final int partition;
    private final Map<String, TreeMap<String, TreeSet<Long>>> sites = new HashMap<>();

    CommitOffsets(EventLog log, int partition) {
        this.log = log;
        this.partition = partition;
    }

    /** Takes in what the log holds; what comes meanwhile, or stands there already, does no harm. */
    void read() {
        log.read(KafkaTopic.COMMITS, partition, 0, this::take);
    }

    void take(LogRecord record) {
        String site = null;
        String commit = null;
        try (JsonParser json = Json.MAPPER.createParser(record.value().orElseGet(() -> new byte[0]))) {
            json.nextToken();
            while ((site == null || commit == null) && json.nextToken() == JsonToken.FIELD_NAME) {
                String field = json.currentName();
                json.nextToken();
                if (field.equals("site")) {
                    site = json.getText();
                } else if (field.equals("commit")) {
                    commit = json.getText();
                }
                json.skipChildren();
            }
        } catch (IOException e) {
            // Of another version of the program, or none of ours; who needs the record itself says so.
            return;
        }
        if (site != null && commit != null) {
            add(site, commit, record.offset());
        }
    }

    private synchronized void add(String site, String commit, long offset) {
        sites.computeIfAbsent(site, s -> new TreeMap<>())
                .computeIfAbsent(commit, c -> new TreeSet<>())
                .add(offset);
    }

    synchronized List<CommitId> beginningWith(SiteId site, String digits) {
        TreeMap<String, TreeSet<Long>> commits = sites.getOrDefault(site.value(), new TreeMap<>());
        return commits.subMap(digits, digits + Character.MAX_VALUE).keySet().stream()
                .map(CommitId::new)
                .toList();
    }

    /** The commit's records that are still there, in order. */
    List<LogRecord> records(SiteId site, CommitId commit) {
        SortedSet<Long> left = offsets(site, commit);
        List<LogRecord> records = new ArrayList<>();
        while (!left.isEmpty()) {
            long from = left.first();
            List<LogRecord> page = log.page(KafkaTopic.COMMITS, partition, from, PAGE);
            page.stream().filter(record -> left.contains(record.offset())).forEach(records::add);
            long to = page.isEmpty() ? Long.MAX_VALUE : page.getLast().offset() + 1;
            left.removeIf(offset -> offset < to);
        }
        return records;
    }

    private synchronized SortedSet<Long> offsets(SiteId site, CommitId commit) {
        return new TreeSet<>(
                sites.getOrDefault(site.value(), new TreeMap<>()).getOrDefault(commit.value(), new TreeSet<>()));
    }
}

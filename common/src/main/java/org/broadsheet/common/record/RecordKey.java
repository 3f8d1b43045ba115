package org.broadsheet.common.record;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A key {@code site/kind/id} of {@code content} or {@code readable} in its parts: all that is left of what has a tombstone. */
public record RecordKey(Kind kind, String id) {
    private static final Map<String, Kind> KINDS =
            Arrays.stream(Kind.values()).collect(Collectors.toMap(Kind::toString, Function.identity()));

    /** Empty of a key without a kind, such as {@code site/release}. */
    public static Optional<RecordKey> of(String key) {
        int kind = key.indexOf('/') + 1;
        int id = key.indexOf('/', kind) + 1;
        return kind == 0 || id == 0
                ? Optional.empty()
                : Optional.ofNullable(KINDS.get(key.substring(kind, id - 1)))
                        .map(of -> new RecordKey(of, key.substring(id)));
    }
}

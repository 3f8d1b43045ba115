package org.broadsheet.render.lookup;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.broadsheet.common.binary.BinaryReader;
import org.broadsheet.common.binary.BinaryWriter;
import org.jspecify.annotations.Nullable;

/** Names by number. Most end with an id, as there are as many as posts: of those it holds the id's 16 bytes and one for what stands before. */
final class Names {
    private static final int ID = 36;
    private static final byte NONE = -1;
    private static final byte OTHER = -2;

    private final List<String> beginnings;
    private final byte[] beginning;
    private final long[] high;
    private final long[] low;
    private final Map<Integer, String> others = new HashMap<>();

    Names(int room) {
        this(room, new ArrayList<>());
    }

    private Names(int room, List<String> beginnings) {
        this.beginnings = beginnings;
        beginning = new byte[room];
        Arrays.fill(beginning, NONE);
        high = new long[room];
        low = new long[room];
    }

    /** As {@link #write} wrote them. */
    Names(BinaryReader in) throws IOException {
        beginnings = in.all(in::string);
        beginning = in.bytes();
        high = in.longs();
        low = in.longs();
        for (int i = in.count(); i > 0; i--) {
            others.put(in.count(), in.string());
        }
    }

    void write(BinaryWriter out) throws IOException {
        out.all(beginnings, out::string);
        out.bytes(beginning);
        out.longs(high);
        out.longs(low);
        out.all(others.entrySet(), other -> {
            out.count(other.getKey());
            out.string(other.getValue());
        });
    }

    int room() {
        return beginning.length;
    }

    void set(int number, String name) {
        int from = name.length() - ID;
        UUID id = from < 0 ? null : id(name.substring(from));
        int known = id == null ? NONE : known(name.substring(0, from));
        if (id == null || known == NONE) {
            beginning[number] = OTHER;
            others.put(number, name);
        } else {
            beginning[number] = (byte) known;
            high[number] = id.getMostSignificantBits();
            low[number] = id.getLeastSignificantBits();
        }
    }

    private static @Nullable UUID id(String text) {
        try {
            UUID id = UUID.fromString(text);
            return id.toString().equals(text) ? id : null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private int known(String start) {
        int known = beginnings.indexOf(start);
        if (known >= 0) {
            return known;
        }
        if (beginnings.size() > Byte.MAX_VALUE) {
            return NONE;
        }
        beginnings.add(start);
        return beginnings.size() - 1;
    }

    boolean has(int number) {
        return beginning[number] != NONE;
    }

    /** Null if it has none. */
    @Nullable String get(int number) {
        return switch (beginning[number]) {
            case NONE -> null;
            case OTHER -> others.get(number);
            default -> beginnings.get(beginning[number]) + new UUID(high[number], low[number]);
        };
    }

    void clear(int number) {
        beginning[number] = NONE;
        others.remove(number);
    }

    /** Those of which there is a number, by that. */
    Names renumbered(int[] numbers, int none, int room) {
        Names now = new Names(room, beginnings);
        for (int i = 0; i < numbers.length; i++) {
            int number = numbers[i];
            if (number != none) {
                now.beginning[number] = beginning[i];
                now.high[number] = high[i];
                now.low[number] = low[i];
                if (beginning[i] == OTHER) {
                    now.others.put(number, others.get(i));
                }
            }
        }
        return now;
    }
}

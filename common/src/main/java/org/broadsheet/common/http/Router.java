package org.broadsheet.common.http;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/** Finds the route of a request: of those that match, the one whose pattern is more literal from the left. Pure. */
final class Router {
    private final List<Compiled> routes;

    Router(List<Route> routes) {
        this.routes =
                routes.stream().map(Compiled::of).sorted(Compiled.LITERAL_FIRST).toList();
    }

    /** How a lookup ended. */
    sealed interface Found {
        record Matched(Route route, Map<String, String> parameters) implements Found {}

        /** The path has routes, the method none. */
        record WrongMethod(SortedSet<String> allowed) implements Found {}

        record Nothing() implements Found {}
    }

    /** @param segments decoded, in order */
    Found find(String method, List<String> segments) {
        SortedSet<String> allowed = new TreeSet<>();
        for (Compiled compiled : routes) {
            Optional<Map<String, String>> parameters = compiled.match(segments);
            if (parameters.isPresent()) {
                if (compiled.answers(method)) {
                    return new Found.Matched(compiled.route, parameters.get());
                }
                allowed.add(compiled.route.method());
            }
        }
        if (allowed.contains("GET")) {
            allowed.add("HEAD");
        }
        return allowed.isEmpty() ? new Found.Nothing() : new Found.WrongMethod(allowed);
    }

    /**
     * The decoded segments of a raw path; empty when it is not well formed: percent signs without two digits, bytes that are not
     * UTF-8, NUL, {@code .} and {@code ..} (also encoded).
     */
    static Optional<List<String>> segments(String rawPath) {
        if (!rawPath.startsWith("/")) {
            return Optional.empty();
        }
        List<String> segments = new ArrayList<>();
        for (String raw : rawPath.substring(1).split("/", -1)) {
            Optional<String> segment = decode(raw);
            if (segment.isEmpty()
                    || segment.get().equals(".")
                    || segment.get().equals("..")
                    || segment.get().indexOf('\0') >= 0
                    || segment.get().indexOf('/') >= 0) {
                return Optional.empty();
            }
            segments.add(segment.get());
        }
        return Optional.of(segments);
    }

    private static Optional<String> decode(String raw) {
        if (raw.indexOf('%') < 0 && raw.chars().allMatch(c -> c < 0x80)) {
            return Optional.of(raw);
        }
        byte[] in = raw.getBytes(StandardCharsets.UTF_8);
        ByteBuffer out = ByteBuffer.allocate(in.length);
        for (int i = 0; i < in.length; i++) {
            if (in[i] != '%') {
                out.put(in[i]);
                continue;
            }
            int high = i + 2 < in.length ? Character.digit(in[i + 1], 16) : -1;
            int low = i + 2 < in.length ? Character.digit(in[i + 2], 16) : -1;
            if (high < 0 || low < 0) {
                return Optional.empty();
            }
            out.put((byte) (high << 4 | low));
            i += 2;
        }
        try {
            return Optional.of(
                    StandardCharsets.UTF_8.newDecoder().decode(out.flip()).toString());
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }

    private record Compiled(Route route, List<String> pattern) {
        /** Literal before {@code {name}} before {@code **}, from the left; then a method before {@code *}. */
        static final Comparator<Compiled> LITERAL_FIRST = Comparator.comparing(
                        (Compiled c) -> c.pattern.stream().map(Compiled::rank).toList(), Compiled::compareRanks)
                .thenComparing(c -> c.route.method().equals("*"));

        static Compiled of(Route route) {
            return new Compiled(
                    route, Arrays.asList(route.pattern().substring(1).split("/", -1)));
        }

        private static int rank(String segment) {
            return segment.equals("**") ? 2 : segment.startsWith("{") ? 1 : 0;
        }

        private static int compareRanks(List<Integer> a, List<Integer> b) {
            for (int i = 0; i < Math.min(a.size(), b.size()); i++) {
                if (!a.get(i).equals(b.get(i))) {
                    return a.get(i) - b.get(i);
                }
            }
            return b.size() - a.size();
        }

        boolean answers(String method) {
            String own = route.method();
            return own.equals("*") || own.equals(method) || (own.equals("GET") && method.equals("HEAD"));
        }

        Optional<Map<String, String>> match(List<String> segments) {
            Map<String, String> parameters = new HashMap<>();
            for (int i = 0; i < pattern.size(); i++) {
                String expected = pattern.get(i);
                if (expected.equals("**")) {
                    parameters.put("**", String.join("/", segments.subList(i, segments.size())));
                    return Optional.of(parameters);
                }
                if (i >= segments.size()) {
                    return Optional.empty();
                }
                if (expected.startsWith("{")) {
                    if (segments.get(i).isEmpty()) {
                        return Optional.empty();
                    }
                    parameters.put(expected.substring(1, expected.length() - 1), segments.get(i));
                } else if (!expected.equals(segments.get(i))) {
                    return Optional.empty();
                }
            }
            return pattern.size() == segments.size() ? Optional.of(parameters) : Optional.empty();
        }
    }
}

package org.broadsheet.common.lifecycle;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** Parts started in order and closed in reverse. If one fails to start, those before it are closed. Not for several threads. */
public final class Parts implements AutoCloseable {
    private final List<Part> parts;
    private final Deque<Part> started = new ArrayDeque<>();

    public Parts(List<Part> parts) {
        this.parts = List.copyOf(parts);
    }

    public void start() throws Exception {
        try {
            for (Part part : parts) {
                started.push(part);
                part.start();
            }
        } catch (Exception e) {
            try {
                close();
            } catch (Exception suppressed) {
                e.addSuppressed(suppressed);
            }
            throw e;
        }
    }

    /** The parts in order. */
    public List<Part> all() {
        return parts;
    }

    /** Closes all, whatever happens; the first failure is thrown with the others as suppressed. */
    @Override
    public void close() throws Exception {
        List<Exception> failures = new ArrayList<>();
        while (!started.isEmpty()) {
            try {
                started.pop().close();
            } catch (Exception e) {
                failures.add(e);
            }
        }
        if (!failures.isEmpty()) {
            Exception first = failures.get(0);
            failures.subList(1, failures.size()).forEach(first::addSuppressed);
            throw first;
        }
    }
}

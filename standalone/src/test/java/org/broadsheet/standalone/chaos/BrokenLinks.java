package org.broadsheet.standalone.chaos;

import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

/** Which links of the author's lead nowhere, release by release, as {@code page target}. */
final class BrokenLinks {
    private final List<Set<String>> releases = new CopyOnWriteArrayList<>(List.of(Set.of()));
    private volatile int released;

    /** From now on the next one may be seen. */
    void begin(Set<String> ofTheNext) {
        releases.add(Set.copyOf(ofTheNext));
    }

    /** From now on the last one that began is the only one that can be seen. */
    void end() {
        released = releases.size() - 1;
    }

    /** Of those that can be seen the first. */
    int released() {
        return released;
    }

    /** @param since the first release that could be seen when it was met */
    boolean isReported(String link, int since) {
        return releases.subList(since, releases.size()).stream().anyMatch(broken -> broken.contains(link));
    }
}

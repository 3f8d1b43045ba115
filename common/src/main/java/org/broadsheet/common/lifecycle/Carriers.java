package org.broadsheet.common.lifecycle;

/** The threads on which virtual ones run: as many as there are processors, and for all of them together. */
public final class Carriers {
    private Carriers() {}

    /** Lets others run who could: whoever computes without ever waiting says so now and then, for nothing else takes its carrier away. */
    @SuppressWarnings("ThreadPriorityCheck")
    public static void giveWay() {
        if (Thread.currentThread().isVirtual()) {
            Thread.yield();
        }
    }
}

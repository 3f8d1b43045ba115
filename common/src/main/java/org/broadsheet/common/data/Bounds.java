package org.broadsheet.common.data;

/** Counts what a document holds while it is read, and ends the reading where that is too much. One thread. */
final class Bounds {
    private final DataLimits limits;
    private final Places places;
    private int values;

    Bounds(DataLimits limits, Places places) {
        this.limits = limits;
        this.places = places;
    }

    /** @param index in code points, likewise below */
    void depth(int index, int depth) {
        if (depth > limits.depth()) {
            throw new Refused(places.problem(
                    index, "nested more than " + limits.depth() + " levels deep", "take some levels away"));
        }
    }

    /** One more. */
    void count(int index) {
        count(index, 1);
    }

    void count(int index, int more) {
        values += more;
        if (values > limits.nodes()) {
            throw new Refused(
                    places.problem(index, "more than " + limits.nodes() + " values", "keep large data elsewhere"));
        }
    }

    /** How many values there were so far. */
    int values() {
        return values;
    }
}

package org.broadsheet.ingest.source;

/** The repository's history is cut off: facts would be wrong, so nothing is published from it. */
public final class ShallowRepository extends RuntimeException {
    private static final long serialVersionUID = 1;

    ShallowRepository(Object where) {
        super("the repository " + where
                + " is a shallow clone: when posts were born stands in the commits that it lacks");
    }

    public String why() {
        return String.valueOf(getMessage());
    }

    public String hint() {
        return "run git fetch --unshallow in it";
    }
}

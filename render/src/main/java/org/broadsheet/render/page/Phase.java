package org.broadsheet.render.page;

/**
 * The order in which a release writes, so that no link of ours leads nowhere at any instant: what is new stands before anything
 * that stands already links to it, and is removed after nothing does.
 */
public enum Phase {
    ASSETS,
    NEW_DOCUMENTS,
    /** Before the changed posts, which link to the lists of new topics. */
    NEW_LISTINGS,
    CHANGED_DOCUMENTS,
    CHANGED_LISTINGS,
    NEW_FILES,
    CHANGED_FILES,
    /** URLs that are gone get the page that says so, which has links too. */
    GONE,
    /** What nobody is to find is deleted. */
    REMOVALS
}

package org.broadsheet.render.release;

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
    REMOVALS;

    static Phase of(Target target, boolean isNew) {
        return switch (target) {
            case Target.Asset a -> ASSETS;
            case Target.Stylesheet s -> ASSETS;
            case Target.Icon i -> ASSETS;
            case Target.Document d -> isNew ? NEW_DOCUMENTS : CHANGED_DOCUMENTS;
            case Target.Home h -> isNew ? NEW_LISTINGS : CHANGED_LISTINGS;
            case Target.Listing l -> isNew ? NEW_LISTINGS : CHANGED_LISTINGS;
            case Target.Topics t -> isNew ? NEW_LISTINGS : CHANGED_LISTINGS;
            case Target.SitemapPosts b -> isNew ? NEW_FILES : CHANGED_FILES;
            case Target.SitemapPages p -> isNew ? NEW_FILES : CHANGED_FILES;
            // These link to sitemaps, new ones included.
            case Target.SitemapIndex i -> CHANGED_FILES;
            case Target.Robots r -> CHANGED_FILES;
            case Target.NotFound n -> CHANGED_FILES;
            case Target.Gone g -> GONE;
        };
    }
}

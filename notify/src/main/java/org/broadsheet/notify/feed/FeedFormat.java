package org.broadsheet.notify.feed;

/** The formats of feeds, each at its place under the site's root. */
public enum FeedFormat {
    RSS("feed.xml", "application/rss+xml"),
    ATOM("atom.xml", "application/atom+xml"),
    JSON("feed.json", "application/feed+json");

    private final String file;
    private final String mediaType;

    FeedFormat(String file, String mediaType) {
        this.file = file;
        this.mediaType = mediaType;
    }

    public String file() {
        return file;
    }

    public String mediaType() {
        return mediaType;
    }

    /** The same feed gives the same bytes: no clock, no random order. */
    public byte[] write(Feed feed) {
        return switch (this) {
            case RSS -> RssWriter.write(feed);
            case ATOM -> AtomWriter.write(feed);
            case JSON -> JsonFeedWriter.write(feed);
        };
    }
}

package org.broadsheet.common.record;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import org.broadsheet.common.id.PostId;
import org.broadsheet.common.id.UrlPath;

/** What the URL of a file that is served as it is follows from. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "is")
@JsonSubTypes({
    @JsonSubTypes.Type(value = AssetPlace.WebRoot.class, name = "web-root"),
    @JsonSubTypes.Type(value = AssetPlace.Beside.class, name = "beside"),
    @JsonSubTypes.Type(value = AssetPlace.AmongPosts.class, name = "among-posts")
})
public sealed interface AssetPlace {
    /** In the web root: at this URL, whatever else there is. */
    record WebRoot(UrlPath url) implements AssetPlace {}

    /**
     * In the folder of a post or page that is an {@code index.md}: below its URL while it is live.
     *
     * @param kind the owner's, {@link Kind#POST} or {@link Kind#PAGE}
     * @param below the path from the owner's folder, such as {@code pictures/a.png}
     */
    record Beside(Kind kind, PostId owner, String below) implements AssetPlace {}

    /**
     * In a folder of posts: below the URL of each post that refers to it.
     *
     * @param below the path from the folder of posts, such as {@code pictures/a.png}
     */
    record AmongPosts(String below) implements AssetPlace {}
}

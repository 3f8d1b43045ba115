package org.broadsheet.common.storage;

/**
 * What an object is to its reader.
 *
 * @param mediaType such as {@code text/html; charset=utf-8}
 * @param status 200; 308 for a URL that leads on, whose body is a {@link Redirect}; or 410 for one that is gone, whose body is a
 *     small page
 */
public record ObjectType(String mediaType, int status) {
    public static final ObjectType PAGE = new ObjectType("text/html; charset=utf-8", 200);
    public static final ObjectType REDIRECT = new ObjectType("text/html; charset=utf-8", 308);
    public static final ObjectType GONE = new ObjectType("text/html; charset=utf-8", 410);

    public ObjectType {
        if (status != 200 && status != 308 && status != 410) {
            throw new IllegalArgumentException("an object answers 200, 308 or 410, not " + status);
        }
    }

    public static ObjectType of(String mediaType) {
        return new ObjectType(mediaType, 200);
    }

    public boolean isPage() {
        return mediaType.startsWith("text/html");
    }
}

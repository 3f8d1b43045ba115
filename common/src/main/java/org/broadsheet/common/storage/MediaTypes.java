package org.broadsheet.common.storage;

import java.util.Locale;
import java.util.Map;

/** The media types of the files that sites hold, by file name, so that the same file has the same type on every machine. */
public final class MediaTypes {
    private static final Map<String, String> BY_EXTENSION = Map.ofEntries(
            Map.entry("html", "text/html; charset=utf-8"),
            Map.entry("htm", "text/html; charset=utf-8"),
            Map.entry("css", "text/css; charset=utf-8"),
            Map.entry("js", "text/javascript; charset=utf-8"),
            Map.entry("mjs", "text/javascript; charset=utf-8"),
            Map.entry("json", "application/json"),
            Map.entry("map", "application/json"),
            Map.entry("webmanifest", "application/manifest+json"),
            Map.entry("xml", "application/xml"),
            Map.entry("txt", "text/plain; charset=utf-8"),
            Map.entry("md", "text/markdown; charset=utf-8"),
            Map.entry("csv", "text/csv; charset=utf-8"),
            Map.entry("ics", "text/calendar; charset=utf-8"),
            Map.entry("vtt", "text/vtt; charset=utf-8"),
            Map.entry("png", "image/png"),
            Map.entry("jpg", "image/jpeg"),
            Map.entry("jpeg", "image/jpeg"),
            Map.entry("gif", "image/gif"),
            Map.entry("webp", "image/webp"),
            Map.entry("avif", "image/avif"),
            Map.entry("svg", "image/svg+xml"),
            Map.entry("ico", "image/vnd.microsoft.icon"),
            Map.entry("bmp", "image/bmp"),
            Map.entry("tif", "image/tiff"),
            Map.entry("tiff", "image/tiff"),
            Map.entry("mp3", "audio/mpeg"),
            Map.entry("m4a", "audio/mp4"),
            Map.entry("ogg", "audio/ogg"),
            Map.entry("opus", "audio/ogg"),
            Map.entry("wav", "audio/wav"),
            Map.entry("mp4", "video/mp4"),
            Map.entry("webm", "video/webm"),
            Map.entry("mov", "video/quicktime"),
            Map.entry("woff", "font/woff"),
            Map.entry("woff2", "font/woff2"),
            Map.entry("ttf", "font/ttf"),
            Map.entry("otf", "font/otf"),
            Map.entry("pdf", "application/pdf"),
            Map.entry("zip", "application/zip"),
            Map.entry("gz", "application/gzip"),
            Map.entry("wasm", "application/wasm"));

    /** Feeds have an extension that says less than their type. */
    private static final Map<String, String> BY_NAME = Map.of(
            "feed.xml", "application/rss+xml",
            "atom.xml", "application/atom+xml",
            "feed.json", "application/feed+json");

    private MediaTypes() {}

    /** Whether what is of this type becomes much smaller when it is packed, as text does. */
    public static boolean isPackable(String mediaType) {
        return mediaType.startsWith("text/")
                || mediaType.endsWith("/json")
                || mediaType.endsWith("+json")
                || mediaType.endsWith("/xml")
                || mediaType.endsWith("+xml");
    }

    /** Of a file name or path; {@code application/octet-stream} when its extension is not known. */
    public static String of(String name) {
        String known = BY_NAME.get(name.substring(name.lastIndexOf('/') + 1));
        if (known != null) {
            return known;
        }
        int dot = name.lastIndexOf('.');
        return dot <= name.lastIndexOf('/')
                ? "application/octet-stream"
                : BY_EXTENSION.getOrDefault(
                        name.substring(dot + 1).toLowerCase(Locale.ROOT), "application/octet-stream");
    }
}

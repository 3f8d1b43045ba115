package org.broadsheet.common.config;

import java.net.URI;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Pattern;

/** The Git repository that a site's content comes from, where it is not pushed to us. */
public sealed interface ContentSource {
    /** One on this machine, which is watched. */
    record Folder(Path path) implements ContentSource {
        @Override
        public String toString() {
            return path.toString();
        }
    }

    /**
     * One elsewhere, which is cloned and looked at again and again.
     *
     * @param url http or https, without user, query and fragment, such as {@code https://example.org/ada/blog.git}
     */
    record Remote(URI url) implements ContentSource {
        private static final Pattern LOOPBACK =
                Pattern.compile("localhost|.*\\.localhost|127(\\.[0-9]{1,3}){3}|\\[::1]");

        @Override
        public String toString() {
            return url.toString();
        }

        /** Whether what is sent there can be read on the way. */
        boolean isPlain() {
            String host = url.getHost().toLowerCase(Locale.ROOT);
            return "http".equals(url.getScheme()) && !LOOPBACK.matcher(host).matches();
        }
    }
}

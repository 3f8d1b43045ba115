package org.broadsheet.render.site;

import java.net.URI;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.broadsheet.common.record.Readable;

/**
 * The paths of the base URL below which the site is, will be and was.
 *
 * @param baseUrl the present one, without a slash at its end
 * @param served where pages are: the one that they were rendered for first, then the one to which a release leads
 * @param former from where readers are led to the present one, the last first
 */
public record BasePaths(String baseUrl, List<BasePath> served, List<BasePath> former) {
    public BasePaths {
        served = List.copyOf(served);
        former = List.copyOf(former);
    }

    /**
     * Of a site that was nowhere else.
     *
     * @param next a path that its first pages may name
     */
    public static BasePaths of(String baseUrl, Optional<String> next) {
        Set<String> served = new LinkedHashSet<>();
        served.add(Readable.Settings.path(baseUrl));
        next.ifPresent(served::add);
        return new BasePaths(baseUrl, served.stream().map(BasePath::new).toList(), List.of());
    }

    /**
     * @param baseUrl where the site is now, which it may not have been rendered for yet
     * @param next a path that may not be recorded yet
     */
    public static BasePaths of(Readable.Settings rendered, String baseUrl, Optional<String> next) {
        Set<String> served = new LinkedHashSet<>();
        served.add(Readable.Settings.path(rendered.settings()));
        rendered.nextPath().ifPresent(served::add);
        next.ifPresent(served::add);
        served.add(Readable.Settings.path(baseUrl));
        Set<String> former = new LinkedHashSet<>(rendered.formerPaths().reversed());
        former.removeAll(served);
        return new BasePaths(
                baseUrl,
                served.stream().map(BasePath::new).toList(),
                former.stream().map(BasePath::new).toList());
    }

    BasePath present() {
        return served.getFirst();
    }

    /** @param raw as it stands in URLs: empty, or such as {@code /blog} */
    record BasePath(String raw) {
        /** What a decoded path is below this one: with a slash at its beginning; empty text if it is this one itself. */
        Optional<String> below(String path) {
            String decoded = URI.create(raw).getPath();
            if (decoded.isEmpty()) {
                return Optional.of(path);
            }
            return path.equals(decoded) || path.startsWith(decoded + "/")
                    ? Optional.of(path.substring(decoded.length()))
                    : Optional.empty();
        }
    }
}

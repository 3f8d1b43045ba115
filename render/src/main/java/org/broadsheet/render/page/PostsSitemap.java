package org.broadsheet.render.page;

import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.broadsheet.common.id.UrlPath;
import org.broadsheet.common.record.Kind;
import org.broadsheet.common.storage.ByteSource;
import org.broadsheet.render.release.Change;
import org.broadsheet.render.release.Parts;
import org.broadsheet.render.release.Site;

/**
 * The sitemap of a part of the posts.
 *
 * @param part as {@link Parts} names it: {@code /sitemap-posts.xml}, {@code /sitemap-posts-a.xml} or {@code /sitemap-posts-a3.xml}
 */
public record PostsSitemap(String part) implements GeneratedFile<SitemapXml.View> {
    private static final String URL = "/sitemap-posts";
    private static final String TYPE = ".xml";

    static final Family FAMILY = new Family() {
        @Override
        public Optional<PostsSitemap> at(Site site, UrlPath url) {
            if (!url.value().startsWith(URL)) {
                return Optional.empty();
            }
            return site.parts().names().stream()
                    .map(PostsSitemap::new)
                    .filter(sitemap -> sitemap.url().equals(url))
                    .findFirst();
        }

        @Override
        public void all(Site site, Consumer<UrlPath> to) {
            site.parts().names().forEach(part -> to.accept(url(part)));
        }

        @Override
        public void candidates(Change change, Consumer<UrlPath> to) {
            Set<String> before = change.before().parts().names();
            Set<String> now = change.now().parts().names();
            Set<String> parts = cutAnew(change);
            change.documents().keySet().stream()
                    .filter(key -> key.kind() == Kind.POST)
                    .flatMap(key -> Parts.namesOf(key.id()).stream())
                    .filter(part -> before.contains(part) || now.contains(part))
                    .forEach(parts::add);
            parts.forEach(part -> to.accept(url(part)));
        }
    };

    /** Those that have come, and those that are not there any more. */
    static Set<String> cutAnew(Change change) {
        Set<String> before = change.before().parts().names();
        Set<String> now = change.now().parts().names();
        Set<String> parts = new TreeSet<>(before);
        parts.addAll(now);
        parts.removeIf(part -> before.contains(part) && now.contains(part));
        return parts;
    }

    static UrlPath url(String part) {
        return new UrlPath(URL + (part.isEmpty() ? "" : "-" + part) + TYPE);
    }

    @Override
    public UrlPath url() {
        return url(part);
    }

    @Override
    public SitemapXml.View view(Views views) {
        return new SitemapXml.View(views.site().parts().of(part).stream()
                .map(post -> SitemapXml.entry(views, post))
                .toList());
    }

    @Override
    public ByteSource bytes(SitemapXml.View view, Materials of) {
        return SitemapXml.sitemap(view);
    }
}

package org.broadsheet.render.page;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.broadsheet.common.id.UrlPath;
import org.broadsheet.common.storage.ByteSource;
import org.broadsheet.render.release.Change;
import org.broadsheet.render.release.Site;
import org.broadsheet.render.theme.Icons;

/** What browsers show beside the title, and telephones for a page that is kept. */
public record Icon(UrlPath url) implements ThemeFile {
    private static final UrlPath ICO = new UrlPath("/favicon.ico");
    static final UrlPath SVG = new UrlPath("/favicon.svg");
    static final UrlPath TOUCH = new UrlPath("/apple-touch-icon.png");
    private static final List<UrlPath> ALL = List.of(ICO, SVG, TOUCH);

    static final Family FAMILY = new Family() {
        @Override
        public Optional<Icon> at(Site site, UrlPath url) {
            return url.equals(ICO) || (ALL.contains(url) && areOurs(site))
                    ? Optional.of(new Icon(url))
                    : Optional.empty();
        }

        @Override
        public void all(Site site, Consumer<UrlPath> to) {
            ALL.forEach(to);
        }

        @Override
        public void candidates(Change change, Consumer<UrlPath> to) {
            if (areOurs(change.before()) != areOurs(change.now())) {
                ALL.forEach(to);
            }
        }
    };

    private static boolean areOurs(Site site) {
        return ALL.stream().allMatch(url -> site.assetAt(url).isEmpty());
    }

    /** Those that a site has. */
    static Icons of(Site site) {
        boolean ours = areOurs(site);
        return new Icons(
                ours || site.assetAt(SVG).isPresent(),
                ours || site.assetAt(TOUCH).isPresent());
    }

    @Override
    public ByteSource bytes(View view, Materials of) throws IOException {
        return ByteSource.of(of.theme().icon(url));
    }
}

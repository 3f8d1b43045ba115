package org.broadsheet.render.page;

import java.io.IOException;
import java.util.Optional;
import java.util.function.Consumer;
import org.broadsheet.common.id.Digest;
import org.broadsheet.common.id.UrlPath;
import org.broadsheet.common.record.Kind;
import org.broadsheet.common.record.Readable;
import org.broadsheet.common.storage.ByteSource;
import org.broadsheet.common.storage.ObjectType;
import org.broadsheet.render.release.Change;
import org.broadsheet.render.release.Site;

/** A file of the author's, as it is. */
public record AssetFile(UrlPath url, Readable.StoredObject file) implements Output<AssetFile.View> {
    static final Family FAMILY = new Family() {
        @Override
        public Optional<AssetFile> at(Site site, UrlPath url) {
            return site.assetAt(url).map(file -> new AssetFile(url, file));
        }

        @Override
        public void all(Site site, Consumer<UrlPath> to) {
            site.assets(to);
        }

        @Override
        public void candidates(Change change, Consumer<UrlPath> to) {
            change.urls().forEach(to);
        }
    };

    /** No program or theme changes a file. */
    public record View(Digest digest, long size) {}

    /** As {@code readable} has it. */
    public static Readable.StoredObject of(UrlPath url, Readable.SourceFile file) {
        Digest view = Views.digest(new View(file.digest(), file.size()), Output.typeOf(url));
        return new Readable.StoredObject(file.site(), Kind.ASSET, url, file.digest(), file.size(), Optional.of(view));
    }

    @Override
    public Kind kind() {
        return Kind.ASSET;
    }

    @Override
    public Phase phase(boolean isNew) {
        return Phase.ASSETS;
    }

    @Override
    public ObjectType type() {
        return Output.typeOf(file.url());
    }

    @Override
    public View view(Views views) {
        return new View(file.digest(), file.size());
    }

    @Override
    public ByteSource bytes(View view, Materials of) throws IOException {
        return of.file(view.digest(), view.size(), url);
    }

    @Override
    public boolean isMade() {
        return false;
    }
}

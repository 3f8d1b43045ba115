package org.broadsheet.render.page;

import java.io.IOException;
import org.broadsheet.common.id.UrlPath;
import org.broadsheet.common.record.Kind;
import org.broadsheet.common.storage.ObjectType;
import org.broadsheet.common.storage.Storage.ByteSource;

/** The theme's style sheet; its URL names its bytes. */
public record StyleSheet(UrlPath url) implements Output<StyleSheet.View> {
    static Family family(UrlPath url) {
        return Family.fixed(url, StyleSheet::new);
    }

    /** The theme alone says what it is. */
    public record View() {}

    @Override
    public Kind kind() {
        return Kind.FILE;
    }

    @Override
    public Phase phase(boolean isNew) {
        return Phase.ASSETS;
    }

    @Override
    public ObjectType type() {
        return Output.typeOf(url);
    }

    @Override
    public StyleSheet.View view(Views views) {
        return new View();
    }

    @Override
    public ByteSource bytes(StyleSheet.View view, Materials of) throws IOException {
        return ByteSource.of(of.theme().css());
    }
}

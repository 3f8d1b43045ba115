package org.broadsheet.render.page;

import java.io.IOException;
import org.broadsheet.common.id.UrlPath;
import org.broadsheet.common.record.Kind;
import org.broadsheet.common.storage.ObjectType;
import org.broadsheet.common.storage.Storage.ByteSource;

/** What browsers show beside the title. */
public record Icon(UrlPath url) implements Output<Icon.View> {
    static final Family FAMILY = Family.fixed(new UrlPath("/favicon.ico"), Icon::new);

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
    public Icon.View view(Views views) {
        return new View();
    }

    @Override
    public ByteSource bytes(Icon.View view, Materials of) throws IOException {
        return ByteSource.of(of.theme().icon());
    }
}

package org.broadsheet.render.page;

/** A file of the theme, which pages name. */
sealed interface ThemeFile extends GeneratedFile<ThemeFile.View> permits StyleSheet, Icon {
    /** The theme alone says what it is. */
    record View() {}

    @Override
    default Phase phase(boolean isNew) {
        return Phase.ASSETS;
    }

    @Override
    default View view(Views views) {
        return new View();
    }
}

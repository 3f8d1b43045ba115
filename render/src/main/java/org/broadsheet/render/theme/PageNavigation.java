package org.broadsheet.render.theme;

import java.util.Optional;

/**
 * Where a listing goes on.
 *
 * @param newer the URL of the page with newer posts, such as {@code /archive}
 * @param older likewise of the older ones, such as {@code /archive/3}
 */
public record PageNavigation(Optional<String> newer, Optional<String> older) {}

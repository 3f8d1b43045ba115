package org.broadsheet.render.theme;

import java.util.Optional;

/**
 * What stands at {@code /} until something is published; never in storage or feeds.
 *
 * @param gitUrl of the hosted repository, to clone and push to; empty: a folder is watched, in which a commit is enough
 */
public record StartView(Optional<String> gitUrl) {}

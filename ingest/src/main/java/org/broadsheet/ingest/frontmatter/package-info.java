/** What an author writes above a text, and {@code site.yml}: bounded YAML with positions, and our names for its keys. Pure. */
@NullMarked
package org.broadsheet.ingest.frontmatter;

import org.jspecify.annotations.NullMarked;

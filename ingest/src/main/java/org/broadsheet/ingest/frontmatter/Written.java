package org.broadsheet.ingest.frontmatter;

/** A value and where it stands in the file. */
public record Written<T>(T value, int line, int column) {}

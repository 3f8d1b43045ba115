package org.broadsheet.common.config;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * What a directive of the content security policy allows, such as {@code 'self' https://plausible.io}: a list of sources that stands
 * in a header as it is. It can end neither the directive, nor the policy, nor the header.
 */
public record SourceList(String text) {
    private static final Pattern SOURCES = Pattern.compile("[!-+\\--:<-~]+( [!-+\\--:<-~]+)*");
    /** What means something in quotes only; without them it is the name of a host. */
    private static final Pattern KEYWORD = Pattern.compile(
            "none|self|strict-dynamic|report-sample|unsafe-(inline|eval|hashes)|wasm-unsafe-eval|(nonce|sha256|sha384|sha512)-.*");

    public SourceList {
        if (!SOURCES.matcher(text).matches()) {
            throw new IllegalArgumentException(
                    "write sources with one space between them, such as \"'self' https://example.org\":"
                            + " no semicolon, no comma, no line break, ASCII only; 'none' allows nothing");
        }
        for (String source : text.split(" ")) {
            if (KEYWORD.matcher(source.toLowerCase(Locale.ROOT)).matches()) {
                throw new IllegalArgumentException(
                        "write '" + source + "' in single quotes, which in YAML need double ones around the"
                                + " whole value, such as \"'self' https://example.org\"");
            }
        }
    }

    @Override
    public String toString() {
        return text;
    }
}

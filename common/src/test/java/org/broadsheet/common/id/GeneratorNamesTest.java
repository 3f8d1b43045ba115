package org.broadsheet.common.id;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GeneratorNamesTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "C++ & co.      | C-co     | C++-&-co.      | C++-co.",
                "`  a -- b  `   | a-b      | a-b            | a--b",
                "Ärger, 100%    | Ärger-100 | Ärger,-100    | Ärger-100",
                "a%20b          | a-20b    | a-20b          | a%20b",
                "a%2            | a-2      | a-2            | a2",
                "?              | ``       | ``             | ``"
            })
    void whatIsLeftOfAName(String name, String jekylls, String pretty, String hugos) {
        assertThat(GeneratorNames.jekylls(name)).isEqualTo(jekylls);
        assertThat(GeneratorNames.jekyllsPretty(name)).isEqualTo(pretty);
        assertThat(GeneratorNames.hugos(name)).isEqualTo(hugos);
    }
}

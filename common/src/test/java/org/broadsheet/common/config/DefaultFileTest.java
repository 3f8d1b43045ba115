package org.broadsheet.common.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The annotated default file is the reference of every key: complete, nothing else, each with its variable and a sentence. */
class DefaultFileTest {
    private static final Pattern GROUP = Pattern.compile("([a-zA-Z]+):");
    private static final Pattern KEY = Pattern.compile("( {2})?([a-zA-Z]+): +\\S.*# (BROADSHEET_[A-Z_]+)  (\\S.+)");

    @Test
    void listsExactlyTheKeysOfTheConfiguration() throws IOException {
        assertThat(new Settings(ConfigurationLoader.defaults()).keys())
                .containsExactlyInAnyOrderElementsOf(
                        Stream.concat(Stream.of(Sites.KEY), keys().stream()).toList());
    }

    @Test
    void namesTheVariableOfEachKeyAndSaysWhatItDoes() throws IOException {
        Map<String, String> annotated = new TreeMap<>();
        String group = "";
        for (String line : ConfigurationLoader.defaults().lines().toList()) {
            // A list of groups is no value of a variable.
            if (line.isBlank() || line.startsWith("#") || line.startsWith(Sites.KEY + ": []")) {
                continue;
            }
            Matcher groupLine = GROUP.matcher(line);
            if (groupLine.matches()) {
                group = groupLine.group(1) + ".";
                continue;
            }
            Matcher key = KEY.matcher(line);
            assertThat(key.matches()).as(line).isTrue();
            annotated.put((key.group(1) == null ? "" : group) + key.group(2), key.group(3));
        }

        Map<String, String> expected = new TreeMap<>();
        keys().forEach(key -> expected.put(key, Settings.variable(key)));
        assertThat(annotated).isEqualTo(expected);
    }

    @Test
    void givesEachKeyAVariableOfItsOwn() {
        assertThat(keys().stream().map(Settings::variable)).doesNotHaveDuplicates();
    }

    /** But the list of sites; with those that say what there is of one. */
    private static List<String> keys() {
        List<String> keys = keys(Configuration.class, "");
        keys.remove(Sites.KEY);
        keys.addAll(Sites.AT_THE_TOP.values());
        return keys;
    }

    private static List<String> keys(Class<?> type, String prefix) {
        List<String> keys = new ArrayList<>();
        for (RecordComponent component : type.getRecordComponents()) {
            String key = prefix + component.getName();
            if (ConfigurationLoader.isGroup(component.getType())) {
                keys.addAll(keys(component.getType(), key + "."));
            } else {
                keys.add(key);
            }
        }
        return keys;
    }
}

package org.broadsheet.common.role;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.broadsheet.common.config.ConfigurationLoader;
import org.broadsheet.common.id.SiteId;
import org.broadsheet.common.record.Content;
import org.broadsheet.common.testing.TestConfiguration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SiteAddressTest {
    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                // configured, token, authored, where readers find the site
                "-, -, -, http://localhost:7001",
                "-, -, http://127.0.0.1:7000/own, http://127.0.0.1:7000/own",
                "-, -, https://example.org, http://localhost:7001",
                "-, t, https://example.org, https://example.org",
                "http://localhost:7002/b/, -, -, http://localhost:7002/b",
                "http://localhost:7002/b/, -, http://127.0.0.1:7000, http://localhost:7002/b",
                "https://example.net, t, https://example.org, https://example.net"
            })
    void isWhatIsConfiguredElseWhatSiteYmlSaysIfItCountsElseTheProcessesOwn(
            String configured, String token, String authored, String found) throws IOException {
        Map<String, String> flags = new HashMap<>(Map.of("http.port", "7001"));
        if (configured != null) {
            flags.put("baseUrl", configured);
        }
        if (token != null) {
            flags.put("http.token", token);
        }
        SiteAddress address = TestConfiguration.address(ConfigurationLoader.load(flags, Map.of(), Path.of("")));
        Content.Settings written = new Content.Settings(
                new SiteId("main"),
                "Title",
                "",
                "http://localhost:6000",
                "en",
                "UTC",
                Map.of(),
                List.of(),
                Content.Html.TRUSTED,
                true,
                true,
                true,
                Optional.ofNullable(authored),
                Optional.of(Content.Generator.JEKYLL),
                Optional.of("src"));

        assertThat(address.baseUrl(Optional.ofNullable(authored))).isEqualTo(found);
        assertThat(address.here(written)).isEqualTo(written.at(found));
    }
}

package org.broadsheet.common.config;

import java.lang.reflect.RecordComponent;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.broadsheet.common.config.Settings.Group;
import org.broadsheet.common.config.Settings.Setting;
import org.broadsheet.common.id.SiteId;
import org.jspecify.annotations.Nullable;

/** Reads the sites of the configuration: those that are listed, or the one that keys at the top describe. */
final class Sites {
    static final String KEY = "sites";

    /** What the keys of a listed site are called at the top. */
    static final Map<String, String> AT_THE_TOP = Map.of(
            "id", "site",
            "source", "content.source",
            "branch", "content.branch",
            "token", "content.token",
            "hookSecret", "content.hookSecret",
            "baseUrl", "baseUrl",
            "siteStore", "storage.site",
            "workStore", "storage.work");

    private final Settings settings;
    private final Reader reader;

    /** Makes a record of what is set; null if it is wrong, which is told then. */
    interface Reader {
        @Nullable Object record(Class<?> type, UnaryOperator<String> names, Function<String, Setting> values);
    }

    /** What is said of a site, each under its name. */
    record Said(
            SiteId id,
            Optional<ContentSource> source,
            Optional<String> branch,
            Optional<Secret> token,
            Optional<Secret> hookSecret,
            Optional<URI> baseUrl,
            Optional<Path> siteStore,
            Optional<Path> workStore) {
        Configuration.Site under(Path stores, String remote) {
            return new Configuration.Site(
                    id,
                    source,
                    branch,
                    token,
                    hookSecret,
                    baseUrl,
                    siteStore.orElse(stores.resolve("site")),
                    workStore.orElse(stores.resolve("work")),
                    remote);
        }
    }

    /** The keys of a listed site. */
    static Set<String> keys() {
        return Arrays.stream(Said.class.getRecordComponents())
                .map(RecordComponent::getName)
                .collect(Collectors.toUnmodifiableSet());
    }

    Sites(Settings settings, Reader reader) {
        this.settings = settings;
        this.reader = reader;
    }

    /**
     * Null if something is wrong, which is told.
     *
     * @param directory where relative paths begin
     */
    @Nullable List<Configuration.Site> read(Path directory) {
        Path data =
                directory.resolve(String.join("", settings.get("data").items())).normalize();
        List<Group> listed = settings.groups(KEY);
        if (listed.isEmpty()) {
            Said said = (Said)
                    reader.record(Said.class, name -> Objects.requireNonNull(AT_THE_TOP.get(name)), settings::get);
            if (said == null) {
                return null;
            }
            Configuration.Site site = said.under(data, "content.git");
            return checkEncryption(site, settings.get("content.source")) ? List.of(site) : null;
        }
        int errors = settings.errors().size();
        refuseAtTheTop();
        Map<String, SiteId> taken = new HashMap<>();
        List<Configuration.Site> sites = new ArrayList<>();
        for (Group group : listed) {
            Said said = (Said) reader.record(Said.class, UnaryOperator.identity(), group::get);
            if (said != null) {
                Configuration.Site site =
                        said.under(data.resolve("sites").resolve(said.id.value()), said.id.value() + ".git");
                check(site, group, listed.size(), taken);
                checkEncryption(site, group.get("source"));
                sites.add(site);
            }
        }
        return settings.errors().size() == errors ? sites : null;
    }

    /** What is said of the one site says nothing where several are listed. */
    private void refuseAtTheTop() {
        for (Map.Entry<String, String> key : AT_THE_TOP.entrySet()) {
            Setting setting = settings.get(key.getValue());
            if (!setting.where().startsWith(Settings.DEFAULTS)) {
                settings.error(
                        setting.where(),
                        key.getValue() + " is of a site alone, and " + KEY + " lists them; write " + key.getKey()
                                + " there");
            }
        }
    }

    /** That what is fetched cannot be changed on its way, nor its token read there, unless somebody wants it so. */
    private boolean checkEncryption(Configuration.Site site, Setting source) {
        boolean refused = site.source().orElse(null) instanceof ContentSource.Remote remote
                && remote.isPlain()
                && settings.get("remotes.plainHttp").itemsOfList().stream()
                        .noneMatch(remote.url().getHost()::equalsIgnoreCase);
        if (refused) {
            settings.error(
                    source.where(),
                    "the content of site " + site.id()
                            + " would come unencrypted, and its token with it; write https://,"
                            + " or the host into remotes.plainHttp");
        }
        return !refused;
    }

    /** That it can be told apart from those before, and shares nothing with them. */
    private void check(Configuration.Site site, Group group, int of, Map<String, SiteId> taken) {
        if (of > 1 && site.baseUrl().isEmpty()) {
            settings.error(
                    group.where(),
                    "the site " + site.id() + " has no baseUrl, by which it is told apart from the others; write"
                            + " baseUrl: http://" + site.id() + ".localhost:8080, or wherever readers find it");
        }
        Map<String, String> own = new HashMap<>();
        own.put("id", "id " + site.id());
        own.put("siteStore", "folder " + site.siteStore());
        own.put("workStore", "folder " + site.workStore());
        site.source().ifPresent(source -> own.put("source", "source " + source));
        // What they are told apart by: whatever the scheme and the port.
        site.baseUrl()
                .ifPresent(url -> own.put("baseUrl", "URL " + url.getHost().toLowerCase(Locale.ROOT) + url.getPath()));
        own.forEach((key, what) -> {
            SiteId other = taken.putIfAbsent(what, site.id());
            if (other != null) {
                settings.error(
                        group.get(key).where(),
                        key + " of site " + site.id() + " is that of site " + other + " too; each has its own");
            }
        });
    }
}

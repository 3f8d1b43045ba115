package org.broadsheet.ingest.git;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.TimeUnit;
import org.eclipse.jgit.lib.Config;
import org.eclipse.jgit.lib.ConfigConstants;
import org.eclipse.jgit.storage.file.FileBasedConfig;
import org.eclipse.jgit.util.FS;
import org.eclipse.jgit.util.SystemReader;
import org.jspecify.annotations.Nullable;

/**
 * JGit's view of the machine, without the machine: no Git configuration of host or user, no environment, UTC. So that the same
 * repository gives the same result everywhere.
 */
public final class IsolatedSystemReader extends SystemReader {
    private final InstantSource clock;

    private IsolatedSystemReader(InstantSource clock) {
        this.clock = clock;
    }

    /** For the whole process, as JGit has it; before any repository is opened. May be called again. */
    public static void install(InstantSource clock) {
        SystemReader.setInstance(new IsolatedSystemReader(clock));
    }

    @Override
    public String getHostname() {
        return "localhost";
    }

    @Override
    public @Nullable String getenv(String variable) {
        return null;
    }

    @Override
    public @Nullable String getProperty(String key) {
        return System.getProperty(key);
    }

    @Override
    public FileBasedConfig openSystemConfig(@Nullable Config parent, FS fs) {
        return new NoConfig(parent, fs);
    }

    @Override
    public FileBasedConfig openUserConfig(@Nullable Config parent, FS fs) {
        return new NoConfig(parent, fs);
    }

    @Override
    public FileBasedConfig openJGitConfig(@Nullable Config parent, FS fs) {
        return new NoConfig(parent, fs);
    }

    @Override
    public @Nullable Path getXdgConfigDirectory(FS fs) {
        return null;
    }

    @Override
    public @Nullable Path getXdgCacheDirectory(FS fs) {
        return null;
    }

    @Override
    @Deprecated
    public long getCurrentTime() {
        return clock.millis();
    }

    @Override
    public Instant now() {
        return clock.instant();
    }

    @Override
    @Deprecated
    public int getTimezone(long when) {
        return 0;
    }

    @Override
    public ZoneOffset getTimeZoneAt(Instant when) {
        return ZoneOffset.UTC;
    }

    @Override
    public ZoneId getTimeZoneId() {
        return ZoneOffset.UTC;
    }

    /**
     * Always empty, but for one thing that JGit would else find out by writing files into the first repository that it sees, which
     * may be its author's: how exact a file system's time stamps are. Two seconds are no file system's too few; a file younger
     * than that is read again.
     */
    private static final class NoConfig extends FileBasedConfig {
        private static final Duration EXACTNESS = Duration.ofSeconds(2);

        @SuppressWarnings("NullAway") // JGit's own configurations without a file pass null likewise.
        NoConfig(@Nullable Config parent, FS fs) {
            super(parent, null, fs);
        }

        @Override
        public long getTimeUnit(
                String section, @Nullable String subsection, String name, long defaultValue, TimeUnit unit) {
            return section.equals(ConfigConstants.CONFIG_FILESYSTEM_SECTION)
                    ? unit.convert(EXACTNESS)
                    : super.getTimeUnit(section, subsection, name, defaultValue, unit);
        }

        @Override
        public void load() {}

        @Override
        public void save() {}

        @Override
        public boolean isOutdated() {
            return false;
        }
    }
}

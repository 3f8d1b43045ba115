package org.broadsheet.standalone.chaos;

import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import net.bytebuddy.ByteBuddy;

/** {@link KillAgent} as a jar that {@code -javaagent} takes; Byte Buddy comes from the tests' class path. */
final class KillAgentJar {
    private static final List<Class<?>> CLASSES = List.of(
            KillAgent.class,
            KillAgent.Send.class,
            KillAgent.Commit.class,
            KillAgent.Put.class,
            KillAgent.Release.class,
            KillAgent.Slice.class,
            KillAgent.ThemeFile.class);

    private KillAgentJar() {}

    static Path in(Path folder) throws Exception {
        Path byteBuddy = Path.of(ByteBuddy.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        Manifest manifest = new Manifest();
        Attributes main = manifest.getMainAttributes();
        main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        main.put(new Attributes.Name("Premain-Class"), KillAgent.class.getName());
        main.put(Attributes.Name.CLASS_PATH, byteBuddy.toUri().toString());
        Path jar = folder.resolve("kill-agent.jar");
        try (OutputStream out = Files.newOutputStream(jar);
                JarOutputStream entries = new JarOutputStream(out, manifest)) {
            for (Class<?> type : CLASSES) {
                String name = type.getName().replace('.', '/') + ".class";
                entries.putNextEntry(new JarEntry(name));
                try (InputStream bytes = type.getClassLoader().getResourceAsStream(name)) {
                    Objects.requireNonNull(bytes, name).transferTo(entries);
                }
            }
        }
        return jar;
    }
}

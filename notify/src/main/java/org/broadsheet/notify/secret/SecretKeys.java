package org.broadsheet.notify.secret;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.broadsheet.common.lifecycle.StartFailure;

/** The AES-256 keys that seal signing secrets, by id; the first seals, all open. Prints none of them. */
public final class SecretKeys {
    private static final int KEY_BYTES = 32;
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,39}");
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");

    private final String sealing;
    private final Map<String, byte[]> byId;

    private SecretKeys(Map<String, byte[]> byId) {
        this.byId = byId;
        this.sealing = byId.keySet().iterator().next();
    }

    /** Of {@code id:base64} each. Fails with a {@link StartFailure} that names what is wrong, without the key. */
    public static SecretKeys parse(List<String> keys, String where) {
        Map<String, byte[]> byId = new LinkedHashMap<>();
        for (String key : keys) {
            int colon = key.indexOf(':');
            String id = colon < 0 ? "" : key.substring(0, colon);
            if (!ID.matcher(id).matches()) {
                throw new StartFailure(where + ": key " + (byId.size() + 1)
                        + " is not of the form id:base64 with an id of letters and digits");
            }
            byte[] bytes;
            try {
                bytes = Base64.getDecoder().decode(key.substring(colon + 1).strip());
            } catch (IllegalArgumentException e) {
                throw new StartFailure(where + ": key " + id + " is not base64", e);
            }
            if (bytes.length != KEY_BYTES) {
                throw new StartFailure(where + ": key " + id + " has " + bytes.length + " bytes; AES-256 wants "
                        + KEY_BYTES + " (openssl rand -base64 32)");
            }
            if (byId.put(id, bytes) != null) {
                throw new StartFailure(where + ": key " + id + " is there twice; ids are never used again");
            }
        }
        if (byId.isEmpty()) {
            throw new StartFailure(where + ": no key");
        }
        return new SecretKeys(byId);
    }

    /**
     * The configured ones, else those of {@code file}, which is made with one random key and mode 600 if it is not there. A
     * file that others may read is refused.
     */
    public static SecretKeys of(List<String> configured, Path file, SecureRandom random) throws IOException {
        if (!configured.isEmpty()) {
            return parse(configured, "webhooks.secretKeys");
        }
        if (!Files.exists(file)) {
            create(file, random);
        }
        boolean posix = Files.getFileStore(file).supportsFileAttributeView("posix");
        if (posix && !OWNER_ONLY.containsAll(Files.getPosixFilePermissions(file))) {
            throw new StartFailure(
                    file + " holds the keys of the signing secrets and may be read by others; chmod 600 " + file);
        }
        try (Stream<String> lines = Files.lines(file)) {
            List<String> keys = lines.map(String::strip)
                    .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                    .toList();
            return parse(keys, file.toString());
        }
    }

    private static void create(Path file, SecureRandom random) throws IOException {
        byte[] key = new byte[KEY_BYTES];
        random.nextBytes(key);
        String text = "# Seals the signing secrets of webhooks. Lost, every endpoint has to be added again.\nk1:"
                + Base64.getEncoder().encodeToString(key) + "\n";
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        Path made = file.resolveSibling(file.getFileName() + "." + Long.toHexString(random.nextLong()));
        try {
            if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
                Files.createFile(made, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
            } else {
                Files.createFile(made);
            }
            Files.writeString(made, text, StandardOpenOption.WRITE, StandardOpenOption.SYNC);
            place(made, file);
        } catch (FileAlreadyExistsException e) {
            // Another process made one meanwhile. Its key is as good: it is read next.
        } finally {
            Files.deleteIfExists(made);
        }
    }

    private static void place(Path made, Path file) throws IOException {
        try {
            // A link, unlike a move, never takes the place of a file that another process made meanwhile.
            Files.createLink(file, made);
        } catch (FileAlreadyExistsException e) {
            throw e;
        } catch (FileSystemException | UnsupportedOperationException e) {
            // This file system has no hard links.
            Files.move(made, file);
        }
    }

    String sealing() {
        return sealing;
    }

    Optional<byte[]> byId(String id) {
        return Optional.ofNullable(byId.get(id));
    }

    @Override
    public String toString() {
        return "SecretKeys" + byId.keySet();
    }
}

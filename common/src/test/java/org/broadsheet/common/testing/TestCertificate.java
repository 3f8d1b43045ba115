package org.broadsheet.common.testing;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * A key and a certificate that nobody has signed, for {@code 127.0.0.1} and no other name, made by the JDK's {@code keytool}.
 *
 * @param server for a server that has the key
 * @param pem the certificate in a file
 */
public record TestCertificate(SSLContext server, Path pem) {
    private static final String PASSWORD = "password";

    /** @param folder for its files; made if it is not there */
    public static TestCertificate in(Path folder) throws IOException {
        Files.createDirectories(folder);
        Path store = folder.resolve("key.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "forge",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=forge",
                        "-ext",
                        "san=ip:127.0.0.1",
                        "-validity",
                        "3650",
                        "-keystore",
                        store.toString(),
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        PASSWORD)
                .redirectErrorStream(true)
                .start();
        String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        keytool.onExit().join();
        if (!Files.exists(store)) {
            throw new AssertionError("keytool: " + said);
        }
        try (InputStream in = Files.newInputStream(store)) {
            KeyStore keys = KeyStore.getInstance("PKCS12");
            keys.load(in, PASSWORD.toCharArray());
            KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            managers.init(keys, PASSWORD.toCharArray());
            SSLContext server = SSLContext.getInstance("TLS");
            server.init(managers.getKeyManagers(), null, null);
            byte[] certificate = keys.getCertificate("forge").getEncoded();
            Path pem = Files.writeString(
                    folder.resolve("forge.pem"),
                    "-----BEGIN CERTIFICATE-----\n"
                            + Base64.getMimeEncoder().encodeToString(certificate)
                            + "\n-----END CERTIFICATE-----\n");
            return new TestCertificate(server, pem);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}

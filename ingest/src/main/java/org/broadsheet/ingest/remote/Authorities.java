package org.broadsheet.ingest.remote;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.broadsheet.common.lifecycle.StartFailure;
import org.jspecify.annotations.Nullable;

/** By whose certificates remotes are known. */
final class Authorities {
    private Authorities() {}

    /**
     * Those that the JVM trusts, and those of a file.
     *
     * @param file certificates as PEM, or one as DER
     * @throws StartFailure if there is none in it
     */
    static TrustManager[] and(Path file) {
        List<Certificate> all = new ArrayList<>();
        try (InputStream in = Files.newInputStream(file)) {
            all.addAll(CertificateFactory.getInstance("X.509").generateCertificates(in));
        } catch (IOException | GeneralSecurityException e) {
            throw new StartFailure("remotes.authorities: " + file + " cannot be read as certificates: " + e, e);
        }
        if (all.isEmpty()) {
            throw new StartFailure("remotes.authorities: " + file + " holds no certificate");
        }
        try {
            for (TrustManager manager : managers(null)) {
                if (manager instanceof X509TrustManager known) {
                    all.addAll(List.<X509Certificate>of(known.getAcceptedIssuers()));
                }
            }
            KeyStore trusted = KeyStore.getInstance("PKCS12");
            trusted.load(null, null);
            for (Certificate certificate : all) {
                trusted.setCertificateEntry(Integer.toString(trusted.size()), certificate);
            }
            return managers(trusted);
        } catch (IOException | GeneralSecurityException e) {
            throw new StartFailure("remotes.authorities: " + file + " cannot be used: " + e, e);
        }
    }

    /** @param trusted null: what the JVM trusts */
    private static TrustManager[] managers(@Nullable KeyStore trusted) throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(trusted);
        return factory.getTrustManagers();
    }
}

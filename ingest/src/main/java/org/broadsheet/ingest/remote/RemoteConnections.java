package org.broadsheet.ingest.remote;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.net.MalformedURLException;
import java.net.Proxy;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.TrustManager;
import org.broadsheet.common.config.Secret;
import org.broadsheet.common.http.Turns;
import org.broadsheet.ingest.git.CountedInput;
import org.eclipse.jgit.transport.http.HttpConnection;
import org.eclipse.jgit.transport.http.HttpConnectionFactory;
import org.eclipse.jgit.transport.http.JDKHttpConnection;
import org.jspecify.annotations.Nullable;

/**
 * The connections of one look: to the remote's own scheme, host and port alone, since each brings the token; and what they answer is
 * bounded, but for packs, which others count. One thread.
 */
final class RemoteConnections implements HttpConnectionFactory {
    /** For all that is no pack: some 100,000 branches. */
    private static final long LISTS = 16 << 20;

    /** Of those whose tokens are enough; GitHub's own name for it. */
    private static final String ANY_USER = "x-access-token";

    private final URI remote;
    private final Optional<String> authorization;
    private final Optional<TrustManager[]> trusted;
    private final Turns.Turn turn;
    private long allowed = LISTS;
    private int status;

    /**
     * @param trusted by whom the remote is known; empty: by those whom the JVM trusts
     * @param turn ends what is read when it is given up
     */
    RemoteConnections(URI remote, Optional<Secret> token, Optional<TrustManager[]> trusted, Turns.Turn turn) {
        this.remote = remote;
        this.trusted = trusted;
        this.turn = turn;
        this.authorization = token.map(Secret::text)
                .map(text -> text.contains(":") ? text : ANY_USER + ":" + text)
                .map(text -> "Basic " + Base64.getEncoder().encodeToString(text.getBytes(UTF_8)));
    }

    /** What the last answer was; 0: none came. */
    int status() {
        return status;
    }

    /** So many bytes of a pack came, which others count. */
    void packed(int bytes) {
        // In its packets it is larger.
        allowed += 2L * bytes;
    }

    /** The remote sends us somewhere else. */
    static final class Elsewhere extends IOException {
        private static final long serialVersionUID = 1;

        private Elsewhere(URL url) {
            super("it sends us to " + origin(url.getProtocol(), url.getHost(), url.getPort()));
        }
    }

    @Override
    public HttpConnection create(URL url) throws IOException {
        return create(url, Proxy.NO_PROXY);
    }

    @Override
    public HttpConnection create(URL url, Proxy proxy) throws IOException {
        requireOrigin(url);
        HttpConnection connection = new Connection(url, proxy);
        if (trusted.isPresent() && url.getProtocol().equals("https")) {
            try {
                connection.configure(null, trusted.get(), null);
            } catch (GeneralSecurityException e) {
                throw new IOException("the certificates of remotes.authorities cannot be used: " + e, e);
            }
        }
        if (authorization.isPresent()) {
            connection.setRequestProperty("Authorization", authorization.get());
        }
        return connection;
    }

    private void requireOrigin(URL url) throws Elsewhere {
        if (!origin(url.getProtocol(), url.getHost(), url.getPort())
                .equals(origin(remote.getScheme(), remote.getHost(), remote.getPort()))) {
            throw new Elsewhere(url);
        }
    }

    private static String origin(String scheme, String host, int port) {
        String lower = scheme.toLowerCase(Locale.ROOT);
        int usual = lower.equals("https") ? 443 : 80;
        return lower + "://" + host.toLowerCase(Locale.ROOT) + (port < 0 || port == usual ? "" : ":" + port);
    }

    private final class Connection extends JDKHttpConnection {
        Connection(URL url, Proxy proxy) throws IOException {
            super(url, proxy);
        }

        @Override
        public void setRequestProperty(String name, String value) {
            // Few packed bytes may be many; packs are packed already.
            super.setRequestProperty(name, name.equalsIgnoreCase("Accept-Encoding") ? "identity" : value);
        }

        @Override
        public int getResponseCode() throws IOException {
            status = super.getResponseCode();
            String encoding = getHeaderField("Content-Encoding");
            if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
                throw new IOException("it answers with Content-Encoding, which was not asked for");
            }
            if (status >= 300 && status < 400) {
                requireNotElsewhere(getHeaderField("Location"));
            }
            return status;
        }

        /** JGit would refuse some itself, and not say what to do. */
        private void requireNotElsewhere(@Nullable String location) throws IOException {
            if (location != null) {
                try {
                    requireOrigin(getURL().toURI().resolve(location).toURL());
                } catch (URISyntaxException | IllegalArgumentException | MalformedURLException e) {
                    throw new IOException("it sends us to what is no URL", e);
                }
            }
        }

        @Override
        public InputStream getInputStream() throws IOException {
            return new Counted(super.getInputStream());
        }
    }

    private final class Counted extends CountedInput {
        Counted(InputStream in) {
            super(in);
        }

        @Override
        protected void count(int bytes) throws IOException {
            turn.check();
            allowed -= bytes;
            if (allowed < 0) {
                throw new IOException(
                        String.format(Locale.ROOT, "it lists more than %,d bytes of branches and words", LISTS));
            }
        }
    }
}

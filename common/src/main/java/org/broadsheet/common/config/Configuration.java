package org.broadsheet.common.config;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.broadsheet.common.id.SiteId;

/**
 * The whole configuration, read and checked at start. Every key, its environment name, its default and one line on what it does
 * stand in the default file {@code broadsheet-defaults.yml}. Flags beat environment beat {@code broadsheet.yml} beat the
 * repository's {@code site.yml}.
 *
 * @param sites those that there are, one at least: those that are listed, or the one that keys at the top of the file describe
 * @param data the folder of everything that is kept: stores, Git, Kafka, keys
 */
public record Configuration(
        List<Site> sites,
        Path data,
        Content content,
        Remotes remotes,
        Http http,
        Csp csp,
        Git git,
        Kafka kafka,
        Stores storage,
        Push push,
        Limits limits,
        Feeds feeds,
        Webhooks webhooks) {
    /** The same, with others in the place of two of its groups. */
    public Configuration with(Http otherHttp, Webhooks otherWebhooks) {
        return new Configuration(
                sites, data, content, remotes, otherHttp, csp, git, kafka, storage, push, limits, feeds, otherWebhooks);
    }

    /** Of one site, whose findings are told all, with all else under another folder. */
    public Configuration checking(Site site, Path otherData) {
        Push all = new Push(push.timeout(), push.liveLines(), Integer.MAX_VALUE, push.onProblem(), push.judging());
        return new Configuration(
                List.of(site),
                otherData,
                content,
                remotes,
                http,
                csp,
                git,
                kafka,
                storage,
                all,
                limits,
                feeds,
                webhooks);
    }

    public Configuration {
        sites = List.copyOf(sites);
    }

    /**
     * One of the sites.
     *
     * @param source the Git repository that its content comes from; empty: the hosted one
     * @param branch the branch to publish; empty: of the hosted one the first that is pushed, of a local one the checked out, of a
     *     remote one what its HEAD names
     * @param token for a remote source, or {@code user:token}
     * @param hookSecret by which the calls of a remote source's forge are known
     * @param baseUrl where readers find the site; empty, in {@code up} with one site only: what {@code site.yml} says, or
     *     {@code http://localhost:<port>}
     * @param siteStore the folder of its site store; {@code workStore} that of its work store
     * @param remote the hosted repository's name below {@code /git/} and in the data folder, such as {@code content.git}
     */
    public record Site(
            SiteId id,
            Optional<ContentSource> source,
            Optional<String> branch,
            Optional<Secret> token,
            Optional<Secret> hookSecret,
            Optional<URI> baseUrl,
            Path siteStore,
            Path workStore,
            String remote) {}

    /** @param poll how often the refs of a local repository are read */
    public record Content(Duration poll) {}

    /**
     * How sources elsewhere are looked at.
     *
     * @param poll how often when nothing asks for it
     * @param pause between the beginnings of two looks, at least; after a failure the first of the pauses, each twice the one before
     * @param longestPause of these
     * @param jitter the part of such a pause, 0 to 1, that chance adds at most
     * @param silence how long a remote may say nothing
     * @param longest look, with all that it fetches
     * @param hookBytes of the call of a forge
     * @param plainHttp hosts that may be asked without encryption; this machine always may
     * @param authorities a file of certificates by which remotes are known, besides those that the JVM trusts
     */
    public record Remotes(
            Duration poll,
            Duration pause,
            Duration longestPause,
            double jitter,
            Duration silence,
            Duration longest,
            int hookBytes,
            List<String> plainHttp,
            Optional<Path> authorities) {}

    /**
     * @param host the address to listen on
     * @param port 0: any free one
     * @param token what every request but the public and the local ones must bring
     * @param headerTimeout from a request's first byte until its header is there
     * @param bodyTimeout until a body is there of a request that is neither local nor brings the token
     * @param maxConnections beyond which silent ones make room for those who connect, or these wait
     * @param reservedShare the part of them kept for requests that are local or bring the token, and as much for those that do not
     * @param computing how many requests to the API compute at once; 0: half the processors, one at least
     * @param referrerPolicy what browsers tell other sites of the page that they come from
     */
    public record Http(
            String host,
            int port,
            Optional<String> token,
            Duration idleTimeout,
            Duration headerTimeout,
            Duration bodyTimeout,
            int maxConnections,
            double reservedShare,
            long maxRequestBytes,
            int computing,
            String referrerPolicy) {
        public Http withMaxConnections(int other) {
            return new Http(
                    host,
                    port,
                    token,
                    idleTimeout,
                    headerTimeout,
                    bodyTimeout,
                    other,
                    reservedShare,
                    maxRequestBytes,
                    computing,
                    referrerPolicy);
        }
    }

    /**
     * The content security policy of what readers fetch: what browsers load, run and show of it. Each component is the directive of its
     * name.
     *
     * @param connectSrc empty: what {@code defaultSrc} says; likewise {@code fontSrc}
     */
    public record Csp(
            SourceList defaultSrc,
            SourceList imgSrc,
            SourceList mediaSrc,
            SourceList frameSrc,
            SourceList styleSrc,
            SourceList scriptSrc,
            Optional<SourceList> connectSrc,
            Optional<SourceList> fontSrc,
            SourceList objectSrc,
            SourceList baseUri,
            SourceList frameAncestors) {}

    /**
     * What requests to the hosted repository may cost.
     *
     * @param computing how many requests of a kind (fetches, pushes, lists of refs) compute at once; 0: half the processors, one at
     *     least
     * @param requests open at once, in all; whoever comes then is told to try again
     * @param spool bytes on disk of what was sent and is not worked on yet, and of what was made and is not fetched yet
     * @param ids that a request may list: what is wanted, had, shallow, pushed
     * @param names that a request may list: prefixes of refs, refs, options
     * @param objects of a push
     * @param history bytes of a push that its folders and commits come to, unpacked: each commit has each folder that it changes whole
     * @param held bytes of one object that has to be in memory as a whole: a tree, a commit, a file that is sent as the difference
     *     to another, and that other
     * @param deltaDepth how many differences may stand on one another
     * @param packed bytes that a request comes to which was sent as gzip
     */
    public record Git(
            int computing,
            int requests,
            long spool,
            int ids,
            int names,
            int objects,
            long history,
            int held,
            int deltaDepth,
            long packed) {}

    /**
     * @param bootstrap {@code host:port} of brokers; empty in {@code up}: the embedded one
     * @param groupProtocol consumer or classic
     */
    public record Kafka(
            Optional<String> bootstrap,
            int partitions,
            int replication,
            String groupProtocol,
            Duration sessionTimeout,
            Duration transactionTimeout,
            int transactionRecords,
            int transactionBytes) {}

    /**
     * @param gzip whether the site store holds what can be packed well as gzip too
     * @param reserve bytes; with less that is free on a device of data or stores nothing new is taken in
     */
    public record Stores(boolean gzip, long reserve) {}

    /**
     * @param timeout how long a push waits until its commit is live
     * @param liveLines how many {@code live} lines it prints at most; likewise {@code problemLines}
     * @param onProblem publish or reject
     * @param judging how long it may take to say, before a push is taken, whether it brings a problem; and how long a push waits, at
     *     most, while it is said of others
     */
    public record Push(Duration timeout, int liveLines, int problemLines, String onProblem, Duration judging) {
        static final String REJECT = "reject";

        private static final int RECORDED = 50;

        /** Whether a push that brings a problem is refused as a whole. */
        public boolean isRejecting() {
            return onProblem.equals(REJECT);
        }

        /** How many problems and warnings a record of a commit names, if it has room for them. */
        public int recorded() {
            return Math.max(RECORDED, problemLines);
        }
    }

    /**
     * Sizes in bytes.
     *
     * @param path of a file's path in the repository; of a longer one only its beginning is read
     * @param renames files that came, and as many that left, of which a commit's bodies are compared to find what was renamed
     * @param renameTexts what these bodies come to
     * @param unpacked what the files that one push sends come to, unpacked
     * @param inlineValue of a record's serialised form, above which a body lies in the work store; more without it is refused
     * @param problemsPerFile how many problems and warnings of one file are kept; the others are counted
     * @param markdownDepth nesting of lists, quotes, emphasis and links
     * @param markdownBrackets link openings in one block, likewise {@code markdownRows} lines of one paragraph or table: the parser's time
     *     grows with their square
     * @param markdownCode characters of a text's code that are coloured
     */
    public record Limits(
            int post,
            long asset,
            long pack,
            long unpacked,
            int files,
            int path,
            int renames,
            long renameTexts,
            int frontMatter,
            int yamlAliases,
            int yamlDepth,
            int jekyllDefaults,
            int hugoFiles,
            int inlineValue,
            int problemsPerFile,
            int markdownDepth,
            int markdownBrackets,
            int markdownRows,
            int markdownCode,
            Duration markdownTime) {}

    /** @param items how many of the newest posts a feed holds */
    public record Feeds(int items) {}

    /**
     * @param allow host names, addresses or CIDR blocks of private targets that any endpoint may have
     * @param inFlight attempts under way in all; {@code inFlightPerEndpoint} to one
     * @param longestPause between attempts to an endpoint that fails, while any delivery to it is due
     * @param retries the pauses before the second and later attempts
     * @param jitter the part of a pause, 0 to 1, that chance adds at most
     * @param secretKeys {@code id:base64} of AES-256 keys, the first seals; empty: a file under {@code data}
     */
    public record Webhooks(
            List<String> allow,
            Duration timeout,
            int inFlight,
            int inFlightPerEndpoint,
            Duration longestPause,
            List<Duration> retries,
            double jitter,
            int maxEndpoints,
            int maxResponseBytes,
            List<String> secretKeys) {
        public Webhooks withInFlight(int other) {
            return new Webhooks(
                    allow,
                    timeout,
                    other,
                    inFlightPerEndpoint,
                    longestPause,
                    retries,
                    jitter,
                    maxEndpoints,
                    maxResponseBytes,
                    secretKeys);
        }
    }
}

package io.barograph.connectors.mqtt;

import com.hivemq.client.mqtt.datatypes.MqttTopicFilter;
import io.barograph.connectors.shared.TlsIdentity;
import io.barograph.connectors.shared.TlsTrust;
import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.formats.GivenOptions;
import io.barograph.formats.Secret;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the declaration of a table says about its broker and topics.
 *
 * @param isSecure whether by TLS
 * @param filter of topics, with wildcards; shared where it begins with {@code $share/}
 * @param clientId by which the broker knows us again; null for one of the journal's folder
 * @param authorities a file of certificates that are trusted in place of Java's, or null
 * @param identity by what we prove to the broker who we are, or null
 * @param sessionSeconds for how long the broker keeps what comes while we are away
 * @param inFlight messages that the broker sends ahead of our acknowledgements
 * @param patienceMillis for how long a broker that is not there is tried again; {@link Long#MAX_VALUE} for ever
 */
record MqttOptions(
        String host,
        int port,
        boolean isSecure,
        MqttTopicFilter filter,
        @Nullable String clientId,
        @Nullable String user,
        Secret password,
        @Nullable String authorities,
        @Nullable TlsIdentity identity,
        long sessionSeconds,
        int inFlight,
        long patienceMillis) {
    private static final String URL = "url";
    static final String TOPIC = "topic";
    private static final String CLIENT_ID = "client.id";
    private static final String USER = "user";
    private static final String PASSWORD = "password";
    private static final String SESSION_EXPIRY = "session.expiry";
    private static final String IN_FLIGHT = "in.flight";
    static final String RETRY = "retry.for";

    static final List<String> KNOWN = Stream.of(
                    List.of(URL, TOPIC, CLIENT_ID, USER, SESSION_EXPIRY, IN_FLIGHT, RETRY, TlsTrust.OPTION),
                    Secret.options(PASSWORD),
                    TlsIdentity.OPTIONS)
            .flatMap(List::stream)
            .toList();

    private static final int PLAIN_PORT = 1883;
    private static final int SECURE_PORT = 8883;
    private static final int MOST_IN_FLIGHT = 60_000;
    private static final int USUAL_IN_FLIGHT = 1_000;

    /** The longest that the protocol can say but "for ever". */
    private static final long MOST_SECONDS = 0xFFFF_FFFEL;

    private static final int ID_BYTES = 6;

    /** @throws BarographException {@code INVALID_OPTION} */
    static MqttOptions take(GivenOptions given) {
        URI url = url(given);
        String scheme = String.valueOf(url.getScheme()).toLowerCase(Locale.ROOT);
        boolean secure = scheme.equals("mqtts");
        int port = url.getPort() > 0 ? url.getPort() : secure ? SECURE_PORT : PLAIN_PORT;
        MqttTopicFilter filter = filter(given);
        String clientId = given.take(CLIENT_ID);
        String user = given.take(USER);
        Secret password = Secret.take(given, PASSWORD);
        if (user == null && password.isGiven()) {
            throw given.invalid("a password needs its '" + USER + "'");
        }
        String authorities = given.take(TlsTrust.OPTION);
        TlsIdentity identity = TlsIdentity.take(given);
        if ((authorities != null || identity != null) && !secure) {
            throw given.invalid("options 'tls.…' are for TLS: '" + URL + "' = 'mqtts://…'");
        }
        long session = given.takeMillis(SESSION_EXPIRY).orElse(TimeUnit.DAYS.toMillis(7));
        int inFlight = (int) given.takeNumber(IN_FLIGHT, 1, MOST_IN_FLIGHT, USUAL_IN_FLIGHT);
        long patience = given.takeMillisOrAll(RETRY, TimeUnit.MINUTES.toMillis(2));
        return new MqttOptions(
                url.getHost(),
                port,
                secure,
                filter,
                clientId,
                user,
                password,
                authorities,
                identity,
                Math.min(MOST_SECONDS, Math.max(1, TimeUnit.MILLISECONDS.toSeconds(session))),
                inFlight,
                patience);
    }

    private static URI url(GivenOptions given) {
        String text = given.take(URL);
        if (text == null) {
            throw given.missing(URL, "where the broker is: '" + URL + "' = 'mqtt://localhost:1883'");
        }
        URI url = null;
        try {
            url = new URI(text.trim());
        } catch (URISyntaxException e) {
            // Refused below.
        }
        if (url != null && url.getUserInfo() != null) {
            throw given.invalid("the broker's '" + URL + "' holds a name or password; give them as '" + USER + "' and '"
                    + PASSWORD + ".env'");
        }
        boolean known = url != null
                && url.getHost() != null
                && String.valueOf(url.getScheme()).matches("(?i)mqtts?");
        if (url == null || !known || !String.valueOf(url.getPath()).matches("/?")) {
            throw given.invalid(
                    "option '" + URL + "' is '" + text + "', but must be 'mqtt://HOST:PORT', or 'mqtts://…' with TLS");
        }
        return url;
    }

    private static MqttTopicFilter filter(GivenOptions given) {
        String topic = given.take(TOPIC);
        if (topic == null) {
            throw given.missing(TOPIC, "which messages: '" + TOPIC + "' = 'sensors/+/readings'");
        }
        try {
            return MqttTopicFilter.of(topic);
        } catch (IllegalArgumentException e) {
            throw given.invalid("option '" + TOPIC + "' is no filter of topics: " + e.getMessage());
        }
    }

    /** {@code mqtt://localhost:1883}. */
    String address() {
        return (isSecure ? "mqtts://" : "mqtt://") + host + ":" + port;
    }

    /** The id that the broker knows us by: the same at every start, another one for another journal. */
    String clientId(String journal) {
        if (clientId != null) {
            return clientId;
        }
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256")
                    .digest(Path.of(journal)
                            .toAbsolutePath()
                            .normalize()
                            .toString()
                            .getBytes(StandardCharsets.UTF_8));
            return "barograph-" + HexFormat.of().formatHex(hash, 0, ID_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new BarographException(ErrorCode.INTERNAL, "every Java has SHA-256", e);
        }
    }
}

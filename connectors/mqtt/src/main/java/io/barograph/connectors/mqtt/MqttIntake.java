package io.barograph.connectors.mqtt;

import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.MqttClientSslConfig;
import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.lifecycle.MqttClientDisconnectedContext;
import com.hivemq.client.mqtt.lifecycle.MqttClientReconnector;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5ClientBuilder;
import com.hivemq.client.mqtt.mqtt5.datatypes.Mqtt5UserProperty;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5ConnAckException;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5DisconnectException;
import com.hivemq.client.mqtt.mqtt5.message.auth.Mqtt5SimpleAuth;
import com.hivemq.client.mqtt.mqtt5.message.auth.Mqtt5SimpleAuthBuilder;
import com.hivemq.client.mqtt.mqtt5.message.connect.Mqtt5Connect;
import com.hivemq.client.mqtt.mqtt5.message.connect.Mqtt5ConnectBuilder;
import com.hivemq.client.mqtt.mqtt5.message.disconnect.Mqtt5DisconnectReasonCode;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import com.hivemq.client.mqtt.mqtt5.message.subscribe.Mqtt5RetainHandling;
import io.barograph.connectors.journal.Appended;
import io.barograph.connectors.journal.Intake;
import io.barograph.connectors.journal.JournalEntry;
import io.barograph.connectors.journal.JournalWriter;
import io.barograph.connectors.shared.ConnectionBreaker;
import io.barograph.connectors.shared.TlsIdentity;
import io.barograph.connectors.shared.TlsTrust;
import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.core.live.Breaker;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Phaser;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Journals the messages of a subscription. Each is acknowledged when it is on the disk, so the broker sends again what a crash
 * lost; and the session is kept, so it keeps what comes while we are away.
 */
final class MqttIntake implements Intake {
    private static final String KEY = "Idempotency-Key";
    private static final int KEEP_ALIVE_SECONDS = 20;
    private static final long FIRST_DELAY_MILLIS = 200;
    private static final long LAST_DELAY_MILLIS = 10_000;
    private static final long CLOSE_SECONDS = 5;

    private final MqttOptions options;
    private final JournalWriter journal;
    private final Mqtt5AsyncClient client;
    private final ExecutorService taking;
    private final ConnectionBreaker breaker;
    /** Parties: messages on their way to the disk, and the intake itself. */
    private final Phaser pending = new Phaser(1);

    private volatile boolean closing;
    /** Done while there is a connection, or one is being made. */
    private volatile CompletableFuture<Void> nextTry = CompletableFuture.completedFuture(null);

    private volatile @Nullable BarographException failure;
    private volatile @Nullable String lastReason;
    /** 0 while there is a connection. */
    private volatile long awaySinceNanos = System.nanoTime() | 1;

    MqttIntake(MqttOptions options, JournalWriter journal) {
        this.options = options;
        this.journal = journal;
        this.breaker = new ConnectionBreaker(options.address());
        this.taking = Executors.newSingleThreadExecutor(work -> {
            Thread thread = new Thread(work, "barograph-mqtt");
            thread.setDaemon(true);
            return thread;
        });
        this.client = client();
        client.publishes(MqttGlobalPublishFilter.ALL, this::take, taking, true);
        connect();
    }

    private Mqtt5AsyncClient client() {
        Mqtt5ClientBuilder builder = MqttClient.builder()
                .useMqttVersion5()
                .identifier(options.clientId(journal.name()))
                .serverHost(options.host())
                .serverPort(options.port())
                .automaticReconnect()
                .initialDelay(FIRST_DELAY_MILLIS, TimeUnit.MILLISECONDS)
                .maxDelay(LAST_DELAY_MILLIS, TimeUnit.MILLISECONDS)
                .applyAutomaticReconnect()
                .addConnectedListener(connected -> connected())
                .addDisconnectedListener(this::disconnected);
        return (options.isSecure() ? builder.sslConfig(tls()) : builder).buildAsync();
    }

    private MqttClientSslConfig tls() {
        String authorities = options.authorities();
        TlsIdentity identity = options.identity();
        return MqttClientSslConfig.builder()
                .trustManagerFactory(authorities == null ? null : TlsTrust.of(authorities))
                .keyManagerFactory(identity == null ? null : identity.keys())
                .build();
    }

    private void connect() {
        Mqtt5ConnectBuilder connect = Mqtt5Connect.builder();
        String user = options.user();
        if (user != null) {
            connect = connect.simpleAuth(auth(user));
        }
        client.connect(connect.cleanStart(false)
                        .sessionExpiryInterval(options.sessionSeconds())
                        .keepAlive(KEEP_ALIVE_SECONDS)
                        .restrictions()
                        .receiveMaximum(options.inFlight())
                        .applyRestrictions()
                        .build())
                .thenCompose(connected -> client.subscribeWith()
                        .topicFilter(options.filter())
                        .qos(MqttQos.AT_LEAST_ONCE)
                        .retainHandling(Mqtt5RetainHandling.SEND_IF_SUBSCRIPTION_DOES_NOT_EXIST)
                        .send())
                .whenComplete((subscribed, wrong) -> {
                    if (wrong != null) {
                        fail("does not let us subscribe to '" + options.filter() + "': " + reason(wrong));
                    }
                });
    }

    private Mqtt5SimpleAuth auth(String user) {
        Mqtt5SimpleAuthBuilder.Complete auth = Mqtt5SimpleAuth.builder().username(user);
        String password = options.password().value();
        return password == null
                ? auth.build()
                : auth.password(password.getBytes(StandardCharsets.UTF_8)).build();
    }

    private void connected() {
        awaySinceNanos = 0;
        breaker.connected();
        if (closing) {
            client.disconnect();
        }
    }

    private void disconnected(MqttClientDisconnectedContext context) {
        if (awaySinceNanos == 0) {
            awaySinceNanos = System.nanoTime() | 1;
        }
        Throwable cause = context.getCause();
        lastReason = reason(cause);
        if (closing) {
            // The session may be our successor's by now.
            context.getReconnector().reconnect(false);
        } else if (cause instanceof Mqtt5DisconnectException told
                && told.getMqttMessage().getReasonCode() == Mqtt5DisconnectReasonCode.SESSION_TAKEN_OVER) {
            context.getReconnector().reconnect(false);
            fail(
                    ErrorCode.FENCED,
                    "has given our session to another client of the id '" + options.clientId(journal.name())
                            + "'; stop that, or give one of them another 'client.id'");
        } else if (cause instanceof Mqtt5ConnAckException refused && isFinal(refused)) {
            context.getReconnector().reconnect(false);
            fail("refuses us: " + reason(cause));
        } else {
            pause(context.getReconnector(), cause);
        }
    }

    /** Tries again when the circuit breaker lets it, or later: the client's pauses grow, and are random. */
    private void pause(MqttClientReconnector reconnector, Throwable cause) {
        breaker.failed(cause);
        long pause = Math.max(reconnector.getDelay(TimeUnit.MILLISECONDS), breaker.pauseMillis());
        CompletableFuture<Void> next = CompletableFuture.runAsync(
                breaker::trying, CompletableFuture.delayedExecutor(pause, TimeUnit.MILLISECONDS));
        nextTry = next;
        reconnector.delay(0, TimeUnit.MILLISECONDS).reconnectWhen(next, (tried, unused) -> {
            if (closing) {
                reconnector.reconnect(false);
            }
        });
        if (closing) {
            next.cancel(false);
        }
    }

    private static boolean isFinal(Mqtt5ConnAckException refused) {
        return switch (refused.getMqttMessage().getReasonCode()) {
            case NOT_AUTHORIZED,
                    BAD_USER_NAME_OR_PASSWORD,
                    BAD_AUTHENTICATION_METHOD,
                    BANNED,
                    CLIENT_IDENTIFIER_NOT_VALID,
                    UNSUPPORTED_PROTOCOL_VERSION,
                    PROTOCOL_ERROR,
                    MALFORMED_PACKET -> true;
            default -> false;
        };
    }

    private static String reason(Throwable cause) {
        Throwable root = cause;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        return root instanceof Mqtt5ConnAckException refused
                ? refused.getMqttMessage().getReasonCode().toString()
                : String.valueOf(root.getMessage());
    }

    private void fail(String what) {
        fail(ErrorCode.UNAVAILABLE, what);
    }

    private void fail(ErrorCode code, String what) {
        if (!closing && failure == null) {
            failure = new BarographException(code, "the broker at " + options.address() + " " + what);
        }
    }

    /** Journals a message; called by one thread, in the order in which they came. */
    private void take(Mqtt5Publish message) {
        if (closing) {
            // The broker sends it again.
            return;
        }
        pending.register();
        try {
            append(message, key(message));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            pending.arriveAndDeregister();
        } catch (BarographException e) {
            failed(e);
        }
    }

    private void append(Mqtt5Publish message, @Nullable String key) throws InterruptedException {
        JournalEntry entry = new JournalEntry(
                System.currentTimeMillis(), key, message.getTopic().toString());
        byte[] payload = message.getPayloadAsBytes();
        entry.add(payload, 0, payload.length);
        journal.appendPatiently(entry).whenComplete((appended, wrong) -> {
            if (wrong != null) {
                failed(wrong);
            } else if (appended.outcome() == Appended.Outcome.CONFLICT) {
                // Nobody can be told that the key was used before, so the message counts as another one.
                again(message);
            } else {
                message.acknowledge();
                pending.arriveAndDeregister();
            }
        });
    }

    private void again(Mqtt5Publish message) {
        try {
            append(message, null);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            pending.arriveAndDeregister();
        }
    }

    private void failed(Throwable wrong) {
        pending.arriveAndDeregister();
        if (!closing && failure == null) {
            failure = wrong instanceof BarographException known
                    ? known
                    : new BarographException(ErrorCode.INTERNAL, "a message cannot be journaled: " + wrong, wrong);
        }
    }

    private static @Nullable String key(Mqtt5Publish message) {
        for (Mqtt5UserProperty property : message.getUserProperties().asList()) {
            if (property.getName().toString().equalsIgnoreCase(KEY)) {
                return property.getValue().toString();
            }
        }
        return null;
    }

    private long awayMillis() {
        long since = awaySinceNanos;
        return since == 0 ? 0 : TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - since);
    }

    @Override
    public String health() {
        long away = awayMillis();
        String why = lastReason;
        return away < TimeUnit.SECONDS.toMillis(1)
                ? ""
                : "no connection to " + options.address() + " for " + TimeUnit.MILLISECONDS.toSeconds(away) + " s"
                        + (why == null ? "" : " (" + why + ")") + "; circuit breaker: " + breaker.text();
    }

    @Override
    public List<Breaker> breakers() {
        return List.of(breaker.state());
    }

    @Override
    public void check() {
        if (awayMillis() > options.patienceMillis()) {
            String why = lastReason;
            fail("has not been there for " + TimeUnit.MILLISECONDS.toSeconds(awayMillis()) + " s"
                    + (why == null ? "" : " (" + why + ")") + "; start it, correct 'url', or wait longer with '"
                    + MqttOptions.RETRY + "' = 'ALL'");
        }
        BarographException failed = failure;
        if (failed != null) {
            throw failed;
        }
    }

    /** Acknowledges what is on the disk, and leaves the session to the broker. */
    @Override
    public void close() {
        closing = true;
        nextTry.cancel(false);
        try {
            taking.submit(() -> {}).get(CLOSE_SECONDS, TimeUnit.SECONDS);
            pending.awaitAdvanceInterruptibly(pending.arrive(), CLOSE_SECONDS, TimeUnit.SECONDS);
            client.disconnect().get(CLOSE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException unreachable) {
            // It finds out by itself that we are gone.
        }
        taking.shutdownNow();
    }
}

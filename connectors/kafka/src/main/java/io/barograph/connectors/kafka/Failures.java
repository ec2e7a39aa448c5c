package io.barograph.connectors.kafka;

import io.barograph.connectors.shared.NoAnswerException;
import io.barograph.connectors.shared.Patience;
import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.UnsupportedVersionException;

/** What the exceptions of Kafka's clients mean, in words for the person who asked. */
final class Failures {
    private static final String UNRESOLVED = "No resolvable bootstrap urls";

    private Failures() {}

    /** What a client's wrappers are about. */
    static Throwable cause(Throwable failed) {
        Throwable cause = failed;
        while ((cause instanceof ExecutionException
                        || cause instanceof CompletionException
                        || cause.getClass() == KafkaException.class)
                && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }

    /** Whether the same may succeed later, without anybody's doing. */
    static boolean isTransient(Throwable failed) {
        Throwable cause = cause(failed);
        return cause instanceof RetriableException || cause instanceof NoAnswerException || isUnresolved(cause);
    }

    private static boolean isUnresolved(Throwable cause) {
        return cause instanceof ConfigException
                && String.valueOf(cause.getMessage()).startsWith(UNRESOLVED);
    }

    static boolean isFenced(Throwable failed) {
        Throwable cause = cause(failed);
        return cause instanceof ProducerFencedException || cause instanceof InvalidProducerEpochException;
    }

    /** @param doing what was tried: {@code cannot write to topic 't'} */
    static BarographException of(Cluster cluster, String doing, Throwable failed) {
        Throwable cause = cause(failed);
        if (cause instanceof BarographException known) {
            return known;
        }
        String reason = cluster.withoutSecrets(reason(cause));
        String message = doing + " at " + cluster.servers() + ": " + reason;
        if (cause instanceof AuthenticationException) {
            return made(
                    ErrorCode.UNAVAILABLE, message + "; check 'properties.security.protocol' and 'properties.sasl.…'");
        }
        if (cause instanceof AuthorizationException) {
            return made(ErrorCode.UNAVAILABLE, message + "; ask whoever runs the cluster for the right to do it");
        }
        if (cause instanceof RecordTooLargeException) {
            return made(
                    ErrorCode.BAD_DATA,
                    message + "; allow for larger ones with 'properties.max.request.size', and with the topic's"
                            + " max.message.bytes");
        }
        if (cause instanceof UnsupportedVersionException) {
            return made(ErrorCode.NOT_SUPPORTED, message + "; the broker is too old: Kafka 2.5 or later is needed");
        }
        if (isTransient(cause)) {
            return made(
                    ErrorCode.UNAVAILABLE,
                    message + "; tried for " + cluster.patience() + " ('" + Patience.OPTION
                            + "'). Start the broker, or correct 'properties.bootstrap.servers'");
        }
        boolean misconfigured = cause instanceof ConfigException;
        return made(
                misconfigured ? ErrorCode.INVALID_OPTION : ErrorCode.UNAVAILABLE,
                message + (misconfigured ? "; correct it among the options 'properties.…'" : ""));
    }

    /** Without its cause, whose own message may show what is to be hidden. */
    private static BarographException made(ErrorCode code, String message) {
        return new BarographException(code, message);
    }

    static String reason(Throwable cause) {
        String text = cause.getMessage();
        return text == null || text.isBlank() ? cause.getClass().getSimpleName() : text;
    }
}

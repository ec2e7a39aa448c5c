package io.barograph.connectors.postgres;

import io.barograph.connectors.shared.NoAnswerException;
import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.sql.SQLException;
import java.util.Set;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** What the states of PostgreSQL's errors mean. */
final class Failures {
    /**
     * Serialisation failures and deadlocks, servers that shut down or start, and too many connections. With the class 08, of
     * connections that broke, all that may pass by itself.
     */
    private static final Set<String> PASSING =
            Set.of("40001", "40P01", "57P01", "57P02", "57P03", "57P05", "53300", "25006", "55P03");

    private static final String CONNECTION = "08";
    private static final String REJECTED = "08004";

    private Failures() {}

    static boolean isTransient(Throwable failed) {
        if (failed instanceof NoAnswerException) {
            return true;
        }
        String state = state(failed);
        return state.startsWith(CONNECTION) && !state.equals(REJECTED) || PASSING.contains(state);
    }

    /** Whether the connection can be used no more. */
    static boolean breaksConnection(Throwable failed) {
        String state = state(failed);
        return state.startsWith(CONNECTION) || state.startsWith("57P");
    }

    private static String state(Throwable failed) {
        String state = failed instanceof SQLException sql ? sql.getSQLState() : null;
        return state == null ? "" : state;
    }

    /** What the server said, and which row or object it is about. */
    static String reason(Throwable failed) {
        Throwable cause = failed.getCause();
        if (cause instanceof ConnectException) {
            return "it refuses the connection";
        } else if (cause instanceof UnknownHostException) {
            return "there is no such host";
        } else if (cause instanceof SocketTimeoutException) {
            return "it does not answer";
        }
        ServerErrorMessage server = failed instanceof PSQLException sql ? sql.getServerErrorMessage() : null;
        String text = server == null ? failed.getMessage() : server.getMessage();
        String detail = server == null ? null : server.getDetail();
        String reason = text == null || text.isBlank() ? failed.getClass().getSimpleName() : text;
        return detail == null ? reason : reason + " (" + detail + ")";
    }

    /** A failure that stays until somebody mends it. */
    static BarographException lasting(String message, Throwable failed) {
        String state = state(failed);
        return switch (state.length() < 2 ? "" : state.substring(0, 2)) {
            case "28", CONNECTION ->
                new BarographException(
                        ErrorCode.UNAVAILABLE,
                        message + "; check '" + Database.USER + "', and '" + Database.PASSWORD + "' or '"
                                + Database.PASSWORD_FILE + "'");
            case "3D" -> new BarographException(ErrorCode.UNAVAILABLE, message + "; create it, or correct 'url'");
            case "3F" ->
                new BarographException(ErrorCode.UNKNOWN_TABLE, message + "; create it, or correct 'table-name'");
            case "22", "23" ->
                new BarographException(
                        ErrorCode.BAD_DATA, message + "; leave such rows out with WHERE, or change the table");
            case "42" ->
                state.equals("42501")
                        ? new BarographException(
                                ErrorCode.UNAVAILABLE,
                                message + "; ask whoever runs the database for the right to do it")
                        : new BarographException(ErrorCode.UNAVAILABLE, message);
            case "53" -> new BarographException(ErrorCode.UNAVAILABLE, message + "; the server is out of a resource");
            default -> new BarographException(ErrorCode.UNAVAILABLE, message);
        };
    }
}

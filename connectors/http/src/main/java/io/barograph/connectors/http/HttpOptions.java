package io.barograph.connectors.http;

import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.formats.GivenOptions;
import io.barograph.formats.ReadFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the declaration of a table says about where it listens.
 *
 * @param path that is posted to
 * @param bodyBytes the most that the body of a request holds, compressed and not
 * @param tokenVariable the environment variable that holds the token of requests, or null
 * @param tokenFile the file that holds it, or null
 * @param isOpen whether anybody may send from other machines
 */
record HttpOptions(
        String host,
        int port,
        String path,
        int bodyBytes,
        @Nullable String tokenVariable,
        @Nullable String tokenFile,
        boolean isOpen) {
    static final String HOST = "host";
    static final String PORT = "port";
    static final String PATH = "path";
    static final String BODY_LIMIT = "body.limit";
    static final String TOKEN_VARIABLE = "token.env";
    static final String TOKEN_FILE = "token.file";
    static final String OPEN = "open";

    static final List<String> KNOWN = List.of(HOST, PORT, PATH, BODY_LIMIT, TOKEN_VARIABLE, TOKEN_FILE, OPEN);

    static final int DEFAULT_PORT = 8765;
    private static final int GREATEST_PORT = 65535;
    private static final long LEAST_BODY = 1 << 10;
    private static final long DEFAULT_BODY = 8L << 20;
    private static final long GREATEST_BODY = 64L << 20;

    /** @throws BarographException {@code INVALID_OPTION} */
    static HttpOptions take(String table, GivenOptions given) {
        String host = given.take(HOST);
        int port = (int) given.takeNumber(PORT, 1, GREATEST_PORT, DEFAULT_PORT);
        String path = given.take(PATH);
        if (path != null && !path.matches("/[^?#\\s]*")) {
            throw given.invalid("option '" + PATH + "' is '" + path + "', but must begin with '/': '/readings'");
        }
        long body = given.takeBytes(BODY_LIMIT, LEAST_BODY, DEFAULT_BODY);
        if (body > GREATEST_BODY) {
            throw given.invalid("option '" + BODY_LIMIT + "' is more than 64 MiB, which a request cannot have: send several");
        }
        String variable = given.take(TOKEN_VARIABLE);
        String file = given.take(TOKEN_FILE);
        if (given.take("token") != null) {
            throw given.invalid("a token does not belong into a file of statements: put it into an environment variable and"
                    + " say '" + TOKEN_VARIABLE + "' = 'NAME', or into a file: '" + TOKEN_FILE + "' = 'PATH'");
        }
        if (variable != null && file != null) {
            throw given.invalid("options '" + TOKEN_VARIABLE + "' and '" + TOKEN_FILE + "' both say what the token is");
        }
        boolean open = given.takeFlag(OPEN);
        return new HttpOptions(
                host == null ? "127.0.0.1" : host,
                port,
                path == null ? "/" + table : path,
                (int) body,
                variable,
                file,
                open);
    }

    /** {@code 127.0.0.1:8765}. */
    String address() {
        return host + ":" + port;
    }

    /**
     * What requests have to bring, read anew; null where none is asked for. Shown to nobody.
     *
     * @throws BarographException where it is nowhere to be found
     */
    @Nullable
    String token() {
        String found = null;
        if (tokenVariable != null) {
            found = System.getenv(tokenVariable);
        } else if (tokenFile != null) {
            try {
                found = Files.readString(Path.of(tokenFile));
            } catch (IOException e) {
                throw ReadFailure.of(tokenFile, e);
            }
        } else {
            return null;
        }
        if (found == null || found.isBlank()) {
            throw new BarographException(
                    ErrorCode.INVALID_OPTION,
                    tokenVariable != null
                            ? "the environment variable " + tokenVariable + ", which is to hold the token, is not set"
                            : "the file '" + tokenFile + "', which is to hold the token, is empty");
        }
        return found.strip();
    }
}

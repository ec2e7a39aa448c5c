package io.barograph.cli;

import io.barograph.core.engine.Cancellation;
import io.barograph.core.error.BarographException;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * {@code baro session}: command lines from a program, one after the other, each as if alone, in one process that stays warm.
 *
 * <p>Numbers are big-endian, texts UTF-8. A request is the number of arguments (4 bytes), then of each its length in bytes (4) and
 * its bytes. While it runs, frames come back: a byte for the kind, the length (4) and the bytes. {@link SessionFrames#OUT} and {@link SessionFrames#ERR}
 * carry what the command prints; {@link SessionFrames#END} its exit status (4), behind which the next request's frames follow. Where standard
 * input ends, whoever asked is gone: the running command is cancelled, and the session over. Behind what is no request nothing is
 * read any more: the running command ends by itself, and the session with an error.
 */
final class SessionCommand implements Command {
    private static final int MOST_ARGUMENTS = 1_000;
    private static final int MOST_BYTES = 1 << 24;

    @Override
    public String name() {
        return "session";
    }

    @Override
    public String summary() {
        return "for programs: command lines one after the other, in one warm process";
    }

    @Override
    public List<String> usage() {
        return List.of("baro session");
    }

    @Override
    public List<Option> options() {
        return List.of();
    }

    @Override
    public String details() {
        return """
                Each command line runs as if alone: of one nothing is left for the next but a JVM that knows
                its way, and what engines and file systems were loaded.
                Numbers are big-endian, texts UTF-8.

                request, on standard input    number of arguments (4 bytes); of each its length (4) and its bytes
                frames, on standard output    kind (1), length (4), bytes: kind 1 what the command prints,
                                              2 its messages, 0 the end, with its exit status (4)

                Where standard input ends, the running command is cancelled, and the session over: keep it
                open until the last answer is there. A line's --memory can be no more than the session's heap,
                which is as large as that of a command without it.
                """;
    }

    /** A line may be a service. */
    @Override
    public int secondsToEnd() {
        return new ServeCommand().secondsToEnd();
    }

    @Override
    public int run(Arguments arguments, Console console) throws InterruptedException {
        if (console.in() == System.in) {
            // What reads standard input by itself must not read requests.
            System.setIn(InputStream.nullInputStream());
        }
        BlockingQueue<Optional<List<String>>> requests = new LinkedBlockingQueue<>();
        AtomicReference<@Nullable BarographException> wrong = new AtomicReference<>();
        Thread reader = new Thread(
                () -> {
                    try {
                        read(console, requests);
                    } catch (BarographException e) {
                        wrong.set(e);
                    } finally {
                        requests.add(Optional.empty());
                    }
                },
                "session");
        reader.setDaemon(true);
        reader.start();
        SessionFrames frames = new SessionFrames(console.out());
        try (Cancellation.Watch ended = console.cancellation().whenRequested(() -> requests.add(Optional.empty()))) {
            for (Optional<List<String>> line = requests.take(); line.isPresent(); line = requests.take()) {
                run(line.get(), frames, console);
            }
        }
        BarographException noRequest = wrong.get();
        if (noRequest != null) {
            throw noRequest;
        }
        return 0;
    }

    private static void run(List<String> line, SessionFrames frames, Console console) {
        Cancellation own = new Cancellation();
        SessionFrames.Line answer = frames.begin();
        try (Cancellation.Watch ended = console.cancellation().whenRequested(own::request)) {
            answer.end(Baro.run(line, answer.console(console.environment(), own)));
        }
    }

    /**
     * Reads requests to the end of standard input, which cancels the running one.
     *
     * @throws BarographException if something else than a request comes; the running one goes on
     */
    private static void read(Console console, BlockingQueue<Optional<List<String>>> requests) {
        try {
            DataInputStream in = new DataInputStream(new BufferedInputStream(console.in()));
            for (Optional<List<String>> line = next(in); line.isPresent(); line = next(in)) {
                requests.add(line);
            }
        } catch (IOException gone) {
            // Within a request or behind one: whoever asked is gone all the same.
        }
        console.cancellation().request();
    }

    private static Optional<List<String>> next(DataInputStream in) throws IOException {
        int first = in.read();
        if (first < 0) {
            return Optional.empty();
        }
        int count = first << 24 | in.readUnsignedByte() << 16 | in.readUnsignedShort();
        if (count < 0 || count > MOST_ARGUMENTS) {
            throw noRequest(count, "arguments", MOST_ARGUMENTS);
        }
        List<String> line = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int length = in.readInt();
            if (length < 0 || length > MOST_BYTES) {
                throw noRequest(length, "bytes in an argument", MOST_BYTES);
            }
            byte[] text = in.readNBytes(length);
            if (text.length < length) {
                throw new EOFException();
            }
            line.add(new String(text, StandardCharsets.UTF_8));
        }
        return Optional.of(line);
    }

    private static BarographException noRequest(int number, String what, int most) {
        return Arguments.invalid("standard input is no request: " + Integer.toUnsignedString(number) + " " + what
                + ", where there may be " + most + "; see baro session --help");
    }
}

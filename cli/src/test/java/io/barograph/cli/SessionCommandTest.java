package io.barograph.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.barograph.core.engine.Cancellation;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class SessionCommandTest {
    private record Said(int status, String out, String err) {}

    private final PipedOutputStream questions = new PipedOutputStream();
    private final DataOutputStream asked = new DataOutputStream(questions);
    private final ByteArrayOutputStream messages = new ByteArrayOutputStream();
    private final Cancellation cancellation = new Cancellation();
    private DataInputStream frames = new DataInputStream(InputStream.nullInputStream());
    private CompletableFuture<Integer> status = new CompletableFuture<>();

    @BeforeEach
    void start() throws IOException {
        PipedInputStream in = new PipedInputStream(questions, 1 << 20);
        PipedInputStream printed = new PipedInputStream(1 << 20);
        PipedOutputStream out = new PipedOutputStream(printed);
        frames = new DataInputStream(printed);
        Console console = new Console(
                in,
                out,
                new PrintStream(messages, true, StandardCharsets.UTF_8),
                Map.of("NO_COLOR", "1"),
                new Console.Terminals(false, false, false),
                Console.DEFAULT_WIDTH,
                cancellation);
        status = CompletableFuture.supplyAsync(() -> Baro.run(List.of("session"), console));
    }

    @AfterEach
    void end() throws IOException {
        asked.close();
    }

    private void ask(String... line) throws IOException {
        asked.writeInt(line.length);
        for (String argument : line) {
            byte[] text = argument.getBytes(StandardCharsets.UTF_8);
            asked.writeInt(text.length);
            asked.write(text);
        }
        asked.flush();
    }

    private Said said() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        while (true) {
            int kind = frames.readByte();
            byte[] content = frames.readNBytes(frames.readInt());
            switch (kind) {
                case SessionFrames.OUT -> out.writeBytes(content);
                case SessionFrames.ERR -> err.writeBytes(content);
                default -> {
                    int number = new DataInputStream(new ByteArrayInputStream(content)).readInt();
                    return new Said(number, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
                }
            }
        }
    }

    private int ended() throws Exception {
        return status.get(60, TimeUnit.SECONDS);
    }

    @Test
    void eachCommandLineRunsAsIfAlone(@TempDir Path folder) throws Exception {
        Path init = Files.writeString(folder.resolve("tables.sql"), "CREATE VIEW v AS SELECT 7 AS seven;");
        ask("SELECT '온도' AS t, seven FROM v", "--init", init.toString());
        ask("SELECT seven FROM v");
        ask("SELECT 1 AS one", "--format", "json");
        ask("no-such-command");
        ask();

        assertThat(said()).isEqualTo(new Said(0, "t,seven\n온도,7\n", ""));
        Said missing = said();
        assertThat(missing.status()).as("the view was the first line's").isNotZero();
        assertThat(missing.err()).startsWith("error: ").contains("v");
        assertThat(said().out()).contains("\"one\"");
        assertThat(said())
                .matches(answer -> answer.status() == 2 && answer.err().contains("no-such-command"));
        assertThat(said().out()).as("no arguments: the overview").contains("baro session");
        asked.close();
        assertThat(ended()).isZero();
    }

    @Test
    void theEndOfItsInputCancelsTheRunningCommand(@TempDir Path folder) throws Exception {
        Path numbers = Files.writeString(folder.resolve("n.csv"), "n\n" + "1\n".repeat(4000));
        ask("SELECT count(*) FROM 'N' a CROSS JOIN 'N' b CROSS JOIN 'N' c".replace("N", numbers.toString()));
        asked.close();

        assertThat(said().status()).isEqualTo(130);
        assertThat(ended()).isZero();
    }

    @Test
    void aSessionWithinOneHasNothingToReadAndEnds() throws Exception {
        ask("session");
        ask("SELECT 1 AS one");

        assertThat(said()).isEqualTo(new Said(0, "", ""));
        assertThat(said()).isEqualTo(new Said(0, "one\n1\n", ""));
    }

    @Test
    void itsOwnCancellationEndsItWhileItWaits() throws Exception {
        ask("SELECT 1 AS one");
        assertThat(said().status()).isZero();
        cancellation.request();

        assertThat(ended()).isZero();
    }

    @Test
    void whatIsPrintedBehindALinesEndGoesNowhere() throws IOException {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        SessionFrames frames = new SessionFrames(printed);
        SessionFrames.Line line = frames.begin();
        Console console = line.console(Map.of(), new Cancellation());
        console.println("in time");
        line.end(7);
        byte[] whole = printed.toByteArray();
        console.println("late");
        console.err().println("late");

        assertThat(printed.toByteArray()).isEqualTo(whole);
        assertThat(whole).hasSize(5 + "in time\n".length() + 5 + 4).endsWith(0, 0, 0, 7);
    }

    @Test
    void whatIsNoRequestEndsItWithAMessage() throws Exception {
        ask("SELECT 1 AS one");
        assertThat(said().status()).isZero();
        asked.write("SELECT 1;\n".getBytes(StandardCharsets.UTF_8));
        asked.flush();

        assertThat(ended()).isEqualTo(2);
        assertThat(messages.toString(StandardCharsets.UTF_8))
                .startsWith("error: ")
                .contains("no request", "arguments, where there may be", "baro session --help");
    }

    @Test
    void aRequestThatBreaksOffIsTheEnd() throws Exception {
        asked.writeInt(2);
        asked.writeInt(8);
        asked.writeBytes("SELE");
        asked.close();

        assertThat(ended()).isZero();
        assertThat(messages.toString(StandardCharsets.UTF_8)).isEmpty();
    }
}

package io.barograph.bench.sidebyside;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.regex.Pattern;

/** A process that is asked one thing after the other, as a shell or a notebook is, and stays warm between them. */
final class Session implements AutoCloseable {
    private static final int REMEMBERED_LINES = 20;

    private final Process process;
    private final OutputStream input;
    private final BufferedReader output;
    private final Pattern answered;

    /**
     * Starts it.
     *
     * @param command reads its standard input
     * @param answered matches the line, of standard output or error, that it prints behind each answer
     */
    Session(List<String> command, Pattern answered) throws IOException {
        this.answered = answered;
        process = new ProcessBuilder(command).redirectErrorStream(true).start();
        input = process.getOutputStream();
        output = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    /**
     * The line behind an answer, and what the answer cost.
     *
     * @param line as printed
     * @param cost from the question's sending to the line; processor time is that of the process, in steps of 10 ms
     */
    record Answer(String line, Cost cost) {}

    /** @throws IllegalStateException if the process ends instead of answering; its last lines are in the message */
    Answer ask(String question) throws IOException {
        Duration before = processorTime();
        long start = System.nanoTime();
        input.write((question + "\n").getBytes(StandardCharsets.UTF_8));
        input.flush();
        Queue<String> last = new ArrayDeque<>();
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            if (answered.matcher(line).matches()) {
                double wall = (System.nanoTime() - start) / 1e9;
                return new Answer(
                        line, new Cost(wall, processorTime().minus(before).toMillis() / 1e3));
            }
            last.add(line);
            if (last.size() > REMEMBERED_LINES) {
                last.remove();
            }
        }
        throw new IllegalStateException("no answer to " + question + "\n" + String.join("\n", last));
    }

    private Duration processorTime() {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }

    @Override
    public void close() throws IOException {
        input.close();
        process.destroy();
    }
}

package io.barograph.bench.sidebyside;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Runs a command to its end, and says what it printed and what it cost. */
public final class ChildProcess {
    /** Bash's own timing of a command and of all that it waits for: seconds in user mode and in the kernel, in a file. */
    private static final String TIMED = "TIMEFORMAT='%3U %3S'; { time \"$@\" 2>&3; } 3>&2 2>\"$0\"";

    private ChildProcess() {}

    /**
     * The result of a command that succeeded.
     *
     * @param printed its standard output, without the last line break
     * @param cost of the whole process
     */
    public record Result(String printed, Cost cost) {}

    /** @throws IllegalStateException if the command fails; its standard error is ours */
    public static Result run(List<String> command) throws IOException, InterruptedException {
        Path times = Files.createTempFile("side-by-side", ".times");
        try {
            List<String> timed = new ArrayList<>(List.of("bash", "-c", TIMED, times.toString()));
            timed.addAll(command);
            long start = System.nanoTime();
            Process process = new ProcessBuilder(timed)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            process.getOutputStream().close();
            String printed;
            try (BufferedReader reader =
                    new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
                printed = reader.lines().collect(Collectors.joining("\n"));
            }
            int status = process.waitFor();
            double wall = (System.nanoTime() - start) / 1e9;
            if (status != 0) {
                throw new IllegalStateException("exit status " + status + " of " + command);
            }
            String[] seconds = Files.readString(times).strip().split(" ");
            return new Result(printed, new Cost(wall, Double.parseDouble(seconds[0]) + Double.parseDouble(seconds[1])));
        } finally {
            Files.delete(times);
        }
    }
}

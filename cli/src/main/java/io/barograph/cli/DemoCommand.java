package io.barograph.cli;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** {@code baro demo}: the tour on generated data, by the very commands that a user would type. */
final class DemoCommand implements Command {
    /** A heading, and the command line behind {@code baro}. */
    private record Step(String heading, List<String> line) {}

    private static final String DATA = "sensors.csv";

    private static final Option LIVE =
            Option.flag("--live", "a query that follows readings as they come, for half a minute");

    private static final Option SERVE =
            Option.flag("--serve", "the service and its page over made-up sensors, until Ctrl-C");

    private static final String HOURLY = """
            SELECT device_id, window_start, count(*), avg(temperature), stddev(temperature), min(humidity), max(pressure)
              FROM TABLE(TUMBLE(TABLE '%s', DESCRIPTOR(timestamp), INTERVAL '1' HOUR))
             GROUP BY device_id, window_start, window_end""";

    private static final String CURVE = """
            SELECT window_start, avg(temperature)
              FROM TABLE(TUMBLE(TABLE '%s', DESCRIPTOR(timestamp), INTERVAL '15' MINUTE))
             GROUP BY window_start, window_end
            HAVING count(*) = 900
             ORDER BY window_start""";

    @Override
    public String name() {
        return "demo";
    }

    @Override
    public String summary() {
        return "the two-minute tour on generated data";
    }

    @Override
    public List<String> usage() {
        return List.of("baro demo [--live | --serve]");
    }

    @Override
    public List<Option> options() {
        return List.of(LIVE, SERVE);
    }

    /** The last checkpoints of its pipelines, where it serves. */
    @Override
    public int secondsToEnd() {
        return 30;
    }

    @Override
    public int run(Arguments arguments, Console console) throws IOException, InterruptedException {
        try (ScratchFolder scratch =
                ScratchFolder.create("baro-demo-" + ProcessHandle.current().pid() + "-")) {
            Path folder = scratch.folder();
            if (arguments.has(SERVE)) {
                return new ServeDemo(folder).run(console);
            }
            return arguments.has(LIVE) ? new LiveDemo(console, folder).run() : tour(folder, console);
        }
    }

    private static int tour(Path folder, Console console) {
        String file = folder.resolve(DATA).toString();
        List<Step> tour = List.of(
                new Step(
                        "1. A hundred sensors, a hundred thousand readings, one a second",
                        List.of("generate", file, "--rows", "100000", "--devices", "100", "--seed", "42")),
                new Step(
                        "2. The first look: what is in the file, and can its clocks be trusted?",
                        List.of("summarize", file)),
                new Step(
                        "3. Aggregates per device and hour, exact to the last bit",
                        List.of(String.format(HOURLY, file), "--max-rows", "10")),
                new Step(
                        "4. A picture: the mean temperature of all devices, every 15 minutes",
                        List.of(String.format(CURVE, file), "--format", "chart")),
                new Step(
                        "5. The same answer, bit for bit, however it is computed",
                        List.of("verify", String.format(HOURLY, file))));
        for (Step step : tour) {
            say(console, step.heading());
            int status = run(step, folder, console);
            if (status != 0) {
                return status;
            }
        }

        say(console, "Where to go from here");
        console.println(
                "  the tour has removed its data; the first command makes it again, to ask more, or take files of your own:");
        console.println("  baro \"SELECT * FROM '" + DATA + "' WHERE temperature > 29.9 LIMIT 5\"");
        console.println("  baro summarize YOUR.csv");
        console.println("  baro --help");
        return 0;
    }

    private static void say(Console console, String heading) {
        console.println("");
        console.println(console.colours() ? "\u001b[1m" + heading + "\u001b[0m" : heading);
        console.println("");
    }

    /** Shows a command as it is typed where the data is at hand, and runs it. Returns its exit status. */
    private static int run(Step step, Path folder, Console console) {
        StringBuilder typed = new StringBuilder("$ baro");
        for (String argument : step.line()) {
            boolean needsQuotes = argument.chars().anyMatch(c -> c == ' ' || c == '\n' || c == '(');
            String shown = argument.replace(folder + File.separator, "");
            typed.append(' ').append(needsQuotes ? '"' + shown + '"' : shown);
        }
        console.println(typed.toString());
        // The tour is for people: its tables are drawn wherever it is shown.
        List<String> line = new ArrayList<>(step.line());
        if (line.get(0).startsWith("SELECT") && !line.contains("--format")) {
            line.addAll(List.of("--format", "box"));
        }
        return Baro.run(line, console);
    }
}

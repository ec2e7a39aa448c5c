package io.barograph.cli;

import io.barograph.cli.pairs.KeyedSeries;
import io.barograph.cli.pairs.WindowRows;
import io.barograph.core.column.Field;
import io.barograph.core.engine.ResultSink;
import io.barograph.core.engine.RunOptions;
import io.barograph.core.pairs.MatrixProfile;
import io.barograph.core.source.RejectHandler;
import io.barograph.local.ProfileRun;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code baro discords}: the stretches of a series that look like nothing else in it, by its matrix profile. */
final class DiscordsCommand implements Command {
    private static final Option WINDOW = Option.of("--window", "M", "readings of a stretch, from 3 up");
    private static final Option ON = Option.of("--on", "COLUMN", "what is compared (the only column of numbers)");
    private static final Option TOP = Option.of("--top", "K", "discords to show (3)");
    private static final int LEAST_WINDOW = 3;
    private static final int DEFAULT_TOP = 3;
    private static final int MOST_TOP = 10_000;
    private static final MatrixProfile LEFT_OUT = new MatrixProfile(new double[0], new int[0]);

    @Override
    public String name() {
        return "discords";
    }

    @Override
    public String summary() {
        return "stretches of a series that look like nothing else in it (matrix profile)";
    }

    @Override
    public List<String> usage() {
        return List.of("baro discords FILE --window M [--by device_id] [--on COLUMN] [--top K] [--gpu [auto]]");
    }

    @Override
    public List<Option> options() {
        List<Option> options = new ArrayList<>(
                List.of(WINDOW, ON, SeriesSource.BY, SeriesSource.TIME, SeriesSource.STEP, TOP, GpuOption.GPU));
        options.addAll(AnswerFormat.options());
        options.addAll(CommonOptions.ofRuns());
        return options;
    }

    @Override
    public String details() {
        return """
                Each window of M readings is compared with all others of its series, by the Euclidean distance of both after
                their means are taken away and their deviations made 1. The largest distances to the nearest window are
                the discords. -o writes every window: key, start, end, distance, neighbour. The time grows with the
                square of a series' length; --step makes it shorter, and puts irregular readings on a grid. --gpu gives the same
                bits, sooner where series are long.

                  baro discords sensors.csv --window 60 --by device_id --on temperature
                  baro discords power.parquet --window 96 --step 15m --top 5 -o profile.parquet
                """;
    }

    @Override
    public int run(Arguments arguments, Console console) {
        String file = arguments.operand("FILE");
        if (!arguments.has(WINDOW)) {
            throw Arguments.invalid("--window M is missing: how many readings a stretch has, such as those of a day");
        }
        int length = (int) arguments.number(WINDOW, LEAST_WINDOW, LEAST_WINDOW, Integer.MAX_VALUE);
        int top = (int) arguments.number(TOP, DEFAULT_TOP, 1, MOST_TOP);
        String output = arguments.value(AnswerFormat.OUTPUT);
        try (Runner runner = new Runner(arguments, console);
                @Nullable AnswerOutput whole = output == null ? null : AnswerFormat.open(arguments, console)) {
            SeriesSource source = SeriesSource.of(file, ON, arguments, runner);
            if (source.metrics().size() > 1) {
                throw Arguments.invalid("several columns are numbers, and one is compared; choose it with --on: "
                        + SeriesSource.names(source.metrics()));
            }
            KeyedSeries series = source.read(runner);
            List<MatrixProfile> profiles = profiles(series, length, arguments, console);
            try (AnswerOutput shown = output == null
                    ? AnswerFormat.open(arguments, console)
                    : AnswerFormat.openBeside(arguments, console)) {
                WindowRows rows = rows(source, series, length, profiles, shown.sink());
                for (Discord discord : discords(profiles, length, top)) {
                    rows.add(discord.series(), discord.window());
                }
                rows.end();
                shown.finish();
            }
            if (whole != null) {
                WindowRows rows = rows(source, series, length, profiles, whole.sink());
                rows.addAll();
                rows.end();
                whole.finish();
                if (console.terminals().err()) {
                    console.err().println("every window is in " + output);
                }
            }
        }
        return 0;
    }

    private static WindowRows rows(
            SeriesSource source, KeyedSeries series, int length, List<MatrixProfile> profiles, ResultSink sink) {
        List<Field> keys = source.by();
        return new WindowRows(series, keys, source.time().type(), length, profiles, sink);
    }

    /** By series; one without windows for each that is shorter than a window. */
    private static List<MatrixProfile> profiles(KeyedSeries series, int length, Arguments arguments, Console console) {
        List<double[]> compared = new ArrayList<>();
        int longest = 0;
        for (int one = 0; one < series.count(); one++) {
            double[] values = series.values(one, 0);
            longest = Math.max(longest, values.length);
            if (values.length >= length) {
                compared.add(values);
            }
        }
        if (compared.isEmpty()) {
            throw Arguments.invalid("--window " + length + " is longer than "
                    + (series.count() == 1 ? "the series" : "each of " + series.count() + " series")
                    + ": the longest has " + longest + " readings");
        }
        if (compared.size() < series.count()) {
            console.err()
                    .println("note: " + (series.count() - compared.size()) + " of " + series.count()
                            + " series are shorter than the window and left out");
        }
        List<MatrixProfile> found;
        try (ProgressLine progress = new ProgressLine(console, "comparing")) {
            RunOptions options = CommonOptions.runOptions(arguments, RejectHandler.NONE, progress, console);
            found = ProfileRun.of(compared, length, options, GpuOption.of(arguments, console));
        }
        long windows = 0;
        long missing = 0;
        for (MatrixProfile profile : found) {
            windows += profile.neighbours().length;
            missing += Arrays.stream(profile.neighbours())
                    .filter(neighbour -> neighbour < 0)
                    .count();
        }
        if (missing > 0) {
            console.err()
                    .println(
                            "note: " + missing + " of " + windows + " windows have no distance: a reading is missing in"
                                    + " them, or no other window is further away than a quarter of their length");
        }
        List<MatrixProfile> profiles = new ArrayList<>();
        int next = 0;
        for (int one = 0; one < series.count(); one++) {
            profiles.add(series.values(one, 0).length >= length ? found.get(next++) : LEFT_OUT);
        }
        return profiles;
    }

    private record Discord(int series, int window, double distance) {}

    /** The furthest of all series; of equal ones that of the first series, and there the earliest. */
    private static List<Discord> discords(List<MatrixProfile> profiles, int length, int top) {
        List<Discord> discords = new ArrayList<>();
        for (int one = 0; one < profiles.size(); one++) {
            MatrixProfile profile = profiles.get(one);
            for (int window : profile.discords(length, top)) {
                discords.add(new Discord(one, window, profile.distances()[window]));
            }
        }
        discords.sort(Comparator.comparingDouble(Discord::distance).reversed());
        return discords.subList(0, Math.min(top, discords.size()));
    }
}

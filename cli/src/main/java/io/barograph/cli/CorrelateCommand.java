package io.barograph.cli;

import io.barograph.cli.pairs.CommonAxis;
import io.barograph.cli.pairs.CorrelationRows;
import io.barograph.cli.pairs.KeyedSeries;
import io.barograph.core.engine.ResultSink;
import io.barograph.core.engine.RunOptions;
import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.core.pairs.Correlations;
import io.barograph.core.source.RejectHandler;
import io.barograph.local.CorrelationRun;
import io.barograph.local.DeviceUse;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/** {@code baro correlate}: which devices' readings move together, or against each other. */
final class CorrelateCommand implements Command {
    private static final Option ON =
            Option.of("--on", "COLUMNS", "what is correlated, as in temperature,humidity (all DOUBLE columns)");
    private static final Option TOP = Option.of("--top", "K", "pairs to show, the strongest of either sign (10)");
    private static final Option LEAST =
            Option.of("--least", "N", "show only pairs with so many common readings, from 2 up (10)");
    private static final int DEFAULT_TOP = 10;
    private static final int MOST_TOP = 1_000_000;
    private static final int DEFAULT_LEAST = 10;
    /** Copies of the aligned readings that are in memory at once: as read, less their means, and where there are any. */
    private static final int COPIES = 3;

    @Override
    public String name() {
        return "correlate";
    }

    @Override
    public String summary() {
        return "which devices' readings move together: correlations of all pairs";
    }

    @Override
    public List<String> usage() {
        return List.of(
                "baro correlate FILE --by device_id [--on temperature,humidity] [--step 1m] [--top K] [--gpu [auto]]");
    }

    @Override
    public List<Option> options() {
        List<Option> options = new ArrayList<>(
                List.of(SeriesSource.BY, ON, SeriesSource.TIME, SeriesSource.STEP, TOP, LEAST, GpuOption.GPU));
        options.addAll(AnswerFormat.options());
        options.addAll(CommonOptions.ofRuns());
        return options;
    }

    @Override
    public String details() {
        return """
                Two series are correlated (Pearson) over the times at which both have a reading. Where devices do not report at
                the same times, --step puts them on a grid. -o writes all pairs: metric, a, b, n (common readings), correlation.

                  baro correlate sensors.csv --by device_id --on temperature --step 1m
                  baro correlate sites.parquet --by site,device_id --step 15m --top 50 -o pairs.parquet
                """;
    }

    @Override
    public int run(Arguments arguments, Console console) {
        String file = arguments.operand("FILE");
        if (!arguments.has(SeriesSource.BY)) {
            throw Arguments.invalid(
                    "--by COLUMNS is missing: whose readings are a series, as in --by device_id; of a table with a column per sensor make"
                            + " rows first: baro \"UNPIVOT '" + file
                            + "' ON * EXCLUDE (timestamp)\" -o long.parquet, then --by name");
        }
        int top = (int) arguments.number(TOP, DEFAULT_TOP, 1, MOST_TOP);
        int least = (int) arguments.number(LEAST, DEFAULT_LEAST, 2, Integer.MAX_VALUE);
        String output = arguments.value(AnswerFormat.OUTPUT);
        try (Runner runner = new Runner(arguments, console);
                @Nullable AnswerOutput whole = output == null ? null : AnswerFormat.open(arguments, console)) {
            SeriesSource source = SeriesSource.of(file, ON, arguments, runner);
            KeyedSeries series = source.read(runner);
            CommonAxis axis = axis(series, source, arguments, console);
            List<Correlations> correlations = new ArrayList<>();
            DeviceUse gpu = GpuOption.of(arguments, console);
            for (int metric = 0; metric < source.metrics().size(); metric++) {
                try (ProgressLine progress = new ProgressLine(console, "correlating")) {
                    RunOptions options = CommonOptions.runOptions(arguments, RejectHandler.NONE, progress, console);
                    correlations.add(CorrelationRun.of(axis.values(metric), options, gpu));
                }
            }
            List<Pair> strongest = strongest(correlations, top, least);
            if (strongest.isEmpty()) {
                console.err()
                        .println("note: no two series have " + least + " common readings that vary; "
                                + (source.step() == null
                                        ? "--step puts readings on a grid, "
                                        : "choose a longer --step, ")
                                + "--least 2 shows pairs with fewer");
            }
            try (AnswerOutput shown = output == null
                    ? AnswerFormat.open(arguments, console)
                    : AnswerFormat.openBeside(arguments, console)) {
                CorrelationRows rows = rows(series, source, shown.sink());
                strongest.forEach(
                        pair -> rows.add(pair.metric(), pair.one(), pair.other(), correlations.get(pair.metric())));
                rows.end();
                shown.finish();
            }
            if (whole != null) {
                CorrelationRows rows = rows(series, source, whole.sink());
                for (int metric = 0; metric < correlations.size(); metric++) {
                    rows.addAll(metric, correlations.get(metric));
                }
                rows.end();
                whole.finish();
                if (console.terminals().err()) {
                    console.err().println("every pair is in " + output);
                }
            }
        }
        return 0;
    }

    private static CorrelationRows rows(KeyedSeries series, SeriesSource source, ResultSink sink) {
        return new CorrelationRows(series, source.by(), source.metrics(), sink);
    }

    private static CommonAxis axis(KeyedSeries series, SeriesSource source, Arguments arguments, Console console) {
        if (series.count() < 2) {
            throw new BarographException(
                    ErrorCode.INVALID_ARGUMENT,
                    "there are no two series to correlate: " + SeriesSource.names(source.by()) + " has "
                            + (series.count() == 0 ? "no value" : "one value only"));
        }
        if (series.count() > Correlations.MOST_SERIES) {
            throw new BarographException(
                    ErrorCode.INVALID_ARGUMENT,
                    series.count() + " series have more pairs than there is room for; correlate at most "
                            + Correlations.MOST_SERIES);
        }
        CommonAxis axis = new CommonAxis(series);
        long needed = (long) COPIES * Double.BYTES * series.count() * axis.size();
        RunOptions options = CommonOptions.runOptions(arguments, RejectHandler.NONE, (done, total) -> {}, console);
        if (needed > options.memoryBytes()) {
            throw new BarographException(
                    ErrorCode.OUT_OF_MEMORY,
                    String.format(
                            java.util.Locale.ROOT,
                            "%,d series at %,d common times take %,d MiB, and there is room for %,d; choose a longer --step, or"
                                    + " give more with --memory",
                            series.count(),
                            axis.size(),
                            needed >> 20,
                            options.memoryBytes() >> 20));
        }
        return axis;
    }

    private record Pair(int metric, int one, int other, double coefficient) {}

    /** The strongest first, of either sign; of equal ones those of the first metric and series. */
    private static List<Pair> strongest(List<Correlations> correlations, int top, int least) {
        Comparator<Pair> order = Comparator.comparingDouble((Pair pair) -> -Math.abs(pair.coefficient()))
                .thenComparing(Pair::metric)
                .thenComparing(Pair::one)
                .thenComparing(Pair::other);
        PriorityQueue<Pair> weakestFirst = new PriorityQueue<>(order.reversed());
        for (int metric = 0; metric < correlations.size(); metric++) {
            Correlations all = correlations.get(metric);
            for (int one = 0; one < all.series(); one++) {
                for (int other = one + 1; other < all.series(); other++) {
                    int at = all.pair(one, other);
                    double coefficient = all.coefficients()[at];
                    if (all.counts()[at] < least || Double.isNaN(coefficient)) {
                        continue;
                    }
                    if (weakestFirst.size() < top) {
                        weakestFirst.add(new Pair(metric, one, other, coefficient));
                    } else if (Math.abs(coefficient)
                            > Math.abs(weakestFirst.element().coefficient())) {
                        weakestFirst.remove();
                        weakestFirst.add(new Pair(metric, one, other, coefficient));
                    }
                }
            }
        }
        return weakestFirst.stream().sorted(order).toList();
    }
}

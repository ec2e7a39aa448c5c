package io.barograph.bench.detect;

import io.barograph.core.column.Batch;
import io.barograph.core.column.BooleanColumn;
import io.barograph.core.column.Column;
import io.barograph.core.column.DoubleColumn;
import io.barograph.core.column.Field;
import io.barograph.core.column.LongColumn;
import io.barograph.core.column.Schema;
import io.barograph.core.column.Type;
import io.barograph.core.column.Validity;
import io.barograph.core.expr.EvaluationContext;
import io.barograph.core.fold.Fold;
import io.barograph.core.text.DoubleText;
import io.barograph.core.text.TimestampText;
import io.barograph.detect.DetectOperator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Runs the default detector over files of the Numenta Anomaly Benchmark, as {@code bench/nab.sh DATA_DIR OUT_DIR} calls it. A row is
 * scored by what came before it in its file alone.
 *
 * <p>NAB counts each row above the threshold, so the first row of an event has the detector's score, and later rows of the same
 * event, which nobody is alarmed for again, half of it.
 */
public final class NabRun {
    private static final Schema INPUT =
            Schema.of(new Field("timestamp", Type.TIMESTAMP), new Field("value", Type.DOUBLE));
    private static final int SCORE = 3;
    private static final int EVENT = 5;

    private NabRun() {}

    /**
     * Scores a folder.
     *
     * @param arguments the folder of the data, {@code category/file.csv}, or the one of the benchmark, {@code data/category/file.csv}; and the
     *     one to write the scores to, {@code category/file.csv}
     */
    public static void main(String[] arguments) throws IOException {
        Path given = Path.of(arguments[0]);
        Path within = given.resolve("data");
        Path data = Files.isDirectory(within) ? within : given;
        Path out = Path.of(arguments[1]);
        List<Path> files;
        try (Stream<Path> found = Files.walk(data)) {
            files = found.filter(path -> path.toString().endsWith(".csv"))
                    .sorted()
                    .toList();
        }
        if (files.isEmpty()) {
            throw new IOException("no .csv file under " + data);
        }
        for (Path file : files) {
            run(file, out.resolve(data.relativize(file).toString()));
        }
        System.out.println(files.size() + " files scored into " + out);
    }

    private static void run(Path file, Path target) throws IOException {
        List<String> lines = Files.readAllLines(file);
        List<String> scored = new ArrayList<>(lines.size());
        scored.add("timestamp,anomaly_score");
        Fold fold = DetectOperator.standard(0, List.of(), List.of(1))
                .newFold(INPUT, new EvaluationContext(List.of(), false));
        Events events = new Events();
        for (int from = 1; from < lines.size(); from += Batch.CAPACITY) {
            List<String> rows = lines.subList(from, Math.min(lines.size(), from + Batch.CAPACITY));
            List<Double> scores = new ArrayList<>(rows.size());
            fold.accept(batch(rows), judged -> events.take(judged, scores));
            for (int i = 0; i < rows.size(); i++) {
                scored.add(
                        rows.get(i).substring(0, rows.get(i).indexOf(',')) + ',' + DoubleText.toString(scores.get(i)));
            }
        }
        Path folder = target.getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        Files.write(target, scored);
    }

    private static Batch batch(List<String> rows) {
        long[] times = new long[rows.size()];
        double[] values = new double[rows.size()];
        for (int i = 0; i < times.length; i++) {
            String row = rows.get(i);
            int comma = row.indexOf(',');
            times[i] = TimestampText.parse(row.substring(0, comma));
            values[i] = Double.parseDouble(row.substring(comma + 1));
        }
        return new Batch(
                new Column[] {
                    new LongColumn(Type.TIMESTAMP, times, Validity.ALL), new DoubleColumn(values, Validity.ALL)
                },
                times.length);
    }

    /** Which event was seen last, across the batches of a file. */
    private static final class Events {
        private long last;

        /** Adds the score of every row of a file; silence has rows of its own, without a value. */
        void take(Batch judged, List<Double> scores) {
            Column values = judged.column(1);
            double[] all = ((DoubleColumn) judged.column(SCORE)).values();
            LongColumn events = (LongColumn) judged.column(EVENT);
            boolean[] anomalies = ((BooleanColumn) judged.column(SCORE + 1)).values();
            for (int i = 0; i < judged.size(); i++) {
                boolean known = anomalies[i] && events.values()[i] == last;
                if (values.validity().isPresent(i)) {
                    scores.add(known ? all[i] / 2 : all[i]);
                    last = anomalies[i] ? events.values()[i] : last;
                }
            }
        }
    }
}

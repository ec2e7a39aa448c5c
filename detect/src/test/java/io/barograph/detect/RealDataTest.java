package io.barograph.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.barograph.core.column.Batch;
import io.barograph.core.column.Column;
import io.barograph.core.column.DoubleColumn;
import io.barograph.core.column.Field;
import io.barograph.core.column.LongColumn;
import io.barograph.core.column.Schema;
import io.barograph.core.column.Type;
import io.barograph.core.column.Validity;
import io.barograph.core.fold.Fold;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The default detector on real sensors; skipped where the files are absent. */
class RealDataTest {
    private static final Path ROOT =
            Path.of(System.getProperty("barograph.root", "..")).toAbsolutePath().normalize();

    /** Every introduced event is found; what else is reported in 37,674 rows and twice as many readings is little. */
    @Test
    void introducedEventsOfTheMotes() throws IOException {
        int introduced = 0;
        int found = 0;
        int right = 0;
        int wrong = 0;
        for (String file : List.of("single_hop", "multi_hop")) {
            Map<String, List<String[]>> motes = new TreeMap<>();
            for (String line : Files.readAllLines(data("wsn-labelled").resolve(file + ".csv"))) {
                String[] cells = line.split(",");
                if (!cells[0].equals("reading")) {
                    motes.computeIfAbsent(cells[1], mote -> new ArrayList<>()).add(cells);
                }
            }
            for (Map.Entry<String, List<String[]>> mote : motes.entrySet()) {
                List<String[]> rows = mote.getValue();
                boolean[] labels = new boolean[rows.size()];
                for (int i = 0; i < labels.length; i++) {
                    labels[i] = rows.get(i)[5].equals("1");
                }
                List<Alarm> alarms = alarms(rows, new int[] {3, 4}, "humidity", "temperature");
                for (Alarm alarm : alarms) {
                    boolean labelled = within(labels, alarm.row);
                    right += labelled ? 1 : 0;
                    wrong += labelled ? 0 : 1;
                    System.out.printf("%s mote %s row %d %s %s %s%n", file, mote.getKey(), alarm.row, alarm.metric, labelled, alarm.reason);
                }
                for (int i = 0; i < labels.length; i++) {
                    if (labels[i] && (i == 0 || !labels[i - 1])) {
                        introduced++;
                        int end = i;
                        while (end < labels.length && labels[end]) {
                            end++;
                        }
                        int from = i;
                        int to = end;
                        found += alarms.stream().anyMatch(alarm -> alarm.row >= from && alarm.row < to) ? 1 : 0;
                    }
                }
            }
        }
        System.out.printf("motes: %d of %d found, %d right %d wrong%n", found, introduced, right, wrong);
        assertThat(found).isEqualTo(introduced).isEqualTo(4);
    }

    private record Alarm(int row, String metric, String reason) {}

    private static boolean within(boolean[] labels, int row) {
        return labels[row];
    }

    /** The first row of each event. */
    private static List<Alarm> alarms(List<String[]> rows, int[] cells, String... metrics) {
        List<Field> fields = new ArrayList<>(List.of(new Field("ts", Type.TIMESTAMP)));
        List<Integer> indexes = new ArrayList<>();
        for (int i = 0; i < metrics.length; i++) {
            fields.add(new Field(metrics[i], Type.DOUBLE));
            indexes.add(i + 1);
        }
        Schema schema = new Schema(fields);
        Fold fold = DetectOperator.standard(0, List.of(), indexes).newFold(schema);
        List<Alarm> alarms = new ArrayList<>();
        Map<String, Object> last = new TreeMap<>();
        int[] out = {0};
        for (int from = 0; from < rows.size(); from += Batch.CAPACITY) {
            int size = Math.min(Batch.CAPACITY, rows.size() - from);
            Column[] columns = new Column[fields.size()];
            long[] times = new long[size];
            for (int m = 0; m < metrics.length; m++) {
                double[] values = new double[size];
                for (int i = 0; i < size; i++) {
                    times[i] = Series.START + 5 * Series.SECOND * (from + i);
                    values[i] = Double.parseDouble(rows.get(from + i)[cells[m]]);
                }
                columns[m + 1] = new DoubleColumn(values, Validity.ALL);
            }
            columns[0] = new LongColumn(Type.TIMESTAMP, times, Validity.ALL);
            fold.accept(new Batch(columns, size), judged -> {
                for (int i = 0; i < judged.size(); i++) {
                    List<Object> row = judged.row(i);
                    String metric = (String) row.get(metrics.length + 1);
                    Object event = row.get(metrics.length + 4);
                    if (event != null && !event.equals(last.put(metric, event))) {
                        alarms.add(new Alarm(out[0] / metrics.length, metric, (String) row.get(metrics.length + 5)));
                    }
                    out[0]++;
                }
            });
        }
        return alarms;
    }

    private static Path data(String folder) {
        String shared = System.getenv("BAROGRAPH_SHARED");
        Path path = (shared == null ? ROOT.resolveSibling("shared") : Path.of(shared))
                .resolve("data")
                .resolve(folder);
        assumeTrue(Files.isDirectory(path), "the real files are not here: " + path);
        return path;
    }
}

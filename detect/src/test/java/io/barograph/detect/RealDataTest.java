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
import io.barograph.core.expr.EvaluationContext;
import io.barograph.core.fold.Fold;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The default detector on real sensors; skipped where the files are absent. */
class RealDataTest {
    private static final Path ROOT =
            Path.of(System.getProperty("barograph.root", "..")).toAbsolutePath().normalize();
    /** An alarm just before an introduced event, as the air begins to move, is right. */
    private static final int NEAR = 5;

    /** Every introduced event is found; what else is reported in 75,348 readings is little, most of it real steps. */
    @Test
    void introducedEventsOfTheMotes() throws IOException {
        Schema schema = Schema.of(
                new Field("ts", Type.TIMESTAMP),
                new Field("humidity", Type.DOUBLE),
                new Field("temperature", Type.DOUBLE));
        int introduced = 0;
        int found = 0;
        int right = 0;
        int wrong = 0;
        for (String file : List.of("single_hop", "multi_hop")) {
            Path path = data("wsn-labelled").resolve(file + ".csv");
            for (List<String[]> mote : byCell(Files.readAllLines(path), 1).values()) {
                boolean[] labels = new boolean[mote.size()];
                for (int i = 0; i < labels.length; i++) {
                    labels[i] = mote.get(i)[5].equals("1");
                }
                boolean hit = false;
                for (Alarm alarm : alarms(schema, mote, (cells, row) -> Series.START + 5 * Series.SECOND * row, 3, 4)) {
                    boolean near = false;
                    for (int i = Math.max(0, alarm.row - NEAR); i < Math.min(labels.length, alarm.row + NEAR); i++) {
                        near |= labels[i];
                    }
                    hit |= near;
                    right += near ? 1 : 0;
                    wrong += near ? 0 : 1;
                }
                for (int i = 1; i < labels.length; i++) {
                    introduced += labels[i] && !labels[i - 1] ? 1 : 0;
                }
                found += hit ? 1 : 0;
            }
        }
        assertThat(introduced).isEqualTo(4);
        assertThat(found).isEqualTo(introduced);
        assertThat(right).isGreaterThanOrEqualTo(7);
        assertThat(wrong).isLessThanOrEqualTo(4);
    }

    /** Along the rows as the gateway wrote them: each impossible humidity, and each clock that leaps, runs back or was never set. */
    @Test
    void impossibleValuesAndClocksOfTheYard() throws IOException {
        Schema schema = Schema.of(
                new Field("row", Type.BIGINT), new Field("sent", Type.TIMESTAMP), new Field("humidity", Type.DOUBLE));
        List<String> lines = Files.readAllLines(data("yard-nodes").resolve("yard_2023_2025_gateway_raw.csv"));
        List<String> readings = lines.stream()
                .filter(line -> line.matches("\\d+(, *-?\\d+){6}, *0x\\p{XDigit}+"))
                .map(line -> line.replace(" ", ""))
                .toList();
        int impossible = 0;
        int clocks = 0;
        for (List<String[]> node : byCell(readings, 0).values()) {
            long before = Long.MAX_VALUE;
            List<Said> judged = judge(
                    schema,
                    node,
                    (cells, row) -> row,
                    cells -> Double.parseDouble(cells[2]) * Series.SECOND,
                    cells -> Double.parseDouble(cells[6]) / 100);
            for (int row = 0; row < node.size(); row++) {
                long sent = Long.parseLong(node.get(row)[2]);
                Said clock = judged.get(2 * row);
                Said humidity = judged.get(2 * row + 1);
                boolean leaps = row > 0 && (sent - before > 86_400 || before - sent > 60);
                boolean unset = sent < 946_684_800;
                if (leaps || unset) {
                    clocks++;
                    assertThat(clock.reason())
                            .contains(unset ? "stands at" : sent > before ? "leaps ahead" : "runs back");
                }
                if (node.get(row)[6].equals("65535")) {
                    impossible++;
                    assertThat(humidity.reason()).isEqualTo("655.35 is above 100, the most that it can be");
                }
                before = sent;
            }
        }
        assertThat(impossible).isEqualTo(12);
        assertThat(clocks).isGreaterThan(25);
    }

    private record Alarm(int row, String metric) {}

    /** What was said of a metric of a row. */
    private record Said(@Nullable Long event, @Nullable String reason) {}

    private static void add(Batch rows, List<Said> said) {
        for (int i = 0; i < rows.size(); i++) {
            List<Object> row = rows.row(i);
            said.add(new Said((Long) row.get(6), (String) row.get(7)));
        }
    }

    private interface Ordering {
        long at(String[] cells, int row);
    }

    /** The first row of each event. */
    private static List<Alarm> alarms(Schema schema, List<String[]> rows, Ordering order, int... cells) {
        List<Said> judged = judge(
                schema,
                rows,
                order,
                row -> Double.parseDouble(row[cells[0]]),
                row -> Double.parseDouble(row[cells[1]]));
        List<Alarm> alarms = new ArrayList<>();
        long[] last = new long[2];
        for (int i = 0; i < judged.size(); i++) {
            Long event = judged.get(i).event();
            if (event != null && event > last[i % 2]) {
                last[i % 2] = event;
                alarms.add(new Alarm(i / 2, schema.name(1 + i % 2)));
            }
        }
        return alarms;
    }

    /** What the default detector says of two metrics of a key's rows, one after the other. */
    private static List<Said> judge(
            Schema schema,
            List<String[]> rows,
            Ordering order,
            ToDoubleFunction<String[]> first,
            ToDoubleFunction<String[]> second) {
        Fold fold = DetectOperator.standard(0, List.of(), List.of(1, 2))
                .newFold(schema, new EvaluationContext(List.of(), false));
        List<Said> judged = new ArrayList<>();
        for (int from = 0; from < rows.size(); from += Batch.CAPACITY) {
            int size = Math.min(Batch.CAPACITY, rows.size() - from);
            long[] places = new long[size];
            long[] longs = new long[size];
            double[] firsts = new double[size];
            double[] seconds = new double[size];
            for (int i = 0; i < size; i++) {
                String[] cells = rows.get(from + i);
                places[i] = order.at(cells, from + i);
                firsts[i] = first.applyAsDouble(cells);
                longs[i] = (long) firsts[i];
                seconds[i] = second.applyAsDouble(cells);
            }
            Column[] columns = {
                new LongColumn(schema.type(0), places, Validity.ALL),
                schema.type(1) == Type.DOUBLE
                        ? new DoubleColumn(firsts, Validity.ALL)
                        : new LongColumn(schema.type(1), longs, Validity.ALL),
                new DoubleColumn(seconds, Validity.ALL)
            };
            fold.accept(new Batch(columns, size), batch -> add(batch, judged));
        }
        return judged;
    }

    /** The rows of a file without its header, apart by the text of a cell. */
    private static Map<String, List<String[]>> byCell(List<String> lines, int cell) {
        Map<String, List<String[]>> rows = new TreeMap<>();
        for (String line : lines) {
            if (!line.startsWith("reading")) {
                String[] cells = line.split(",");
                rows.computeIfAbsent(cells[cell], key -> new ArrayList<>()).add(cells);
            }
        }
        return rows;
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

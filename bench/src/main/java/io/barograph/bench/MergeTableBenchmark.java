package io.barograph.bench;

import io.barograph.core.column.Batch;
import io.barograph.core.column.Column;
import io.barograph.core.column.Dictionary;
import io.barograph.core.column.DoubleColumn;
import io.barograph.core.column.Field;
import io.barograph.core.column.LongColumn;
import io.barograph.core.column.Schema;
import io.barograph.core.column.Type;
import io.barograph.core.column.Validity;
import io.barograph.core.column.VarcharColumn;
import io.barograph.core.merge.MergeTable;
import io.barograph.core.merge.MergedGroups;
import io.barograph.core.plan.AggregateCall;
import io.barograph.core.plan.Plan;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Nanoseconds per row to group and aggregate rows in order of time, on one thread. Every run checks the number of groups
 * and that no row is lost.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@OperationsPerInvocation(MergeTableBenchmark.ROWS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class MergeTableBenchmark {
    static final int ROWS = 512 * Batch.CAPACITY;

    private static final int DEVICES = 100;
    private static final int STATIONS = 413;
    private static final long STEP_NANOS = 10_000_000;
    private static final long MINUTE_NANOS = 60_000_000_000L;
    /** A multiple of a minute. */
    private static final long START_NANOS = 1_672_531_200_000_000_000L;

    /** Keys: device and minute (BIGINT, TIMESTAMP); a station (VARCHAR); a device alone (small BIGINT). */
    @Param({"deviceAndMinute", "station", "device"})
    public String key = "";

    /** Only rows, or count, avg, min, max and stddev of three metrics. */
    @Param({"count", "metrics"})
    public String calls = "";

    private final List<Batch> batches = new ArrayList<>();
    private Schema schema = Schema.of();
    private Plan.Aggregate node = new Plan.Aggregate(new Plan.Values(schema, List.of()), List.of(), List.of(), schema);
    private int groups;

    @Setup
    public void prepare() {
        schema = Schema.of(
                new Field("device", Type.BIGINT),
                new Field("minute", Type.TIMESTAMP),
                new Field("station", Type.VARCHAR),
                new Field("temperature", Type.DOUBLE),
                new Field("humidity", Type.DOUBLE),
                new Field("pressure", Type.DOUBLE));
        List<Integer> keys = switch (key) {
            case "deviceAndMinute" -> List.of(0, 1);
            case "station" -> List.of(2);
            default -> List.of(0);
        };
        long minutes = (ROWS * STEP_NANOS + MINUTE_NANOS - 1) / MINUTE_NANOS;
        groups = switch (key) {
            case "deviceAndMinute" -> (int) (DEVICES * minutes);
            case "station" -> STATIONS;
            default -> DEVICES;
        };
        node = new Plan.Aggregate(new Plan.Values(schema, List.of()), keys, aggregateCalls(), resultSchema(keys));
        SplittableRandom random = new SplittableRandom(42);
        Dictionary stations = new Dictionary();
        for (int i = 0; i < STATIONS; i++) {
            stations.intern("station " + i);
        }
        batches.clear();
        for (int from = 0; from < ROWS; from += Batch.CAPACITY) {
            batches.add(batch(from, stations, random));
        }
    }

    private List<AggregateCall> aggregateCalls() {
        List<AggregateCall> all = new ArrayList<>();
        all.add(new AggregateCall("count", List.of(), List.of(), false, -1, Type.BIGINT));
        for (int metric = 3; calls.equals("metrics") && metric < 6; metric++) {
            for (String function : List.of("avg", "min", "max", "stddev_samp")) {
                all.add(new AggregateCall(function, List.of(metric), List.of(), false, -1, Type.DOUBLE));
            }
        }
        return all;
    }

    private Schema resultSchema(List<Integer> keys) {
        List<Field> fields = new ArrayList<>();
        keys.forEach(index -> fields.add(schema.field(index)));
        aggregateCalls().forEach(call -> fields.add(new Field(call.function(), call.type())));
        return new Schema(fields);
    }

    private static Batch batch(int from, Dictionary stations, SplittableRandom random) {
        int size = Batch.CAPACITY;
        long[] devices = new long[size];
        long[] minutes = new long[size];
        int[] codes = new int[size];
        double[][] metrics = new double[3][size];
        for (int i = 0; i < size; i++) {
            devices[i] = 1 + random.nextInt(DEVICES);
            long time = START_NANOS + (from + i) * STEP_NANOS;
            minutes[i] = time - time % MINUTE_NANOS;
            codes[i] = random.nextInt(STATIONS);
            metrics[0][i] = random.nextInt(200_000, 300_000) / 1e4;
            metrics[1][i] = random.nextInt(400_000, 600_000) / 1e4;
            metrics[2][i] = random.nextInt(9_000_000, 11_000_000) / 1e4;
        }
        return new Batch(
                new Column[] {
                    new LongColumn(Type.BIGINT, devices, Validity.ALL),
                    new LongColumn(Type.TIMESTAMP, minutes, Validity.ALL),
                    new VarcharColumn(codes, stations, Validity.ALL),
                    new DoubleColumn(metrics[0], Validity.ALL),
                    new DoubleColumn(metrics[1], Validity.ALL),
                    new DoubleColumn(metrics[2], Validity.ALL)
                },
                size);
    }

    /** Rows into one table. */
    @Benchmark
    public MergeTable add() {
        MergeTable table = new MergeTable(schema, node);
        batches.forEach(table::add);
        if (table.groups() != groups) {
            throw new IllegalStateException(table.groups() + " groups instead of " + groups);
        }
        return table;
    }

    /** Rows into one table, and all results out of it in key order. */
    @Benchmark
    public long addAndFinish() {
        MergedGroups merged = MergedGroups.of(List.of(add()));
        MergedGroups.Reader reader = merged.reader();
        int countColumn = node.keys().size();
        long rows = 0;
        for (int from = 0; from < merged.groups(); from += Batch.CAPACITY) {
            Batch results = reader.read(from, Math.min(Batch.CAPACITY, merged.groups() - from));
            long[] counts = ((LongColumn) results.column(countColumn)).values();
            for (int i = 0; i < results.size(); i++) {
                rows += counts[i];
            }
        }
        if (rows != ROWS) {
            throw new IllegalStateException(rows + " rows instead of " + ROWS);
        }
        return rows;
    }
}

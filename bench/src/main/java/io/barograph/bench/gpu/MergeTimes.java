package io.barograph.bench.gpu;

import io.barograph.core.aggregate.StateOutput;
import io.barograph.core.aggregate.totals.RowsShape;
import io.barograph.core.aggregate.totals.TotalsShape;
import io.barograph.core.column.Batch;
import io.barograph.core.column.Column;
import io.barograph.core.column.DoubleColumn;
import io.barograph.core.column.Field;
import io.barograph.core.column.LongColumn;
import io.barograph.core.column.Schema;
import io.barograph.core.column.Type;
import io.barograph.core.column.Validity;
import io.barograph.core.device.Device;
import io.barograph.core.device.DeviceGroups;
import io.barograph.core.device.Devices;
import io.barograph.core.merge.MergeTable;
import io.barograph.core.plan.AggregateCall;
import io.barograph.core.plan.Plan;
import io.barograph.gpu.ResidentRows;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * Times MERGE: of rows that lie on the GPU; of chunks in pinned memory, on their way and added; and of batches in the heap, by all threads,
 * each with a table of its own, on the GPU and on the CPU.
 */
final class MergeTimes {
    private static final int ROUNDS = 3;
    private static final int METRICS = 3;
    private static final int DEVICES = 100;
    private static final int MOST_RESIDENT = 1_000_000_000;
    private static final int RESIDENT_PER_READING = 1_000;
    /** Rows of all threads, for each reading of the longest series. */
    private static final int HEAP_PER_READING = 64;

    private final int readings;

    /** @param readings of the longest series that others compare; here so many times more */
    MergeTimes(int readings) {
        this.readings = readings;
    }

    /**
     * Measures all, and prints it.
     *
     * @return whether the GPU's bits are the CPU's
     */
    boolean run(int threads) {
        boolean isSame;
        try (Device device = Devices.open()) {
            isSame = resident(device.description().memoryBytes());
            pinned(device);
        }
        return isSame & heap(threads);
    }

    private boolean resident(long memoryBytes) {
        long room = memoryBytes / 10 * 8 / ResidentRows.bytesPerRow(METRICS);
        int rows = (int) Math.min(Math.min(MOST_RESIDENT, (long) RESIDENT_PER_READING * readings), room) / 2 * 2;
        StringBuilder line = new StringBuilder(
                String.format(Locale.ROOT, "merge, %,d resident rows, %d metrics, GPU:", rows, METRICS));
        try (ResidentRows resident = new ResidentRows(rows, METRICS)) {
            for (int round = 0; round < ROUNDS; round++) {
                line.append(String.format(Locale.ROOT, " %.4f s", resident.add()));
            }
            System.out.println(line);
            return resident.isComplete();
        }
    }

    private void pinned(Device device) {
        List<RowsShape.Pick> picks = new ArrayList<>();
        for (int metric = 0; metric < METRICS; metric++) {
            picks.add(new RowsShape.Pick(new TotalsShape(false, TotalsShape.SQUARES, true), List.of(metric)));
        }
        RowsShape shape = new RowsShape(1, null, METRICS, picks);
        int chunks = Math.max(2, (int) ((long) RESIDENT_PER_READING * readings / METRICS >> 17));
        BitSet noFlags = new BitSet();
        noFlags.set(shape.flagsColumn());
        try (DeviceGroups groups = device.openGroups(shape, DEVICES)) {
            for (int buffer = 0; buffer < 2; buffer++) {
                for (int i = 0; i < groups.capacity(); i++) {
                    groups.column(0).putLong(Long.BYTES * i, i % DEVICES);
                    for (int metric = 0; metric < METRICS; metric++) {
                        groups.column(shape.valueColumn(metric)).putDouble(Double.BYTES * i, 15 + i % 1000 / 100.0);
                    }
                }
                groups.send(groups.capacity(), noFlags, (columns, left, count) -> {});
            }
            groups.finish((columns, left, count) -> {}, (keys, found, count) -> {});
            long begun = System.nanoTime();
            for (int chunk = 0; chunk < chunks; chunk++) {
                groups.send(groups.capacity(), noFlags, (columns, left, count) -> {});
            }
            groups.finish((columns, left, count) -> {}, (keys, found, count) -> {});
            double seconds = (System.nanoTime() - begun) / 1e9;
            double bytes = (double) shape.bytesPerRow() * groups.capacity() * chunks;
            System.out.printf(
                    Locale.ROOT,
                    "merge, %d chunks from pinned memory, one thread: %.3f s, %.1f GB/s%n",
                    chunks,
                    seconds,
                    bytes / seconds / 1e9);
        }
    }

    private boolean heap(int threads) {
        int rows = HEAP_PER_READING * readings / threads;
        List<MergeTable> expected = new ArrayList<>();
        List<MergeTable> found = new ArrayList<>();
        String what = String.format(Locale.ROOT, "merge, %,d rows from the heap, %d metrics", rows * threads, METRICS);
        time(what + ", CPU", () -> {
            expected.clear();
            expected.addAll(tables(threads, rows, Optional.empty()));
        });
        try (Device device = Devices.open()) {
            time(what + ", GPU", () -> {
                found.clear();
                found.addAll(tables(threads, rows, Optional.of(device)));
            });
        }
        for (int thread = 0; thread < threads; thread++) {
            if (!isSame(found.get(thread), expected.get(thread))) {
                return false;
            }
        }
        return true;
    }

    private static void time(String what, Runnable call) {
        StringBuilder line = new StringBuilder(what).append(':');
        for (int round = 0; round < ROUNDS; round++) {
            long begun = System.nanoTime();
            call.run();
            line.append(String.format(Locale.ROOT, " %.3f s", (System.nanoTime() - begun) / 1e9));
        }
        System.out.println(line);
    }

    /** By device and minute, what each of the threads has read. */
    private static List<MergeTable> tables(int threads, int rows, Optional<Device> device) {
        List<CompletableFuture<MergeTable>> futures = new ArrayList<>();
        for (int thread = 0; thread < threads; thread++) {
            int seed = thread;
            CompletableFuture<MergeTable> future = new CompletableFuture<>();
            futures.add(future);
            new Thread(() -> future.completeAsync(() -> table(seed, rows, threads, device), Runnable::run)).start();
        }
        return futures.stream().map(CompletableFuture::join).toList();
    }

    private static MergeTable table(int seed, int rows, int threads, Optional<Device> device) {
        MergeTable table = newTable();
        if (device.isEmpty()) {
            read(seed, rows, table::add);
            return table;
        }
        table.addOn(
                device.get(),
                null,
                null,
                table::addHere,
                () -> {},
                device.get().description().memoryBytes() / 2 / threads);
        try {
            read(seed, rows, table::add);
            table.settle();
            return table;
        } finally {
            table.leaveDevice();
        }
    }

    private static MergeTable newTable() {
        List<Field> fields =
                new ArrayList<>(List.of(new Field("device", Type.BIGINT), new Field("minute", Type.BIGINT)));
        List<AggregateCall> calls = new ArrayList<>();
        List<Field> results = new ArrayList<>(fields);
        for (int metric = 0; metric < METRICS; metric++) {
            fields.add(new Field("x" + metric, Type.DOUBLE));
            for (String function : List.of("stddev", "min", "max")) {
                calls.add(new AggregateCall(function, List.of(2 + metric), List.of(), false, -1, Type.DOUBLE));
                results.add(new Field(function + metric, Type.DOUBLE));
            }
        }
        Schema input = new Schema(fields);
        return new MergeTable(
                input,
                new Plan.Aggregate(new Plan.Values(input, List.of()), List.of(0, 1), calls, new Schema(results)));
    }

    private static void read(int seed, int rows, Consumer<Batch> target) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] drawn = random.doubles(1 << 16, 15, 25).toArray();
        long[] devices = new long[Batch.CAPACITY];
        long[] minutes = new long[Batch.CAPACITY];
        Column[] columns = new Column[2 + METRICS];
        for (int from = 0; from < rows; from += Batch.CAPACITY) {
            int size = Math.min(Batch.CAPACITY, rows - from);
            for (int i = 0; i < size; i++) {
                devices[i] = (from + i) % DEVICES;
                minutes[i] = (from + i) / (60 * DEVICES);
            }
            columns[0] = new LongColumn(Type.BIGINT, devices, Validity.ALL);
            columns[1] = new LongColumn(Type.BIGINT, minutes, Validity.ALL);
            for (int metric = 0; metric < METRICS; metric++) {
                int at = (from + metric * 7919) % (drawn.length - Batch.CAPACITY);
                columns[2 + metric] =
                        new DoubleColumn(Arrays.copyOfRange(drawn, at, at + Batch.CAPACITY), Validity.ALL);
            }
            target.accept(new Batch(columns, size));
        }
    }

    /** Groups are numbered as they were found, which differs. */
    private static boolean isSame(MergeTable found, MergeTable expected) {
        return Arrays.deepEquals(sorted(found), sorted(expected));
    }

    private static byte[][] sorted(MergeTable table) {
        byte[][] groups = new byte[table.groups()][];
        for (int group = 0; group < groups.length; group++) {
            StateOutput output = new StateOutput();
            table.writeGroup(group, output);
            groups[group] = output.toByteArray();
        }
        Arrays.sort(groups, Arrays::compare);
        return groups;
    }
}

package io.barograph.bench;

import io.barograph.core.column.Batch;
import io.barograph.core.column.Column;
import io.barograph.core.column.DoubleColumn;
import io.barograph.core.column.LongColumn;
import io.barograph.core.column.VarcharColumn;
import io.barograph.core.source.Lane;
import io.barograph.core.source.ReadRequest;
import io.barograph.core.source.Split;
import io.barograph.core.source.SplitReader;
import io.barograph.core.source.Table;
import io.barograph.core.source.TableDescription;
import io.barograph.formats.FileCatalog;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * How fast one core turns CSV into columns, without using them.
 *
 * <p>Writes a file of each shape, reads it whole once and compares sums that are exact in integers, then times reads on one
 * thread, by the processor time of that thread: what else runs on the machine disturbs less. Run: {@code java -cp … io.barograph.bench.CsvReadBenchmark [MEGABYTES] [RUNS] [seed|stations]}.
 */
public final class CsvReadBenchmark {
    private static final int STATIONS = 413;
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private CsvReadBenchmark() {}

    public static void main(String[] args) throws IOException {
        long bytes = (args.length > 0 ? Long.parseLong(args[0]) : 500) << 20;
        int runs = args.length > 1 ? Integer.parseInt(args[1]) : 7;
        String only = args.length > 2 ? args[2] : "";
        for (String shape : new String[] {"seed", "stations"}) {
            if (only.isEmpty() || only.equals(shape)) {
                measure(shape, bytes, runs);
            }
        }
    }

    private static void measure(String shape, long bytes, int runs) throws IOException {
        Path file = Files.createTempFile("barograph-" + shape, ".csv");
        try {
            long[] expected = shape.equals("seed") ? writeSeed(file, bytes) : writeStations(file, bytes);
            FileCatalog catalog = new FileCatalog();
            TableDescription description = catalog.table(file.toString(), Map.of(), null);
            Table table = catalog.open(description);
            long[] found = sums(table);
            if (!Arrays.equals(expected, found)) {
                throw new IllegalStateException(
                        shape + ": expected " + Arrays.toString(expected) + " but read " + Arrays.toString(found));
            }
            double[] seconds = new double[runs];
            for (int run = 0; run < runs; run++) {
                long start = THREADS.getCurrentThreadCpuTime();
                long rows = drain(table);
                seconds[run] = (THREADS.getCurrentThreadCpuTime() - start) * 1e-9;
                if (rows != expected[0]) {
                    throw new IllegalStateException(shape + ": " + rows + " rows of " + expected[0]);
                }
            }
            double size = Files.size(file);
            System.out.printf(Locale.ROOT, "%s: %.0f MB, %d rows; MB/s per run", shape, size / 1e6, expected[0]);
            for (double time : seconds) {
                System.out.printf(Locale.ROOT, " %.0f", size / 1e6 / time);
            }
            Arrays.sort(seconds);
            double median = seconds[runs / 2];
            System.out.printf(
                    Locale.ROOT,
                    "; median %.0f MB/s, %.1f ns per row%n",
                    size / 1e6 / median,
                    median * 1e9 / expected[0]);
        } finally {
            Files.delete(file);
        }
    }

    private static SplitReader open(Table table) throws IOException {
        Lane lane = table.lanes().get(0);
        int[] columns = IntStream.range(0, table.description().schema().size()).toArray();
        ReadRequest request = new ReadRequest(columns, rejected -> {
            throw new IllegalStateException(rejected.toString());
        });
        return table.read(new Split(lane, 0, lane.sizeBytes()), -1, request);
    }

    private static long drain(Table table) throws IOException {
        long rows = 0;
        try (SplitReader reader = open(table)) {
            for (Batch batch = reader.next(); batch != null; batch = reader.next()) {
                rows += batch.size();
            }
        }
        return rows;
    }

    /** Rows, then by column the sum in units of 1e-4, of nanoseconds, or of the texts' lengths. */
    private static long[] sums(Table table) throws IOException {
        int width = table.description().schema().size();
        long[] sums = new long[1 + width];
        try (SplitReader reader = open(table)) {
            for (Batch batch = reader.next(); batch != null; batch = reader.next()) {
                sums[0] += batch.size();
                for (int c = 0; c < width; c++) {
                    sums[1 + c] += sum(batch.column(c), batch.size());
                }
            }
        }
        return sums;
    }

    private static long sum(Column column, int size) {
        long sum = 0;
        for (int i = 0; i < size; i++) {
            if (column instanceof DoubleColumn doubles) {
                sum += Math.round(doubles.values()[i] * 1e4);
            } else if (column instanceof LongColumn longs) {
                sum += longs.values()[i];
            } else if (column instanceof VarcharColumn texts) {
                sum += texts.dictionary().length(texts.codes()[i]);
            }
        }
        return sum;
    }

    /** One reading each 10 ms from 2023-01-01 of one of 100 devices: three metrics with four decimals. */
    private static long[] writeSeed(Path file, long bytes) throws IOException {
        SplittableRandom random = new SplittableRandom(42);
        long[] sums = new long[6];
        long start = 1_672_531_200L;
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 20)) {
            out.write("timestamp,device_id,temperature,humidity,pressure\n".getBytes(StandardCharsets.US_ASCII));
            StringBuilder line = new StringBuilder();
            for (long written = 0; written < bytes; sums[0]++) {
                long millis = sums[0] * 10;
                int[] metrics = {
                    random.nextInt(200_000, 300_000),
                    random.nextInt(400_000, 600_000),
                    random.nextInt(9_000_000, 11_000_000)
                };
                int device = 1 + random.nextInt(100);
                line.setLength(0);
                line.append("2023-01-");
                digits(line, 1 + millis / 86_400_000, 2).append(' ');
                digits(line, millis / 3_600_000 % 24, 2).append(':');
                digits(line, millis / 60_000 % 60, 2).append(':');
                digits(line, millis / 1000 % 60, 2).append('.');
                digits(line, millis % 1000, 3).append(',').append(device);
                sums[1] += start * 1_000_000_000L + millis * 1_000_000L;
                sums[2] += device;
                for (int i = 0; i < 3; i++) {
                    sums[3 + i] += metrics[i];
                    line.append(',').append(metrics[i] / 10_000).append('.');
                    digits(line, metrics[i] % 10_000, 4);
                }
                byte[] text = line.append('\n').toString().getBytes(StandardCharsets.US_ASCII);
                out.write(text);
                written += text.length;
            }
        }
        return sums;
    }

    private static StringBuilder digits(StringBuilder line, long value, int count) {
        String text = Long.toString(value);
        return line.append("0".repeat(count - text.length())).append(text);
    }

    /** The One Billion Row Challenge's lines: one of 413 stations and a temperature with one decimal. */
    private static long[] writeStations(Path file, long bytes) throws IOException {
        SplittableRandom random = new SplittableRandom(42);
        String[] names = new String[STATIONS];
        for (int i = 0; i < STATIONS; i++) {
            StringBuilder name =
                    new StringBuilder().append((char) ('A' + i % 26)).append((char) ('a' + i / 26));
            int length = random.nextInt(3, 13);
            while (name.length() < length) {
                name.append((char) ('a' + random.nextInt(26)));
            }
            names[i] = name.toString();
        }
        long[] sums = new long[3];
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 20)) {
            for (long written = 0; written < bytes; sums[0]++) {
                String name = names[random.nextInt(STATIONS)];
                int tenths = random.nextInt(-200, 400);
                sums[1] += name.length();
                sums[2] += tenths * 1000L;
                int size = Math.abs(tenths);
                String sign = tenths < 0 ? "-" : "";
                byte[] text =
                        (name + ';' + sign + size / 10 + '.' + size % 10 + '\n').getBytes(StandardCharsets.US_ASCII);
                out.write(text);
                written += text.length;
            }
        }
        return sums;
    }
}

package io.barograph.bench;

import io.barograph.core.column.Batch;
import io.barograph.core.column.DoubleColumn;
import io.barograph.core.column.Field;
import io.barograph.core.column.Schema;
import io.barograph.core.column.Type;
import io.barograph.core.source.Lane;
import io.barograph.core.source.ReadRequest;
import io.barograph.core.source.Split;
import io.barograph.core.source.SplitReader;
import io.barograph.core.source.Table;
import io.barograph.formats.FileCatalog;
import io.barograph.formats.record.RecordDecoder;
import io.barograph.formats.record.RecordEncoder;
import io.barograph.formats.record.RecordFormats;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Nanoseconds per message to turn messages into columns and back, beside reading the same text as a file: sensors' readings
 * of five columns. Each read checks the sum of one of them, which is exact in integers.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@OperationsPerInvocation(RecordFormatBenchmark.COUNT)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class RecordFormatBenchmark {
    static final int COUNT = 1 << 17;
    /** As a consumer hands them over: what its broker sent at once, or less. */
    private static final int BATCH = Batch.CAPACITY;

    private static final Schema SCHEMA = new Schema(List.of(
            new Field("timestamp", Type.TIMESTAMP),
            new Field("device_id", Type.BIGINT),
            new Field("temperature", Type.DOUBLE),
            new Field("humidity", Type.DOUBLE),
            new Field("pressure", Type.DOUBLE)));
    private static final int[] ALL = {0, 1, 2, 3, 4};

    @Param({"csv", "json", "binary"})
    public String format = "";

    private byte[] messages = {};
    private final int[] starts = new int[COUNT + 1];
    private final RecordDecoder csv = decoder("csv");
    private RecordDecoder decoder = csv;
    private RecordEncoder encoder = encoder("csv");
    private @Nullable Path file;
    private @Nullable Table table;
    /** The sum of the temperatures, in units of 1e-4. */
    private long expected;
    /** The first messages' rows. */
    private @Nullable Batch first;

    private static RecordDecoder decoder(String format) {
        return RecordFormats.named(format).newDecoder(SCHEMA, Map.of(), ALL);
    }

    private static RecordEncoder encoder(String format) {
        return RecordFormats.named(format).newEncoder(SCHEMA, Map.of());
    }

    @Setup
    public void prepare() throws IOException {
        decoder = decoder(format);
        encoder = encoder(format);
        writeMessages();
        decode();
        if (!format.equals("binary")) {
            Path written = Files.createTempFile("barograph-messages", format.equals("csv") ? ".csv" : ".jsonl");
            Map<String, String> options = format.equals("csv") ? Map.of("header", "false") : Map.of();
            try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(written))) {
                for (int i = 0; i < COUNT; i++) {
                    out.write(messages, starts[i], starts[i + 1] - starts[i]);
                    out.write('\n');
                }
            }
            FileCatalog catalog = new FileCatalog();
            table = catalog.open(catalog.table(written.toString(), options, SCHEMA));
            file = written;
            readFile();
        }
        for (int i = 0; i < BATCH; i++) {
            decoder.add(messages, starts[i], starts[i + 1] - starts[i]);
        }
        first = decodeAdded(decoder);
    }

    @TearDown
    public void delete() throws IOException {
        if (file != null) {
            Files.delete(file);
        }
    }

    /** A reading each 10 ms of one of 100 devices: three metrics with four decimals. */
    private void writeMessages() {
        SplittableRandom random = new SplittableRandom(42);
        byte[] all = new byte[COUNT * 160];
        for (int i = 0; i < COUNT; i++) {
            int temperature = random.nextInt(200_000, 300_000);
            expected += temperature;
            byte[] message = String.format(
                            Locale.ROOT,
                            "2023-01-01 %02d:%02d:%02d.%03d,%d,%s,%s,%s",
                            i / 360_000,
                            i / 6000 % 60,
                            i / 100 % 60,
                            i % 100 * 10,
                            1 + random.nextInt(100),
                            metric(temperature),
                            metric(random.nextInt(400_000, 600_000)),
                            metric(random.nextInt(9_000_000, 11_000_000)))
                    .getBytes(StandardCharsets.US_ASCII);
            if (!format.equals("csv")) {
                csv.add(message, 0, message.length);
                message = encoder.encode(decodeAdded(csv), 0);
            }
            System.arraycopy(message, 0, all, starts[i], message.length);
            starts[i + 1] = starts[i] + message.length;
        }
        messages = Arrays.copyOf(all, starts[COUNT]);
    }

    private static String metric(int value) {
        return String.format(Locale.ROOT, "%d.%04d", value / 10_000, value % 10_000);
    }

    private static Batch decodeAdded(RecordDecoder from) {
        return from.decode((record, reason, text) -> {
            throw new IllegalStateException(reason + ": " + text);
        });
    }

    @Benchmark
    public void decode() {
        long sum = 0;
        for (int from = 0; from < COUNT; from += BATCH) {
            for (int i = from; i < from + BATCH; i++) {
                decoder.add(messages, starts[i], starts[i + 1] - starts[i]);
            }
            sum += temperatures(decodeAdded(decoder));
        }
        check(sum);
    }

    /** The same text, a line each, as a file; fails for binary messages, which are none. */
    @Benchmark
    public void readFile() throws IOException {
        if (table == null) {
            throw new IllegalStateException("binary messages are no lines of a file");
        }
        Lane lane = table.lanes().get(0);
        ReadRequest request = new ReadRequest(ALL, rejected -> {
            throw new IllegalStateException(rejected.toString());
        });
        long sum = 0;
        try (SplitReader reader = table.read(new Split(lane, 0, lane.sizeBytes()), -1, request)) {
            for (Batch batch = reader.next(); batch != null; batch = reader.next()) {
                sum += temperatures(batch);
            }
        }
        check(sum);
    }

    /** Rows to messages. */
    @Benchmark
    public long encode() {
        long bytes = 0;
        Batch rows = Objects.requireNonNull(first);
        for (int i = 0; i < COUNT; i++) {
            bytes += encoder.encode(rows, i % BATCH).length;
        }
        return bytes;
    }

    private static long temperatures(Batch batch) {
        double[] values = ((DoubleColumn) batch.column(2)).values();
        long sum = 0;
        for (int row = 0; row < batch.size(); row++) {
            sum += Math.round(values[row] * 1e4);
        }
        return sum;
    }

    private void check(long sum) {
        if (sum != expected) {
            throw new IllegalStateException("the sum is " + expected + ", not " + sum);
        }
    }
}

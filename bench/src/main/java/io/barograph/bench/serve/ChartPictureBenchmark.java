package io.barograph.bench.serve;

import io.barograph.core.column.Batch;
import io.barograph.core.column.Column;
import io.barograph.core.column.DoubleColumn;
import io.barograph.core.column.Field;
import io.barograph.core.column.LongColumn;
import io.barograph.core.column.Schema;
import io.barograph.core.column.Type;
import io.barograph.core.column.Validity;
import io.barograph.server.chart.ChartPicture;
import io.barograph.server.chart.ChartRequest;
import io.barograph.server.result.KeptRows;
import io.barograph.server.result.ResultRows;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Microseconds to draw the page's picture of as many raw readings as a result keeps, on one thread. Every picture is checked to be of
 * all of them.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class ChartPictureBenchmark {
    private static final int ROWS = 100_000;
    private static final int WIDTH = 1_150;
    private static final long SECOND_NANOS = 1_000_000_000L;

    /** Lines that the readings are of. */
    @Param({"1", "8", "1000"})
    public int devices;

    private final ChartRequest request = new ChartRequest(WIDTH, null, null, null, "");

    @SuppressWarnings("NullAway.Init") // made in the trial's setup
    private ResultRows rows;

    /** Rows in batches of the engine's size, each device one per second. */
    @Setup
    public void prepare() {
        Schema schema = Schema.of(
                new Field("ts", Type.TIMESTAMP),
                new Field("device_id", Type.BIGINT),
                new Field("temperature", Type.DOUBLE));
        List<KeptRows> pieces = new ArrayList<>();
        for (int first = 0; first < ROWS; first += Batch.CAPACITY) {
            int begin = first;
            int size = Math.min(Batch.CAPACITY, ROWS - first);
            long[] times = IntStream.range(0, size)
                    .mapToLong(i -> (begin + i) / devices * SECOND_NANOS)
                    .toArray();
            long[] ids = IntStream.range(0, size)
                    .mapToLong(i -> (begin + i) % devices)
                    .toArray();
            double[] values = IntStream.range(0, size)
                    .mapToDouble(i -> PacedReadings.temperature((begin + i) % devices, (begin + i) / devices))
                    .toArray();
            Column[] columns = {
                new LongColumn(Type.TIMESTAMP, times, Validity.ALL),
                new LongColumn(Type.BIGINT, ids, Validity.ALL),
                new DoubleColumn(values, Validity.ALL)
            };
            pieces.add(new KeptRows(
                    new Batch(columns, size), IntStream.range(0, size).toArray()));
        }
        rows = new ResultRows(schema, null, pieces, OptionalLong.of(ROWS), null);
    }

    /** One picture. */
    @Benchmark
    public Map<String, @Nullable Object> draw() {
        Map<String, @Nullable Object> picture = ChartPicture.of(rows, request);
        if (!Long.valueOf(ROWS).equals(picture.get("readings"))
                || !Integer.valueOf(devices).equals(picture.get("all"))) {
            throw new IllegalStateException("the picture is not of all readings: " + picture.keySet());
        }
        return picture;
    }
}

package io.barograph.bench;

import io.barograph.core.text.DoubleText;
import io.barograph.core.text.TimestampParser;
import io.barograph.core.text.TimestampPrinter;
import io.barograph.core.text.TimestampText;
import java.nio.charset.StandardCharsets;
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
 * Nanoseconds per value to read and print doubles and timestamps; the JDK's ways beside ours. The set-up checks that both
 * give the same values.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@OperationsPerInvocation(NumberTextBenchmark.COUNT)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(1)
public class NumberTextBenchmark {
    static final int COUNT = 4096;

    /** Sensor readings of four decimals, averages of 16 or 17 digits, or any double at all. */
    @Param({"four", "average", "any"})
    public String kind = "";

    private final double[] values = new double[COUNT];
    private final String[] texts = new String[COUNT];
    private final int[] starts = new int[COUNT + 1];
    private final long[] timestamps = new long[COUNT];
    private final int[] timeStarts = new int[COUNT + 1];
    private final byte[] out = new byte[64];
    private byte[] bytes = new byte[0];
    private byte[] timeBytes = new byte[0];

    @Setup
    public void prepare() {
        SplittableRandom random = new SplittableRandom(42);
        StringBuilder all = new StringBuilder();
        StringBuilder times = new StringBuilder();
        for (int i = 0; i < COUNT; i++) {
            values[i] = switch (kind) {
                case "four" -> random.nextInt(200_000, 11_000_000) / 1e4;
                case "average" -> random.nextDouble(20, 30);
                default -> finite(random);
            };
            texts[i] = DoubleText.toString(values[i]);
            starts[i] = all.length();
            all.append(texts[i]).append(',');
            timestamps[i] = 1_672_531_200_000_000_000L + 10_000_000L * i;
            timeStarts[i] = times.length();
            times.append(TimestampText.toString(timestamps[i])).append(',');
        }
        starts[COUNT] = all.length();
        timeStarts[COUNT] = times.length();
        bytes = all.append("########").toString().getBytes(StandardCharsets.ISO_8859_1);
        timeBytes = times.append("########").toString().getBytes(StandardCharsets.ISO_8859_1);
        if (readDoubles() != readDoublesByJdk()
                || readTimestamps() != java.util.Arrays.stream(timestamps).sum()) {
            throw new IllegalStateException("what was printed does not read back");
        }
    }

    private static double finite(SplittableRandom random) {
        double value = Double.NaN;
        while (!Double.isFinite(value)) {
            value = Double.longBitsToDouble(random.nextLong());
        }
        return value;
    }

    @Benchmark
    public long readDoubles() {
        long mixed = 0;
        for (int i = 0; i < COUNT; i++) {
            mixed ^= DoubleText.parseBits(bytes, starts[i], starts[i + 1] - 1, (byte) '.');
        }
        return mixed;
    }

    @Benchmark
    public long readDoublesByJdk() {
        long mixed = 0;
        for (String text : texts) {
            mixed ^= Double.doubleToRawLongBits(Double.parseDouble(text));
        }
        return mixed;
    }

    @Benchmark
    public int printDoubles() {
        int length = 0;
        for (double value : values) {
            length += DoubleText.print(value, out, 0);
        }
        return length;
    }

    @Benchmark
    public int printDoublesByJdk() {
        int length = 0;
        for (double value : values) {
            length += Double.toString(value).length();
        }
        return length;
    }

    @Benchmark
    public long readTimestamps() {
        TimestampParser parser = new TimestampParser();
        long sum = 0;
        for (int i = 0; i < COUNT; i++) {
            sum += parser.parse(timeBytes, timeStarts[i], timeStarts[i + 1] - 1);
        }
        return sum;
    }

    @Benchmark
    public int printTimestamps() {
        TimestampPrinter printer = TimestampPrinter.sql();
        int length = 0;
        for (long nanos : timestamps) {
            length += printer.print(nanos, out, 0);
        }
        return length;
    }
}

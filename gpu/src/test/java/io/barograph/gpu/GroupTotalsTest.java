package io.barograph.gpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.barograph.core.aggregate.totals.TotalsShape;
import io.barograph.core.column.DoubleColumn;
import io.barograph.core.column.LongColumn;
import io.barograph.core.column.Type;
import io.barograph.core.device.Device;
import io.barograph.core.device.DeviceTotals;
import io.barograph.core.device.Devices;
import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.testkit.RandomColumns;
import io.barograph.testkit.RandomColumns.Nulls;
import io.barograph.testkit.RandomColumns.Values;
import io.barograph.testkit.TwinTotals;
import java.nio.ByteBuffer;
import java.nio.IntBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The kernels of {@code group_totals.cu} give the words of their twin in core, and leave the same rows over. */
class GroupTotalsTest {
    private static final long SEED = Long.getLong("barograph.seed", System.nanoTime());
    private static final int CHUNK = 1 << 17;
    private static final TotalsShape ALL = new TotalsShape(false, true, true, true);

    @BeforeEach
    void aDevice() {
        StandIn.use();
    }

    @AfterEach
    void nothingFails() {
        StandIn.fail("none", 1, 0);
    }

    /** How rows spread over groups. */
    enum Spread {
        ONE,
        EVEN,
        /** Nearly all to the first. */
        SKEWED,
        /** As rows that are sorted by key. */
        RUNS;

        int group(int row, int groups, Random random) {
            return switch (this) {
                case ONE -> 0;
                case EVEN -> random.nextInt(groups);
                case SKEWED -> random.nextInt(50) == 0 ? random.nextInt(groups) : 0;
                case RUNS -> row / 97 % groups;
            };
        }
    }

    static Stream<Arguments> rows() {
        List<Arguments> all = new ArrayList<>();
        for (Values values : Values.values()) {
            for (Spread spread : Spread.values()) {
                for (boolean integers : new boolean[] {false, true}) {
                    all.add(Arguments.of(new TotalsShape(integers, true, true, true), values, spread, 300, 20_011));
                }
            }
            all.add(Arguments.of(new TotalsShape(false, true, false, false), values, Spread.EVEN, 40, 5_000));
            all.add(Arguments.of(new TotalsShape(true, true, false, true), values, Spread.EVEN, 40, 5_000));
            all.add(Arguments.of(new TotalsShape(false, false, false, true), values, Spread.EVEN, 40, 5_000));
            all.add(Arguments.of(new TotalsShape(true, false, false, true), values, Spread.EVEN, 40, 5_000));
        }
        all.add(Arguments.of(TotalsShape.COUNT, Values.FEW, Spread.EVEN, 40, 5_000));
        // Around the borders of warps, blocks and chunks, over more groups than are copied back at once, and several
        // chunks.
        for (int rows : new int[] {1, 31, 32, 33, 2_047, 2_048, 2_049, CHUNK - 1, CHUNK, CHUNK + 1}) {
            all.add(Arguments.of(ALL, Values.SENSOR, Spread.EVEN, 100, rows));
        }
        all.add(Arguments.of(ALL, Values.WIDE, Spread.EVEN, 100_000, 2 * CHUNK + 5));
        all.add(Arguments.of(ALL, Values.SENSOR, Spread.RUNS, 1, 3 * CHUNK));
        return all.stream();
    }

    /** What came out of totals, in an order of its own. */
    private static final class Found {
        final List<String> totals = new ArrayList<>();
        final List<long[]> left = new ArrayList<>();

        void finish(DeviceTotals from, int groups) {
            from.finish(groups, this::leave, (first, found, count) -> {
                for (int i = 0; i < count; i++) {
                    totals.add(first + i + ": " + found.counts()[i] + " in "
                            + Arrays.toString(of(found.windows(), 1, i)) + Arrays.toString(of(found.sums(), 2, i))
                            + Arrays.toString(of(found.squares(), 3, i)) + Arrays.toString(of(found.ends(), 2, i)));
                }
            });
            left.sort(Comparator.<long[]>comparingLong(row -> row[0]).thenComparingLong(row -> row[1]));
        }

        void leave(IntBuffer groups, ByteBuffer values, IntBuffer rows, int count) {
            for (int i = 0; i < count; i++) {
                int row = rows.get(i);
                left.add(new long[] {groups.get(row), values.getLong(Long.BYTES * row)});
            }
        }

        private static long[] of(long[] words, int each, int group) {
            return words.length == 0 ? words : Arrays.copyOfRange(words, each * group, each * (group + 1));
        }

        private static int[] of(int[] words, int each, int group) {
            return words.length == 0 ? words : Arrays.copyOfRange(words, each * group, each * (group + 1));
        }
    }

    private static long[] values(boolean integers, Values values, int rows, Random random) {
        RandomColumns columns = new RandomColumns(random);
        if (integers) {
            return ((LongColumn) columns.column(Type.BIGINT, rows, values, Nulls.NONE)).values();
        }
        double[] doubles = ((DoubleColumn) columns.column(Type.DOUBLE, rows, values, Nulls.NONE)).values();
        // Every value and its opposite, so that sums cancel.
        for (int i = 1; i < rows; i += 3) {
            doubles[i] = -doubles[i - 1];
        }
        return Arrays.stream(doubles).mapToLong(Double::doubleToRawLongBits).toArray();
    }

    private static void send(DeviceTotals to, int[] groups, long[] values, Found found) {
        for (int from = 0; from < groups.length; from += to.capacity()) {
            int some = Math.min(to.capacity(), groups.length - from);
            to.groups().put(0, groups, from, some);
            if (to.values().capacity() > 0) {
                to.values().asLongBuffer().put(0, values, from, some);
            }
            to.send(some, found::leave);
        }
    }

    @ParameterizedTest
    @MethodSource("rows")
    void theDeviceGivesTheWordsOfItsTwin(TotalsShape shape, Values kind, Spread spread, int groups, int rows) {
        Random random = new Random(SEED);
        int[] rowGroups = new int[rows];
        for (int row = 0; row < rows; row++) {
            rowGroups[row] = spread.group(row, groups, random);
        }
        long[] values = values(shape.integers(), kind, rows, random);
        Found expected = new Found();
        Found found = new Found();
        try (CudaDevice device = CudaDevice.open();
                DeviceTotals there = device.openTotals(shape, groups);
                DeviceTotals twin = new TwinTotals(shape, groups, there.capacity())) {
            // Twice, since what was finished begins afresh.
            for (int round = 0; round < 2; round++) {
                send(twin, rowGroups, values, expected);
                send(there, rowGroups, values, found);
                expected.finish(twin, groups);
                found.finish(there, groups);
            }
        }
        assertThat(StandIn.allocated()).isZero();
        String seed = "repeat with -Dbarograph.seed=" + SEED;
        assertThat(found.totals).as(seed).isEqualTo(expected.totals);
        assertThat(found.left.stream().map(Arrays::toString))
                .as(seed)
                .isEqualTo(expected.left.stream().map(Arrays::toString).toList());
    }

    @Test
    void whatIsMadeLargerHasNoRows() {
        Found expected = new Found();
        Found found = new Found();
        int[] groups = {4, 9, 4};
        long[] values = Arrays.stream(new double[] {1, 2, 3})
                .mapToLong(Double::doubleToRawLongBits)
                .toArray();
        try (Device device = Devices.open();
                DeviceTotals there = device.openTotals(ALL, 1);
                DeviceTotals twin = new TwinTotals(ALL, 10, 100)) {
            there.finish(
                    1,
                    found::leave,
                    (first, totals, count) -> assertThat(totals.counts()[0]).isZero());
            there.resize(10);
            assertThat(there.groupCapacity()).isEqualTo(10);
            send(there, groups, values, found);
            send(twin, groups, values, expected);
            found.finish(there, 10);
            expected.finish(twin, 10);
        }
        assertThat(found.totals).hasSize(10).isEqualTo(expected.totals);
    }

    @ParameterizedTest
    @CsvSource({
        "cuModuleLoadData, 1",
        "cuModuleGetFunction, 4",
        "cuMemAlloc_v2, 1",
        "cuMemAlloc_v2, 9",
        "cuMemAllocHost_v2, 4",
        "cuStreamCreate, 2",
        "cuEventCreate, 3",
        "cuMemsetD32Async, 1",
        "cuMemcpyHtoDAsync_v2, 3",
        "cuStreamWaitEvent, 1",
        "cuEventRecord, 2",
        "cuLaunchKernel, 3",
        "cuLaunchKernel, 7",
        "cuMemcpyDtoHAsync_v2, 1",
        "cuEventSynchronize, 1",
        "cuStreamSynchronize, 1",
        "cuMemcpyDtoH_v2, 2"
    })
    void aDeviceThatIsLostEndsThemAndTheNextOnesWork(String function, int call) {
        int[] groups = new int[2 * CHUNK];
        long[] values = new long[2 * CHUNK];
        try (Device device = Devices.open()) {
            StandIn.fail(function, call, StandIn.LOST);
            assertThatThrownBy(() -> addAll(device, groups, values))
                    .isInstanceOfSatisfying(
                            BarographException.class,
                            failure -> assertThat(failure.code()).isEqualTo(ErrorCode.UNAVAILABLE))
                    .hasMessageContainingAll("the GPU failed at ", "without --gpu the CPU");
        }
        assertThat(StandIn.allocated()).isZero();
        try (Device device = Devices.open()) {
            addAll(device, groups, values);
        }
    }

    private static void addAll(Device device, int[] groups, long[] values) {
        Found found = new Found();
        try (DeviceTotals totals = device.openTotals(ALL, 1)) {
            send(totals, groups, values, found);
            found.finish(totals, 1);
        }
        assertThat(found.totals).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"cuMemAlloc_v2, 1", "cuMemAlloc_v2, 6", "cuMemAllocHost_v2, 2"})
    void memoryThatDoesNotSufficeIsSaidAndGivenBack(String function, int call) {
        try (Device device = Devices.open()) {
            StandIn.fail(function, call, StandIn.OUT_OF_MEMORY);
            assertThatThrownBy(() -> addAll(device, new int[10], new long[10]))
                    .isInstanceOfSatisfying(
                            BarographException.class,
                            failure -> assertThat(failure.code()).isEqualTo(ErrorCode.OUT_OF_MEMORY));
            assertThat(StandIn.allocated()).isZero();
            addAll(device, new int[10], new long[10]);
        }
    }

    /** The stand-in loses the device where a buffer is changed before its copy was waited for: that it would notice. */
    @Test
    void aBufferThatIsChangedTooEarlyIsNoticed() {
        try (Device device = Devices.open();
                DeviceTotals totals = device.openTotals(ALL, 1)) {
            IntBuffer groups = totals.groups();
            groups.put(0, 0);
            totals.values().putDouble(0, 1);
            totals.send(1, (rowGroups, values, rows, count) -> {});
            groups.put(0, 1);
            assertThatThrownBy(
                            () -> totals.finish(1, (rowGroups, values, rows, count) -> {}, (first, found, count) -> {}))
                    .hasMessageContaining("the GPU failed at adding rows");
        }
    }
}

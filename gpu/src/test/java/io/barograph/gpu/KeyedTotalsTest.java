package io.barograph.gpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.barograph.core.aggregate.totals.GroupTotals;
import io.barograph.core.aggregate.totals.KeyedTotals;
import io.barograph.core.aggregate.totals.RowsShape;
import io.barograph.core.aggregate.totals.RowsShape.Pick;
import io.barograph.core.column.DoubleColumn;
import io.barograph.core.column.LongColumn;
import io.barograph.core.column.Type;
import io.barograph.core.device.Device;
import io.barograph.core.device.DeviceGroups;
import io.barograph.core.device.Devices;
import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.testkit.RandomColumns;
import io.barograph.testkit.RandomColumns.Nulls;
import io.barograph.testkit.RandomColumns.Values;
import io.barograph.testkit.TwinGroups;
import java.nio.ByteBuffer;
import java.nio.LongBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The kernels of {@code group_totals.cu} give the keys and words of their twin in core, and leave the same rows over. */
class KeyedTotalsTest {
    private static final long SEED = Long.getLong("barograph.seed", System.nanoTime());

    @BeforeEach
    void aDevice() {
        StandIn.use();
    }

    @AfterEach
    void nothingFails() {
        StandIn.fail("none", 1, 0);
    }

    /** What came out, in an order of its own. */
    private static final class Found {
        final Map<List<Long>, String> totals = new TreeMap<>((one, other) -> Arrays.compare(words(one), words(other)));
        final List<String> left = new ArrayList<>();

        private static long[] words(List<Long> key) {
            return key.stream().mapToLong(Long::longValue).toArray();
        }

        void take(long[][] keys, List<GroupTotals> found, int count) {
            for (int i = 0; i < count; i++) {
                List<Long> key = new ArrayList<>();
                for (long[] word : keys) {
                    key.add(word[i]);
                }
                StringBuilder text = new StringBuilder();
                for (GroupTotals of : found) {
                    text.append(of.counts()[i]).append(" in ");
                    for (int column = 0; column < of.shape().windows(); column++) {
                        text.append(of.windows()[of.shape().windows() * i + column])
                                .append(' ');
                    }
                    append(of.sums(), of.shape().sumWords(), i, text);
                    append(of.products(), of.shape().productWords(), i, text);
                    append(of.ends(), of.shape().endWords(), i, text);
                    append(of.bits(), of.shape().bitWords(), i, text);
                }
                assertThat(totals.put(key, text.toString())).as("twice: " + key).isNull();
            }
        }

        private static void append(long[] words, int each, int group, StringBuilder text) {
            if (words.length > 0) {
                text.append(Arrays.toString(Arrays.copyOfRange(words, each * group, each * (group + 1))));
            }
        }

        void leave(@Nullable LongBuffer[] columns, LongBuffer rows, int count) {
            for (int i = 0; i < count; i++) {
                int row = KeyedTotals.leftRow(rows.get(i));
                StringBuilder text = new StringBuilder();
                text.append(KeyedTotals.leftPick(rows.get(i)));
                for (LongBuffer column : columns) {
                    text.append(' ').append(column == null ? "-" : Long.toHexString(column.get(row)));
                }
                left.add(text.toString());
            }
        }
    }

    /** Columns of a shape, drawn; null where absent. */
    private static long @Nullable [][] draw(
            RowsShape shape,
            Values kind,
            GroupedRows.Spread spread,
            int groups,
            int rows,
            boolean gaps,
            Random random) {
        long @Nullable [][] columns = new long[shape.columns()][];
        long[][] keys = new long[groups][shape.keyWords()];
        for (long[] key : keys) {
            Arrays.setAll(key, word -> random.nextInt(10) == 0 ? random.nextLong() >> 2 : random.nextInt(groups) - 10);
        }
        for (int word = 0; word < shape.keyWords(); word++) {
            columns[word] = new long[rows];
        }
        for (int row = 0; row < rows; row++) {
            int group = spread.group(row, groups, random);
            for (int word = 0; word < shape.keyWords(); word++) {
                columns[word][row] = keys[group][word];
            }
        }
        if (gaps && shape.keyWords() > 0 && shape.time() == null) {
            columns[shape.keyWords() - 1] = null;
        }
        for (int value = 0; value < shape.inputs(); value++) {
            // Of rows that are computed the second input is an integer.
            boolean integers = shape.program() != null && value == 1;
            for (Pick pick : shape.program() == null ? shape.picks() : List.<Pick>of()) {
                int column = pick.values().indexOf(value);
                integers |= column >= 0 && pick.totals().isInteger(column);
            }
            columns[shape.valueColumn(value)] = values(integers, kind, rows, random);
        }
        if (gaps) {
            columns[shape.flagsColumn()] = random.longs(rows).toArray();
        }
        return columns;
    }

    private static long[] values(boolean integers, Values values, int rows, Random random) {
        RandomColumns columns = new RandomColumns(random);
        if (integers) {
            return ((LongColumn) columns.column(Type.BIGINT, rows, values, Nulls.NONE)).values();
        }
        double[] doubles = ((DoubleColumn) columns.column(Type.DOUBLE, rows, values, Nulls.NONE)).values();
        // Every value and its opposite, so that sums cancel; in columns not always at the same rows, so that products
        // are of both signs.
        for (int i = 1 + random.nextInt(2); i < rows; i += 3) {
            doubles[i] = -doubles[i - 1];
        }
        return Arrays.stream(doubles).mapToLong(Double::doubleToRawLongBits).toArray();
    }

    private static void send(RowsShape shape, DeviceGroups to, long @Nullable [][] columns, int rows, Found found) {
        send(shape, to, columns, rows, to.capacity(), found);
    }

    /** @param atOnce rows of a chunk */
    private static void send(
            RowsShape shape, DeviceGroups to, long @Nullable [][] columns, int rows, int atOnce, Found found) {
        BitSet absent = new BitSet();
        for (int column = 0; column < columns.length; column++) {
            absent.set(column, columns[column] == null);
        }
        for (int from = 0; from < rows; from += atOnce) {
            int some = Math.min(atOnce, rows - from);
            for (int column = 0; column < columns.length; column++) {
                if (columns[column] != null) {
                    to.column(column).asLongBuffer().put(0, columns[column], from, some);
                }
            }
            if (shape.hasBoundaries()) {
                long[] boundaries = boundaries(from);
                to.setBoundaries(boundaries, boundaries.length);
            }
            to.send(some, absent, found::leave);
        }
    }

    /** Of panes of odd lengths, outside of which some times lie. */
    private static long[] boundaries(int seed) {
        Random random = new Random(SEED + seed);
        return LongStream.iterate(-9 + random.nextInt(20), at -> at + 1 + random.nextInt(300))
                .limit(seed == 0 ? 20 : 3)
                .toArray();
    }

    @Tag("thorough")
    @ParameterizedTest
    @MethodSource("io.barograph.gpu.GroupedRows#manyRows")
    void theDeviceGivesTheWordsOfItsTwinInManyChunks(
            RowsShape shape, Values kind, GroupedRows.Spread spread, int groups, int rows, boolean gaps) {
        theDeviceGivesTheWordsOfItsTwin(shape, kind, spread, groups, rows, gaps);
    }

    @ParameterizedTest
    @MethodSource("io.barograph.gpu.GroupedRows#rows")
    void theDeviceGivesTheWordsOfItsTwin(
            RowsShape shape, Values kind, GroupedRows.Spread spread, int groups, int rows, boolean gaps) {
        Random random = new Random(SEED);
        long @Nullable [][] columns = draw(shape, kind, spread, groups, rows, gaps, random);
        String seed = "repeat with -Dbarograph.seed=" + SEED;
        try (CudaDevice device = CudaDevice.open();
                DeviceGroups there = device.openGroups(shape, groups);
                DeviceGroups twin = new TwinGroups(shape, groups, there.capacity())) {
            // Twice, since what was finished begins afresh.
            for (int round = 0; round < 2; round++) {
                Found expected = new Found();
                Found found = new Found();
                send(shape, twin, columns, rows, expected);
                send(shape, there, columns, rows, found);
                twin.finish(expected::leave, expected::take);
                there.finish(found::leave, found::take);
                assertThat(found.totals).as(seed).isEqualTo(expected.totals);
                assertThat(found.left.stream().sorted())
                        .as(seed)
                        .isEqualTo(expected.left.stream().sorted().toList());
            }
        }
        assertThat(StandIn.allocated()).isZero();
    }

    /** Which groups find room is nobody's promise: what is added up and what is left over is all rows together, and no key comes twice. */
    @Test
    void rowsOfGroupsThatFindNoRoomAreLeftOver() {
        RowsShape shape = GroupedRows.shape(1, null, GroupedRows.COUNT);
        int rows = 3 * GroupedRows.CHUNK;
        long[][] columns = {new Random(SEED).longs(rows, 0, 50_000).toArray(), new long[rows], null};
        long[] counted = {0, 0};
        try (Device device = Devices.open();
                DeviceGroups there = device.openGroups(shape, 1_000)) {
            Found found = new Found();
            send(shape, there, columns, rows, found);
            assertThat(there.groups()).isGreaterThanOrEqualTo(there.groupCapacity());
            there.finish(found::leave, (keys, totals, count) -> {
                found.take(keys, totals, count);
                counted[0] += count;
                for (int i = 0; i < count; i++) {
                    counted[1] += totals.get(0).counts()[i];
                }
            });
            assertThat(counted[0]).isEqualTo(1_000);
            assertThat(counted[1] + found.left.size()).isEqualTo(rows);
            assertThat(found.left).allMatch(left -> left.startsWith(KeyedTotals.ALL_PICKS + " "));
            // With more room afterwards, all is as new.
            there.resize(50_000);
            Found all = new Found();
            send(shape, there, columns, rows, all);
            there.finish(all::leave, all::take);
            assertThat(all.left).isEmpty();
            assertThat(all.totals).hasSizeGreaterThan(49_000);
        }
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
        "cuLaunchKernel, 1",
        "cuLaunchKernel, 3",
        "cuLaunchKernel, 7",
        "cuMemcpyDtoHAsync_v2, 1",
        "cuEventSynchronize, 1",
        "cuStreamSynchronize, 1",
        "cuMemcpyDtoH_v2, 2"
    })
    void aDeviceThatIsLostEndsThemAndTheNextOnesWork(String function, int call) {
        loseDevice(GroupedRows.shape(1, null, GroupedRows.DOUBLES), function, call);
    }

    /** The second module is that of the kernel that computes; the first launch clears ends, and each chunk takes four. */
    @ParameterizedTest
    @CsvSource({"cuModuleLoadData, 2", "cuModuleGetFunction, 6", "cuLaunchKernel, 2", "cuLaunchKernel, 6"})
    void aDeviceThatIsLostWhileItComputesEndsThemToo(String function, int call) {
        loseDevice(GroupedRows.computed(), function, call);
    }

    private static void loseDevice(RowsShape shape, String function, int call) {
        try (Device device = Devices.open()) {
            StandIn.fail(function, call, StandIn.LOST);
            assertThatThrownBy(() -> addAll(device, shape))
                    .isInstanceOfSatisfying(
                            BarographException.class,
                            failure -> assertThat(failure.code()).isEqualTo(ErrorCode.UNAVAILABLE))
                    .hasMessageContainingAll("the GPU failed at ", "without --gpu the CPU");
        }
        assertThat(StandIn.allocated()).isZero();
        try (Device device = Devices.open()) {
            addAll(device, shape);
        }
    }

    /** Two chunks. */
    private static void addAll(Device device, RowsShape shape) {
        int rows = 600;
        long @Nullable [][] columns = new long[shape.columns()][rows];
        columns[shape.flagsColumn()] = null;
        if (shape.program() != null) {
            // 1 is below 1 * 2.
            Arrays.fill(columns[2], Double.doubleToLongBits(1));
            Arrays.fill(columns[3], 2);
        }
        Found found = new Found();
        try (DeviceGroups groups = device.openGroups(shape, 1)) {
            send(shape, groups, columns, rows, rows / 2, found);
            groups.finish(found::leave, found::take);
        }
        assertThat(found.totals).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"cuMemAlloc_v2, 1", "cuMemAlloc_v2, 6", "cuMemAlloc_v2, 11", "cuMemAllocHost_v2, 2"})
    void memoryThatDoesNotSufficeIsSaidAndGivenBack(String function, int call) {
        try (Device device = Devices.open()) {
            StandIn.fail(function, call, StandIn.OUT_OF_MEMORY);
            assertThatThrownBy(() -> addAll(device, GroupedRows.shape(1, null, GroupedRows.DOUBLES)))
                    .isInstanceOfSatisfying(
                            BarographException.class,
                            failure -> assertThat(failure.code()).isEqualTo(ErrorCode.OUT_OF_MEMORY));
            assertThat(StandIn.allocated()).isZero();
            addAll(device, GroupedRows.shape(1, null, GroupedRows.DOUBLES));
        }
    }

    @Test
    void whereThereIsNoMemoryForMoreGroupsTheRoomStaysWhatItIs() {
        long[][] columns = {new Random(SEED).longs(5_000, 0, 100).toArray(), new long[5_000], null};
        RowsShape shape = GroupedRows.shape(1, null, GroupedRows.DOUBLES);
        try (Device device = Devices.open();
                DeviceGroups groups = device.openGroups(shape, 100)) {
            long before = StandIn.allocated();
            StandIn.fail("cuMemAlloc_v2", 4, StandIn.OUT_OF_MEMORY);
            groups.resize(50_000);
            assertThat(groups.groupCapacity()).isEqualTo(100);
            assertThat(StandIn.allocated()).isEqualTo(before);
            Found found = new Found();
            send(shape, groups, columns, 5_000, found);
            groups.finish(found::leave, found::take);
            assertThat(found.totals).hasSize(100);
            assertThat(found.left).isEmpty();
            StandIn.fail("cuMemAlloc_v2", 4, StandIn.LOST);
            assertThatThrownBy(() -> groups.resize(50_000)).hasMessageContaining("the GPU failed at ");
        }
        assertThat(StandIn.allocated()).isZero();
    }

    /** The stand-in loses the device where a buffer is changed before its copy was waited for: that it would notice. */
    @Test
    void aBufferThatIsChangedTooEarlyIsNoticed() {
        try (Device device = Devices.open();
                DeviceGroups groups = device.openGroups(GroupedRows.shape(1, null, GroupedRows.DOUBLES), 1)) {
            ByteBuffer keys = groups.column(0);
            keys.putLong(0, 0);
            groups.column(1).putDouble(0, 1);
            BitSet absent = new BitSet();
            absent.set(2);
            groups.send(1, absent, (columns, rows, count) -> {});
            keys.putLong(0, 1);
            assertThatThrownBy(() -> groups.finish((columns, rows, count) -> {}, (found, totals, count) -> {}))
                    .hasMessageContaining("the GPU failed at adding rows");
        }
    }
}

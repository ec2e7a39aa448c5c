package io.barograph.core.window;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.barograph.core.column.Batch;
import io.barograph.core.column.Column;
import io.barograph.core.column.Field;
import io.barograph.core.column.LongColumn;
import io.barograph.core.column.Schema;
import io.barograph.core.column.Type;
import io.barograph.core.column.Validity;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class WindowAssignerTest {
    private static final Schema SCHEMA = Schema.of(new Field("ts", Type.TIMESTAMP), new Field("v", Type.BIGINT));

    @Test
    void boundaryEventsBeginTheNextWindow() {
        assertThat(assign(WindowSpec.tumble(5, 0), 0L, 4L, 5L, 9L, 10L))
                .containsExactly("0 0 [0,5)", "4 1 [0,5)", "5 2 [5,10)", "9 3 [5,10)", "10 4 [10,15)");
    }

    @Test
    void timesBeforeTheEpochRoundDown() {
        assertThat(assign(WindowSpec.tumble(5, 0), -1L, -5L, -6L))
                .containsExactly("-1 0 [-5,0)", "-5 1 [-5,0)", "-6 2 [-10,-5)");
    }

    @Test
    void theOriginShiftsWindowsWhereverItIs() {
        for (long origin : new long[] {2, 7, -3, 5_000_000_002L, Long.MIN_VALUE + 10}) {
            long phase = Math.floorMod(origin, 5L);
            long start = phase <= 4 ? phase : phase - 5;
            assertThat(assign(WindowSpec.tumble(5, origin), 4L))
                    .containsExactly("4 0 [" + start + "," + (start + 5) + ")");
        }
    }

    @Test
    void hoppingRepeatsARowForEachOfItsWindowsByAscendingStart() {
        assertThat(assign(WindowSpec.hop(10, 5, 0), 0L, 7L))
                .containsExactly("0 0 [-5,5)", "0 0 [0,10)", "7 1 [0,10)", "7 1 [5,15)");
    }

    @Test
    void aHopThatDoesNotDivideTheSizeGivesVaryingCounts() {
        assertThat(assign(WindowSpec.hop(5, 3, 0), 0L, 1L, 2L))
                .containsExactly("0 0 [-3,2)", "0 0 [0,5)", "1 1 [-3,2)", "1 1 [0,5)", "2 2 [0,5)");
    }

    @Test
    void hopsByTheNanosecondAreFoundInAllOfTime() {
        for (long time : new long[] {-4, 0, 1_704_067_200_000_000_000L}) {
            assertThat(assign(WindowSpec.hop(2, 1, 0), time))
                    .containsExactly(
                            time + " 0 [" + (time - 1) + "," + (time + 1) + ")",
                            time + " 0 [" + time + "," + (time + 2) + ")");
        }
    }

    @Test
    void timesInTheGapsBetweenHopsDropOut() {
        assertThat(assign(WindowSpec.hop(2, 5, 0), 0L, 1L, 2L, 4L, 5L))
                .containsExactly("0 0 [0,2)", "1 1 [0,2)", "5 4 [5,7)");
    }

    @Test
    void nullTimesDropOutAndAreCounted() {
        for (WindowSpec window : List.of(WindowSpec.tumble(5, 0), WindowSpec.hop(5, 5, 0))) {
            WindowAssigner assigner = new WindowAssigner(SCHEMA, 0, window);
            assertThat(rows(assigner, batch(3L, null, 6L))).containsExactly("3 0 [0,5)", "6 2 [5,10)");
            assertThat(assigner.nullTimes()).isEqualTo(1);
        }
        WindowAssigner hopping = new WindowAssigner(SCHEMA, 0, WindowSpec.hop(10, 5, 0));
        assertThat(rows(hopping, batch((Long) null))).isEmpty();
        assertThat(hopping.nullTimes()).isEqualTo(1);
    }

    @Test
    void windowsThatReachOutOfTheRangeOfTimesDropOutAndAreCounted() {
        WindowAssigner tumbling = new WindowAssigner(SCHEMA, 0, WindowSpec.tumble(1000, 0));
        assertThat(rows(tumbling, batch(Long.MIN_VALUE, Long.MAX_VALUE))).isEmpty();
        assertThat(tumbling.unnameableWindows()).isEqualTo(2);
        WindowAssigner hopping = new WindowAssigner(SCHEMA, 0, WindowSpec.hop(8, 4, 0));
        assertThat(rows(hopping, batch(Long.MIN_VALUE, Long.MAX_VALUE)))
                .containsExactly(Long.MIN_VALUE + " 0 [" + Long.MIN_VALUE + "," + (Long.MIN_VALUE + 8) + ")");
        assertThat(hopping.unnameableWindows()).isEqualTo(3);
    }

    @Test
    void oneAssignerTakesBatchesOfOneWindowAndOfSeveral() {
        WindowAssigner assigner = new WindowAssigner(SCHEMA, 0, WindowSpec.tumble(5, 0));

        assertThat(rows(assigner, batch(1L, 4L))).containsExactly("1 0 [0,5)", "4 1 [0,5)");
        assertThat(rows(assigner, batch(0L, 2L, 3L))).containsExactly("0 0 [0,5)", "2 1 [0,5)", "3 2 [0,5)");
        assertThat(rows(assigner, batch(4L, 5L, 3L))).containsExactly("4 0 [0,5)", "5 1 [5,10)", "3 2 [0,5)");
        assertThat(rows(assigner, batch(1L, 2L))).containsExactly("1 0 [0,5)", "2 1 [0,5)");
        assertThat(rows(assigner, batch(6L, null, 2L))).containsExactly("6 0 [5,10)", "2 2 [0,5)");
        assertThat(rows(assigner, batch(2L, 2L, 2L))).containsExactly("2 0 [0,5)", "2 1 [0,5)", "2 2 [0,5)");
        assertThat(rows(assigner, batch(3L, Long.MAX_VALUE, 7L))).containsExactly("3 0 [0,5)", "7 2 [5,10)");
        assertThat(rows(assigner, batch(-1L, -5L, 4L, 4L)))
                .containsExactly("-1 0 [-5,0)", "-5 1 [-5,0)", "4 2 [0,5)", "4 3 [0,5)");
        assertThat(assigner.nullTimes()).isEqualTo(1);
        assertThat(assigner.unnameableWindows()).isEqualTo(1);
    }

    @Test
    void rowsOfOneWindowEachKeepTheirColumns() {
        Batch batch = batch(1L, 2L, 7L);
        WindowAssigner assigner = new WindowAssigner(SCHEMA, 0, WindowSpec.tumble(5, 0));
        assigner.begin(batch);
        Batch out = assigner.next();
        assertThat(out.column(0)).isSameAs(batch.column(0));
        assertThat(assigner.next()).isNull();
    }

    @Test
    void anEmptyBatchHasNoWindows() {
        assertThat(assign(WindowSpec.tumble(5, 0))).isEmpty();
        assertThat(assign(WindowSpec.hop(10, 5, 0))).isEmpty();
    }

    @Test
    void manyWindowsPerRowComeInSeveralBatches() {
        Long[] times = new Long[Batch.CAPACITY];
        for (int i = 0; i < times.length; i++) {
            times[i] = (long) i;
        }
        List<String> rows = assign(WindowSpec.hop(100, 7, 3), times);
        assertThat(rows).hasSizeGreaterThan(14 * Batch.CAPACITY).doesNotHaveDuplicates();
    }

    @Test
    void everyAssignmentAgreesWithTheDefinition() {
        long seed = Long.getLong("barograph.seed", 42);
        Random random = new Random(seed);
        for (int round = 0; round < 300; round++) {
            long size = 1 + bounded(random);
            long slide = round % 3 == 0 ? size : Math.max(1 + bounded(random), size / 20);
            long origin = random.nextLong() >> random.nextInt(64);
            WindowSpec window = round % 3 == 0 ? WindowSpec.tumble(size, origin) : WindowSpec.hop(size, slide, origin);
            Long[] times = new Long[20];
            for (int i = 0; i < times.length; i++) {
                times[i] = random.nextInt(10) == 0 ? null : (Long) (random.nextLong() >> random.nextInt(64));
            }
            assertThat(assign(window, times))
                    .as("seed %d round %d %s", seed, round, window)
                    .isEqualTo(reference(size, slide, origin, times));
        }
    }

    @Test
    void windowsWithoutLengthAreRefused() {
        assertThatThrownBy(() -> new WindowAssigner(SCHEMA, 0, WindowSpec.tumble(0, 0)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static long bounded(Random random) {
        return random.nextLong() >>> 1 + random.nextInt(63);
    }

    /** The definition, in integers without bounds: all [o + k * slide, o + k * slide + size) that hold the time. */
    private static List<String> reference(long size, long slide, long origin, Long[] times) {
        List<String> rows = new ArrayList<>();
        BigInteger step = BigInteger.valueOf(slide);
        for (int i = 0; i < times.length; i++) {
            if (times[i] == null) {
                continue;
            }
            BigInteger at = BigInteger.valueOf(times[i]);
            BigInteger last =
                    at.subtract(at.subtract(BigInteger.valueOf(origin)).mod(step));
            List<String> windows = new ArrayList<>();
            for (BigInteger start = last;
                    start.add(BigInteger.valueOf(size)).compareTo(at) > 0;
                    start = start.subtract(step)) {
                BigInteger end = start.add(BigInteger.valueOf(size));
                if (start.bitLength() < 64 && end.bitLength() < 64) {
                    windows.add(0, times[i] + " " + i + " [" + start + "," + end + ")");
                }
            }
            rows.addAll(windows);
        }
        return rows;
    }

    private static List<String> assign(WindowSpec window, Long... times) {
        return rows(new WindowAssigner(SCHEMA, 0, window), batch(times));
    }

    private static Batch batch(Long... times) {
        long[] values = new long[times.length];
        long[] numbers = new long[times.length];
        long[] words = Validity.allPresent(times.length);
        for (int i = 0; i < times.length; i++) {
            numbers[i] = i;
            if (times[i] == null) {
                Validity.setNull(words, i);
            } else {
                values[i] = times[i];
            }
        }
        return new Batch(
                new Column[] {
                    new LongColumn(Type.TIMESTAMP, values, Validity.of(words)),
                    new LongColumn(Type.BIGINT, numbers, Validity.ALL)
                },
                times.length);
    }

    private static List<String> rows(WindowAssigner assigner, Batch batch) {
        List<String> rows = new ArrayList<>();
        assigner.begin(batch);
        for (Batch out = assigner.next(); out != null; out = assigner.next()) {
            assertThat(out.size()).isBetween(1, Batch.CAPACITY);
            for (int i = 0; i < out.size(); i++) {
                List<Object> row = out.row(i);
                rows.add(row.get(0) + " " + row.get(1) + " [" + row.get(2) + "," + row.get(3) + ")");
            }
        }
        return rows;
    }
}

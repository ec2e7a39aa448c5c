package io.barograph.core.watermark;

import static org.assertj.core.api.Assertions.assertThat;

import io.barograph.core.column.LongColumn;
import io.barograph.core.column.Type;
import io.barograph.core.column.Validity;
import io.barograph.core.source.EventTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class LaneClockTest {
    private static final byte U = LaneClock.USED;
    private static final byte L = LaneClock.LATE;
    private static final byte I = LaneClock.IMPLAUSIBLE;
    private static final long ALL = EventTime.ALL;

    private static EventTime limits(@Nullable String per, long accept, long leap) {
        return new EventTime("t", per, 5, accept, accept, ALL, leap);
    }

    /** Verdicts on all rows of a lane that ends behind them; null is a row without a time. */
    private static List<Byte> judge(EventTime limits, int batch, @Nullable Long... times) {
        return new Lane(limits, batch).judge(List.of(), java.util.Arrays.asList(times));
    }

    @Test
    void aRowIsLateIfItIsLessThanTheGreatestBeforeItLessAccept() {
        assertThat(judge(limits(null, 10, ALL), 2048, 0L, 100L, 90L, 89L, 95L, 200L, 190L, 189L))
                .containsExactly(U, U, U, L, U, U, U, L);
    }

    @Test
    void theRowItselfDoesNotCountForItself() {
        assertThat(judge(limits(null, 0, ALL), 2048, 5L, 5L, 6L, 5L)).containsExactly(U, U, U, L);
    }

    @Test
    void withAcceptAllNoRowIsLate() {
        assertThat(judge(limits(null, ALL, ALL), 2048, Long.MAX_VALUE, Long.MIN_VALUE + 1, 0L))
                .containsExactly(U, U, U);
    }

    @Test
    void boundsAtTheEndsOfTimeDoNotWrapAround() {
        assertThat(judge(limits(null, 10, 10), 2048, Long.MIN_VALUE + 5, Long.MIN_VALUE + 1, Long.MIN_VALUE + 9))
                .containsExactly(U, U, U);
        assertThat(judge(limits(null, 10, 10), 2048, Long.MAX_VALUE - 5, Long.MAX_VALUE, Long.MAX_VALUE - 11))
                .containsExactly(U, U, L);
    }

    @Test
    void aRowWithoutATimeIsUsedAndMovesNothing() {
        assertThat(judge(limits(null, 10, 100), 2048, 0L, null, 1000L, null, 1001L, null, 5L))
                .containsExactly(U, U, U, U, U, U, L);
    }

    @Test
    void aLeapThatTheNextRowDoesNotConfirmIsImplausibleAndMovesNothing() {
        assertThat(judge(limits(null, 10, 100), 2048, 0L, 101L, 1L, 2L)).containsExactly(U, I, U, U);
        assertThat(judge(limits(null, 10, 100), 2048, 0L, 100L, 1L)).containsExactly(U, U, L);
    }

    @Test
    void aLeapIsConfirmedByARowThatLiesAsFarAheadAndNearIt() {
        assertThat(judge(limits(null, 10, 100), 2048, 0L, 500L, 495L, 1L)).containsExactly(U, U, U, L);
        assertThat(judge(limits(null, 10, 100), 2048, 0L, 500L, 480L, 501L)).containsExactly(U, U, L, U);
        assertThat(judge(limits(null, 10, 100), 2048, 0L, 500L, 700L, 1L)).containsExactly(U, I, I, U);
        assertThat(judge(limits(null, 10, 100), 2048, 0L, 500L, 700L, 800L)).containsExactly(U, I, U, U);
    }

    @Test
    void aLeapAtTheEndIsImplausible() {
        assertThat(judge(limits(null, 10, 100), 2048, 0L, 500L)).containsExactly(U, I);
        assertThat(judge(limits(null, 10, 100), 2048, 500L)).containsExactly(U);
    }

    @Test
    void perKeyEachHasItsOwnGreatest() {
        Lane lane = new Lane(limits("k", 10, ALL), 2048);
        assertThat(lane.judge(java.util.Arrays.asList(1L, 2L, 1L, 2L, null, null), List.of(100L, 0L, 89L, 1L, 3L, 2L)))
                .containsExactly(U, U, L, U, U, U);
        assertThat(lane.clock.watermark()).isEqualTo(95);
    }

    @Test
    void batchesChangeNothingAndClocksFromTheMidstFollowWhereNothingLeaps() {
        long seed = Long.getLong("barograph.seed", System.nanoTime());
        Random random = new Random(seed);
        int followed = 0;
        for (int round = 0; round < 3_000; round++) {
            String repeat = "-Dbarograph.seed=" + seed + " round " + round;
            EventTime limits = limits(
                    random.nextBoolean() ? "k" : null,
                    random.nextInt(4) == 0 ? ALL : random.nextInt(30),
                    random.nextInt(3) == 0 ? ALL : 20 + random.nextInt(60));
            List<@Nullable Long> times = new ArrayList<>();
            List<@Nullable Long> keys = new ArrayList<>();
            long now = random.nextInt(100);
            int rows = 1 + random.nextInt(60);
            for (int i = 0; i < rows; i++) {
                now += random.nextInt(15) == 0 ? random.nextInt(200) : random.nextInt(5);
                boolean wild = random.nextInt(20) == 0;
                times.add(random.nextInt(15) == 0 ? null : now - random.nextInt(25) + (wild ? 1_000 : 0));
                keys.add(random.nextInt(8) == 0 ? null : (long) random.nextInt(3) - 1);
            }
            List<Byte> expected = Reference.judge(limits, keys, times);
            Lane whole = new Lane(limits, 1 + random.nextInt(8));
            assertThat(whole.judge(keys, times)).as(repeat).isEqualTo(expected);

            int cut = random.nextInt(rows + 1);
            Lane before = new Lane(limits, 2048);
            before.read(keys.subList(0, cut), times.subList(0, cut));
            Lane behind = new Lane(limits, 2048);
            behind.read(keys.subList(cut, rows), times.subList(cut, rows));
            if (behind.clock.canFollow(before.clock)) {
                followed++;
                behind.clock.continueFrom(before.clock);
                assertThat(behind.clock.greatest()).as(repeat).isEqualTo(whole.clock.greatest());
                assertThat(behind.verdictsOf(keys, times))
                        .as("%s cut %d", repeat, cut)
                        .isEqualTo(whole.verdictsOf(keys, times));
            }
            before.read(keys.subList(cut, rows), times.subList(cut, rows));
            before.end();
            assertThat(before.verdicts).as("%s cut %d, read on", repeat, cut).isEqualTo(expected);
        }
        assertThat(followed).isGreaterThan(500);
    }

    /** Feeds a clock in batches. */
    private static final class Lane {
        private final LaneClock clock;
        private final int batch;
        private final List<Byte> verdicts = new ArrayList<>();
        private int heldAt = -1;

        Lane(EventTime limits, int batch) {
            this.clock = new LaneClock(limits);
            this.batch = batch;
        }

        List<Byte> judge(List<@Nullable Long> keys, List<@Nullable Long> times) {
            read(keys, times);
            end();
            return verdicts;
        }

        void end() {
            if (clock.end()) {
                verdicts.set(heldAt, LaneClock.IMPLAUSIBLE);
            }
        }

        /** What the clock, as it is, says of more rows; it is left as it was. */
        List<Byte> verdictsOf(List<@Nullable Long> keys, List<@Nullable Long> times) {
            LaneClock copy = clock.copy();
            byte[] out = new byte[times.size()];
            copy.judge(column(times, 0, times.size()), keyColumn(keys, 0, times.size()), times.size(), out);
            List<Byte> list = new ArrayList<>();
            for (byte verdict : out) {
                list.add(verdict);
            }
            return list;
        }

        void read(List<@Nullable Long> keys, List<@Nullable Long> times) {
            byte[] out = new byte[batch];
            for (int from = 0; from < times.size(); from += batch) {
                int size = Math.min(batch, times.size() - from);
                int refused = clock.judge(column(times, from, size), keyColumn(keys, from, size), size, out);
                if (heldAt >= 0 && clock.carried() != LaneClock.HELD) {
                    verdicts.set(heldAt, clock.carried());
                    heldAt = -1;
                }
                int counted = 0;
                for (int i = 0; i < size; i++) {
                    if (out[i] == LaneClock.HELD) {
                        heldAt = verdicts.size();
                    }
                    verdicts.add(out[i]);
                    counted += out[i] == LaneClock.USED ? 0 : 1;
                }
                assertThat(refused).isEqualTo(counted);
            }
        }

        private static @Nullable LongColumn keyColumn(List<@Nullable Long> keys, int from, int size) {
            return keys.isEmpty() ? null : column(Type.BIGINT, keys, from, size);
        }

        private static LongColumn column(List<@Nullable Long> values, int from, int size) {
            return column(Type.TIMESTAMP, values, from, size);
        }

        private static LongColumn column(Type type, List<@Nullable Long> values, int from, int size) {
            long[] longs = new long[size];
            long[] present = Validity.allPresent(size);
            for (int i = 0; i < size; i++) {
                Long value = values.get(from + i);
                longs[i] = value == null ? 0 : value;
                if (value == null) {
                    Validity.setNull(present, i);
                }
            }
            return new LongColumn(type, longs, Validity.of(present));
        }
    }

    /** The rules, row by row, as they are written in words. */
    private static final class Reference {
        static List<Byte> judge(EventTime limits, List<@Nullable Long> keys, List<@Nullable Long> times) {
            List<Byte> verdicts = new ArrayList<>();
            for (int i = 0; i < times.size(); i++) {
                verdicts.add(U);
            }
            Map<@Nullable Object, Long> greatest = new HashMap<>();
            Long ofLane = null;
            int held = -1;
            for (int i = 0; i < times.size(); i++) {
                Long t = times.get(i);
                if (t == null) {
                    continue;
                }
                Object key = limits.per() == null ? "lane" : keys.get(i);
                boolean leaps = ofLane != null && limits.maxLeapNanos() != ALL && t - ofLane > limits.maxLeapNanos();
                if (held >= 0) {
                    long before = times.get(held);
                    if (leaps && Math.abs(t - before) <= limits.maxLeapNanos()) {
                        ofLane = before;
                        greatest.merge(limits.per() == null ? "lane" : keys.get(held), before, Math::max);
                        leaps = t - ofLane > limits.maxLeapNanos();
                    } else {
                        verdicts.set(held, I);
                    }
                    held = -1;
                }
                if (leaps) {
                    held = i;
                    continue;
                }
                Long before = greatest.get(key);
                if (before != null && limits.acceptNanos() != ALL && t < before - limits.acceptNanos()) {
                    verdicts.set(i, L);
                }
                greatest.merge(key, t, Math::max);
                ofLane = ofLane == null ? t : Math.max(ofLane, t);
            }
            if (held >= 0) {
                verdicts.set(held, I);
            }
            return verdicts;
        }
    }
}

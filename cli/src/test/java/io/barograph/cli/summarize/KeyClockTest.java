package io.barograph.cli.summarize;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class KeyClockTest {
    private static final long START = 1_672_531_200L;

    /** A clock that saw these seconds since {@link #START}. */
    private static KeyClock clock(long... seconds) {
        return clock(true, seconds);
    }

    private static KeyClock clock(boolean keepsAll, long... seconds) {
        KeyClock clock = new KeyClock(keepsAll);
        for (long second : seconds) {
            clock.add((START + second) * 1_000_000_000L);
        }
        clock.end();
        return clock;
    }

    @Test
    void aRegularSensorHasItsIntervalAndNothingElse() {
        KeyClock clock = clock(0, 30, 60, 90, 120);
        assertThat(clock.intervals().median()).isEqualTo(30_000_000_000L);
        assertThat(clock.gaps()).isZero();
        assertThat(clock.duplicates + clock.outOfOrder + clock.stray + clock.setBack + clock.unset)
                .isZero();
    }

    @Test
    void aGapIsMoreThanFiveMedians() {
        KeyClock clock = clock(0, 30, 60, 210, 240, 410, 440);
        assertThat(clock.gaps()).isEqualTo(1);
        assertThat(clock.longestGap).isEqualTo(170_000_000_000L);
        assertThat(clock.longestGapFrom).isEqualTo((START + 240) * 1_000_000_000L);
    }

    @Test
    void anEarlierTimeIsOutOfOrderAndMayBeADuplicateToo() {
        KeyClock clock = clock(0, 30, 60, 45, 60, 45, 90);
        assertThat(clock.outOfOrder).isEqualTo(2);
        assertThat(clock.duplicates).isEqualTo(2);
        assertThat(clock.intervals().median()).isEqualTo(30_000_000_000L);
    }

    @Test
    void duplicatesFarApartAreFoundWhereAllTimesAreKept() {
        long[] twice = LongStream.range(0, 200).map(i -> i % 100 * 30).toArray();
        assertThat(clock(true, twice).duplicates).isEqualTo(100);
        assertThat(clock(false, twice).duplicates).isEqualTo(0);
        assertThat(clock(false, 0, 30, 30, 60, 30).duplicates).isEqualTo(2);
    }

    @Test
    void aLeapThatTheNextRowDoesNotConfirmIsStray() {
        KeyClock clock = clock(0, 30, 10_000_000, 60, 90, -5_000_000, 120);
        assertThat(clock.stray).isEqualTo(2);
        assertThat(clock.outOfOrder).isZero();
        assertThat(clock.gaps()).isZero();
        assertThat(clock.last).isEqualTo((START + 120) * 1_000_000_000L);
    }

    @Test
    void aLeapThatTheNextRowConfirmsIsAGapOrAClockSetBack() {
        KeyClock forward = clock(0, 30, 60, 10_000_000, 10_000_030);
        assertThat(forward.stray).isZero();
        assertThat(forward.gaps()).isEqualTo(1);
        KeyClock back = clock(10_000_000, 10_000_030, 0, 30, 60);
        assertThat(back.setBack).isEqualTo(1);
        assertThat(back.outOfOrder).isZero();
        assertThat(back.first).isEqualTo(START * 1_000_000_000L);
    }

    @Test
    void clocksThatWereNeverSetAreCountedApart() {
        KeyClock clock = clock(0, -START, -START + 30, 30, 60);
        assertThat(clock.unset).isEqualTo(2);
        assertThat(clock.intervals().median()).isEqualTo(30_000_000_000L);
    }

    @Test
    void aLastLeapThatNobodyConfirmsIsStray() {
        assertThat(clock(0, 30, 10_000_000).stray).isEqualTo(1);
    }

    private static final long DAY = 86_400;

    @Test
    void seriesOfDaysWeeksAndMonthsAreRegular() {
        for (long step : new long[] {2, 7, 30}) {
            KeyClock clock =
                    clock(LongStream.range(0, 20).map(i -> i * step * DAY).toArray());
            assertThat(clock.intervals().median()).isEqualTo(step * DAY * 1_000_000_000L);
            assertThat(clock.stray + clock.setBack + clock.outOfOrder + clock.gaps())
                    .isZero();
            assertThat(clock.last).isEqualTo((START + 19 * step * DAY) * 1_000_000_000L);
        }
        KeyClock months = clock(0, 31 * DAY, 59 * DAY, 90 * DAY, 120 * DAY);
        assertThat(months.stray).isZero();
        assertThat(months.last).isEqualTo((START + 120 * DAY) * 1_000_000_000L);
    }

    @Test
    void twoRowsFarApartAreAnInterval() {
        KeyClock clock = clock(0, 7 * DAY);
        assertThat(clock.stray).isZero();
        assertThat(clock.intervals().median()).isEqualTo(7 * DAY * 1_000_000_000L);
    }

    @Test
    void daysWithJitterAreRegular() {
        KeyClock clock =
                clock(LongStream.range(0, 50).map(i -> i * DAY + i * 7919 % 600).toArray());
        assertThat(clock.stray + clock.setBack + clock.outOfOrder + clock.gaps())
                .isZero();
        assertThat(clock.intervals().median() / 1e9).isBetween(DAY - 600.0, DAY + 600.0);
    }

    @Test
    void gapsOfSeldomSeriesAreTold() {
        KeyClock clock = clock(0, 7 * DAY, 14 * DAY, 21 * DAY, 91 * DAY, 98 * DAY, 105 * DAY);
        assertThat(clock.gaps()).isEqualTo(1);
        assertThat(clock.longestGap).isEqualTo(70 * DAY * 1_000_000_000L);
        assertThat(clock.stray).isZero();
        KeyClock late = clock(0, 7 * DAY, 14 * DAY, 10 * DAY, 21 * DAY, 9000 * DAY, 28 * DAY);
        assertThat(late.outOfOrder).isEqualTo(1);
        assertThat(late.stray).isEqualTo(1);
    }

    @Test
    void aSeriesThatBecomesSeldomIsNotStray() {
        KeyClock clock = clock(0, 60, 120, 180, 7 * DAY, 14 * DAY, 21 * DAY, 21 * DAY + 60);
        assertThat(clock.stray).isZero();
        assertThat(clock.gaps()).isEqualTo(3);
    }

    @Test
    void rowsFromTheLastToTheFirstAreOutOfOrder() {
        KeyClock clock = clock(21 * DAY, 14 * DAY, 7 * DAY, 0);
        assertThat(clock.outOfOrder).isEqualTo(3);
        assertThat(clock.stray + clock.setBack).isZero();
        assertThat(clock.first).isEqualTo(START * 1_000_000_000L);
    }
}

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
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PanesTest {
    private static final long SEED = Long.getLong("barograph.seed", System.nanoTime());
    private static final long HOUR = 3_600_000_000_000L;
    private static final long DAY = 24 * HOUR;
    /** 2024-03-31, on which clocks of Berlin lost an hour. */
    private static final long SPRING = 1_711_839_600_000_000_000L;
    /** 2011-12-30, which Samoa skipped. */
    private static final long SKIPPED = 1_325_239_200_000_000_000L;

    static List<WindowSpec> windows() {
        Grid berlin = Grid.Calendar.of(Length.ofDays(1), "Europe/Berlin");
        Grid samoa = Grid.Calendar.of(Length.ofDays(1), "Pacific/Apia");
        Grid months = Grid.Calendar.of(Length.ofMonths(1), "Europe/Berlin");
        Grid shifts = new Grid.Calendar(Length.ofDays(1), "Europe/Berlin", 0, 2 * 3_600 + 1_800);
        Grid lasts = new Grid.Calendar(Length.ofMonths(1), "UTC", 30, 0);
        return List.of(
                WindowSpec.tumble(60, 7),
                WindowSpec.hop(60, 20, -3),
                WindowSpec.hop(5, 3, 0),
                WindowSpec.hop(7, 7, 1),
                WindowSpec.hop(3 * HOUR, HOUR, 5),
                new WindowSpec.Cumulate(new Grid.Elapsed(DAY, 11), Length.elapsed(HOUR)),
                new WindowSpec.Cumulate(new Grid.Elapsed(10, 3), Length.elapsed(4)),
                new WindowSpec.Tumble(berlin),
                new WindowSpec.Tumble(samoa),
                new WindowSpec.Tumble(shifts),
                new WindowSpec.Tumble(Grid.Calendar.of(Length.ofDays(7), "Europe/Berlin")),
                new WindowSpec.Tumble(months),
                new WindowSpec.Tumble(lasts),
                new WindowSpec.Tumble(Grid.Calendar.of(Length.ofMonths(12), "America/Sao_Paulo")),
                new WindowSpec.Hop(berlin, Length.ofDays(3)),
                new WindowSpec.Hop(samoa, Length.ofDays(2)),
                new WindowSpec.Hop(shifts, Length.ofDays(2)),
                new WindowSpec.Hop(months, Length.ofMonths(3)),
                new WindowSpec.Hop(months, Length.ofMonths(1)),
                new WindowSpec.Hop(lasts, Length.ofMonths(2)),
                new WindowSpec.Hop(months, Length.ofDays(40)),
                new WindowSpec.Hop(berlin, Length.ofMonths(1)),
                // Between these a time may stand.
                WindowSpec.hop(2, 3, 1),
                WindowSpec.hop(HOUR, 3 * HOUR, -7),
                new WindowSpec.Hop(berlin, Length.elapsed(23 * HOUR)),
                new WindowSpec.Hop(berlin, Length.elapsed(24 * HOUR)),
                new WindowSpec.Hop(samoa, Length.elapsed(30 * HOUR)),
                new WindowSpec.Hop(months, Length.ofDays(30)),
                new WindowSpec.Hop(lasts, Length.ofMonths(1)),
                new WindowSpec.Hop(Grid.Calendar.of(Length.ofDays(7), "UTC"), Length.ofDays(2)),
                new WindowSpec.Cumulate(berlin, Length.elapsed(5 * HOUR)),
                new WindowSpec.Cumulate(samoa, Length.elapsed(HOUR)),
                new WindowSpec.Cumulate(months, Length.ofDays(7)),
                new WindowSpec.Cumulate(Grid.Calendar.of(Length.ofMonths(12), "Pacific/Apia"), Length.ofDays(1)));
    }

    @ParameterizedTest
    @MethodSource("windows")
    void allTimesOfAPaneHaveTheWindowsThatTheAssignerFinds(WindowSpec window) {
        Panes panes = Panes.of(window);
        Random random = new Random(SEED);
        List<Long> times = new ArrayList<>();
        for (long around : new long[] {0, SPRING, SKIPPED}) {
            random.longs(100, around - 40, around + 40).forEach(times::add);
            random.longs(100, around - 3 * DAY, around + 3 * DAY).forEach(times::add);
            random.longs(20, around - 500 * DAY, around + 500 * DAY).forEach(times::add);
        }
        times.add(Long.MIN_VALUE + panes.margin());
        times.add(Long.MAX_VALUE - panes.margin());
        for (long time : times) {
            String as = time + "; repeat with -Dbarograph.seed=" + SEED;
            assertThat(panes.hold(time)).isTrue();
            panes.find(time);
            long start = panes.start();
            long end = panes.end();
            assertThat(time).as(as).isBetween(start, end - 1);
            if (panes.elapsed() != null) {
                assertThat(panes.elapsed().start(time)).as(as).isEqualTo(start);
            }
            List<String> found = new ArrayList<>();
            for (int i = 0; i < panes.windows(); i++) {
                found.add(panes.windowStart(i) + " to " + panes.windowEnd(i));
            }
            for (long at : new long[] {time, start, end - 1}) {
                assertThat(assigned(window, at)).as(as).isEqualTo(found);
            }
            assertThat(found.isEmpty()).as(as).isEqualTo(!panes.haveWindow(time));
            assertThat(!found.isEmpty() || panes.mayHaveGaps()).as(as).isTrue();
            if (panes.hold(end)) {
                panes.find(end);
                assertThat(panes.start()).as(as).isEqualTo(end);
            }
        }
    }

    private static List<String> assigned(WindowSpec window, long time) {
        WindowAssigner assigner = new WindowAssigner(Schema.of(new Field("t", Type.TIMESTAMP)), 0, window);
        assigner.begin(new Batch(new Column[] {new LongColumn(Type.TIMESTAMP, new long[] {time}, Validity.ALL)}, 1));
        List<String> windows = new ArrayList<>();
        for (Batch batch = assigner.next(); batch != null; batch = assigner.next()) {
            for (int i = 0; i < batch.size(); i++) {
                windows.add(((LongColumn) batch.column(1)).values()[i] + " to "
                        + ((LongColumn) batch.column(2)).values()[i]);
            }
        }
        assertThat(assigner.unnameableWindows()).isZero();
        return windows;
    }

    @Test
    void hoppingWindowsBeginTwoPanesASlideAtMost() {
        Panes panes = Panes.of(WindowSpec.hop(5, 3, 0));
        assertThat(LongStream.range(-3, 6)
                        .map(time -> {
                            panes.find(time);
                            return panes.start();
                        })
                        .distinct())
                .containsExactly(-3L, -1L, 0L, 2L, 3L, 5L);
    }

    @Test
    void panesSayWhetherATimeMayStandBetweenWindows() {
        Grid months = Grid.Calendar.of(Length.ofMonths(1), "UTC");
        Grid lasts = new Grid.Calendar(Length.ofMonths(1), "UTC", 30, 0);
        for (WindowSpec window : List.of(
                WindowSpec.hop(2, 3, 0),
                new WindowSpec.Hop(months, Length.ofDays(30)),
                new WindowSpec.Hop(lasts, Length.ofMonths(1)),
                new WindowSpec.Hop(months, Length.elapsed(1)))) {
            assertThat(Panes.of(window).mayHaveGaps()).isTrue();
        }
        for (WindowSpec window : List.of(
                WindowSpec.hop(3, 3, 0),
                WindowSpec.tumble(3, 0),
                new WindowSpec.Hop(months, Length.ofDays(31)),
                new WindowSpec.Hop(months, Length.ofMonths(1)))) {
            assertThat(Panes.of(window).mayHaveGaps()).isFalse();
        }
        // A window starts on the 28th of February and ends on the 28th of March; the next one starts on the 31st.
        assertThat(assigned(new WindowSpec.Hop(lasts, Length.ofMonths(1)), 87 * DAY))
                .isEmpty();
    }

    @Test
    void windowsThatLastForDecadesHaveNone() {
        for (WindowSpec window : List.of(
                new WindowSpec.Tumble(Grid.Calendar.of(Length.ofMonths(12 * 90), "UTC")),
                new WindowSpec.Tumble(Grid.Calendar.of(Length.ofMonths(12 * 24), "UTC")),
                WindowSpec.tumble(Long.MAX_VALUE, 0))) {
            assertThat(Panes.whyNone(window)).isEqualTo("they last for decades");
            assertThatThrownBy(() -> Panes.of(window)).isInstanceOf(IllegalArgumentException.class);
        }
        assertThat(Panes.whyNone(new WindowSpec.Tumble(Grid.Calendar.of(Length.ofMonths(12 * 22), "UTC"))))
                .isNull();
    }

    @Test
    void lengthsSayHowLongTheyMayBe() {
        assertThat(Length.elapsed(7).longest()).isEqualTo(7);
        assertThat(Length.ofDays(2).longest()).isEqualTo(50 * HOUR);
        assertThat(Length.ofMonths(3).longest()).isEqualTo(3 * 31 * 25 * HOUR);
        assertThat(Length.ofMonths(Integer.MAX_VALUE).longest()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void theirTypicalLengthIsThatOfWhatTimeIsCutInto() {
        Grid days = Grid.Calendar.of(Length.ofDays(1), "UTC");
        assertThat(Panes.of(new WindowSpec.Tumble(days)).typical()).isEqualTo(DAY);
        assertThat(Panes.of(new WindowSpec.Hop(days, Length.ofDays(3))).typical())
                .isEqualTo(DAY);
        assertThat(Panes.of(new WindowSpec.Cumulate(days, Length.elapsed(HOUR))).typical())
                .isEqualTo(HOUR);
        assertThat(Panes.of(WindowSpec.hop(5, 3, 0)).typical()).isEqualTo(1.5);
    }
}

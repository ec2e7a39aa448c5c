package io.barograph.cli.plot;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimeGridTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0, 100",
        "0, 99, 100",
        "0, 100, 100",
        "-7, 8, 100",
        "-1000000000000, 1000000000000, 7",
        "-9223372036854775807, 9223372036854775807, 200",
        "9223372036854775806, 9223372036854775807, 3",
        "-9223372036854775807, -9223372036854775000, 5",
    })
    void everyTimeOfTheRangeHasAColumnAndTheyFollowOneAnother(long first, long last, int most) {
        TimeGrid grid = TimeGrid.of(first, last, most);
        assertThat(grid.columns()).isBetween(1, most);
        assertThat(grid.column(first)).isZero();
        assertThat(grid.column(last)).isEqualTo(grid.columns() - 1);
        assertThat(grid.firstNanos()).isLessThanOrEqualTo(first);
        assertThat(grid.lastNanos()).isGreaterThanOrEqualTo(last);
        Random random = new Random(1);
        for (int i = 0; i < 1000; i++) {
            double share = random.nextDouble();
            long at = (long) (first * (1 - share) + last * share);
            if (at >= first && at <= last) {
                assertThat(grid.column(at)).isBetween(0, grid.columns() - 1);
            }
        }
    }

    @Test
    void columnsStandInTheMiddleOfTheirShareOfThePixels() {
        TimeGrid four = TimeGrid.of(0, 3, 100);
        assertThat(four.columns()).isEqualTo(4);
        assertThat(four.pixel(0, 100)).isEqualTo(12);
        assertThat(four.pixel(3, 100)).isEqualTo(87);
        assertThat(TimeGrid.of(5, 5, 100).pixel(0, 100)).isEqualTo(50);

        TimeGrid full = TimeGrid.of(0, 99, 100);
        for (int column = 0; column < 100; column++) {
            assertThat(full.pixel(column, 100)).isEqualTo(column);
        }
    }
}

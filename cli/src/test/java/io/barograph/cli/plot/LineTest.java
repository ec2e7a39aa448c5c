package io.barograph.cli.plot;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LineTest {
    private static final long SECOND = 1_000_000_000L;

    private static Line line(TimeGrid grid, long... seconds) {
        List<Bucket> buckets = new ArrayList<>();
        for (long second : seconds) {
            buckets.add(Bucket.of(grid.column(second * SECOND), second * SECOND, second % 3));
        }
        return new Line("x", 0, buckets, List.of(), Line.gap(buckets, grid));
    }

    @Test
    void fiveIntervalsAreNoGapAndMoreAreOne() {
        TimeGrid grid = TimeGrid.of(0, 100 * SECOND, 100_000);
        Line line = line(grid, 0, 1, 2, 3, 8, 9, 15, 16);
        assertThat(line.gapNanos()).isEqualTo(5 * SECOND);
        assertThat(List.of(1, 2, 3, 4, 5, 6, 7).stream().filter(line::breaksBefore))
                .containsExactly(6);
    }

    @Test
    void aGapThatNoPixelShowsIsNone() {
        TimeGrid grid = TimeGrid.of(0, 1_000 * SECOND, 10);
        assertThat(line(grid, 0, 1, 2, 3, 98, 102).breaksBefore(5)).isFalse();
    }

    @Test
    void aValueBetweenTwoGapsStandsAlone() {
        TimeGrid grid = TimeGrid.of(0, 100 * SECOND, 1_000);
        Line line = line(grid, 0, 1, 2, 50, 97, 98, 99, 100);
        assertThat(line.isAlone(3)).isTrue();
        assertThat(line.isAlone(2)).isFalse();
        assertThat(line(grid, 7).isAlone(0)).isTrue();
    }

    @Test
    void rowsOfManyDevicesAtEqualTimesMakeNoGaps() {
        // Two buckets of a hundred rows each at two times: within them, the rows are not a hundredth apart.
        TimeGrid grid = TimeGrid.of(0, 39 * SECOND, 4);
        List<Bucket> buckets = new ArrayList<>();
        for (int column = 0; column < 4; column++) {
            long from = column * 10 * SECOND;
            buckets.add(new Bucket(column, 200, 1, 1, 1, 1, from, from + 5 * SECOND, from, from));
        }
        Line line = new Line("x", 0, buckets, List.of(), Line.gap(buckets, grid));
        assertThat(List.of(1, 2, 3)).noneMatch(line::breaksBefore);
    }
}

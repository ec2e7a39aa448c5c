package io.barograph.cli.render;

import static org.assertj.core.api.Assertions.assertThat;

import io.barograph.cli.render.BoxTable.Cell;
import java.util.List;
import org.junit.jupiter.api.Test;

class LineRowsTest {
    private static final List<BoxTable.Column> COLUMNS =
            List.of(new BoxTable.Column("device_id", "BIGINT", true), new BoxTable.Column("온도", "DOUBLE", true));

    @Test
    void eachColumnHasALineAndNamesEndTogether() {
        BoxTable table = new BoxTable(
                COLUMNS,
                List.of(List.of(Cell.of("1"), Cell.of("20.5")), List.of(Cell.of("2"), Cell.ofNull())),
                List.of(),
                2);
        assertThat(LineRows.draw(table)).isEqualTo("""
                        device_id = 1
                             온도 = 20.5

                        device_id = 2
                             온도 = NULL
                        """);
    }

    @Test
    void rowsThatAreNotShownAreCounted() {
        BoxTable table = new BoxTable(
                COLUMNS,
                List.of(List.of(Cell.of("1"), Cell.of("20.5"))),
                List.of(List.of(Cell.of("9"), Cell.of("21"))),
                9);
        assertThat(LineRows.draw(table)).contains("20.5\n\n… 7 rows\n\ndevice_id = 9\n");
    }

    @Test
    void noRowsAreNoLines() {
        assertThat(LineRows.draw(new BoxTable(COLUMNS, List.of(), List.of(), 0)))
                .isEmpty();
    }
}

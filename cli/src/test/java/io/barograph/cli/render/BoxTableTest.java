package io.barograph.cli.render;

import static org.assertj.core.api.Assertions.assertThat;

import io.barograph.cli.render.BoxTable.Cell;
import io.barograph.cli.render.BoxTable.Column;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BoxTableTest {
    private static final Column TEXT = new Column("name", "VARCHAR", false);
    private static final Column NUMBER = new Column("n", "BIGINT", true);

    private static BoxTable table(List<Column> columns, List<List<String>> rows) {
        List<List<Cell>> cells =
                rows.stream().map(row -> row.stream().map(Cell::of).toList()).toList();
        return new BoxTable(columns, cells, List.of(), cells.size());
    }

    @Test
    void numbersStandOnTheRightAndTextsOnTheLeft() {
        BoxTable table = table(List.of(TEXT, NUMBER), List.of(List.of("a", "1"), List.of("bcd", "12345678")));
        assertThat(table.draw(80, false)).isEqualTo("""
                        ┌─────────┬──────────┐
                        │  name   │    n     │
                        │ VARCHAR │  BIGINT  │
                        ├─────────┼──────────┤
                        │ a       │        1 │
                        │ bcd     │ 12345678 │
                        ├─────────┴──────────┤
                        │ 2 rows, 2 columns  │
                        └────────────────────┘
                        """);
    }

    @Test
    void hangulTakesTwoCells() {
        BoxTable table = table(List.of(new Column("센서", "VARCHAR", false)), List.of(List.of("온도계"), List.of("ab")));
        assertThat(table.draw(80, false).lines())
                .allSatisfy(line -> assertThat(TextWidth.of(line)).isEqualTo(20));
        assertThat(table.draw(80, false)).contains("│ 온도계           │").contains("│ ab               │");
    }

    @Test
    void theNarrowestTerminalShowsTheFirstColumn() {
        BoxTable table = table(List.of(NUMBER, TEXT, TEXT), List.of(List.of("1", "a", "b")));
        for (int width = 1; width < 60; width++) {
            assertThat(table.draw(width, false)).as("width %d", width).contains("BIGINT");
        }
    }

    @Test
    void anEmptyAnswerHasAHeaderAndACount() {
        assertThat(table(List.of(NUMBER), List.of()).draw(80, false)).isEqualTo("""
                        ┌──────────────────┐
                        │        n         │
                        │      BIGINT      │
                        ├──────────────────┤
                        │ 0 rows, 1 column │
                        └──────────────────┘
                        """);
    }

    @Test
    void decimalsAreRoundedBeforeAnythingIsLost() {
        List<Cell> row = List.of(Cell.of("some device"), new Cell("25.123456789012345", "25.1235", false));
        BoxTable table = new BoxTable(List.of(TEXT, new Column("x", "DOUBLE", true)), List.of(row), List.of(), 1);
        assertThat(table.draw(80, false)).contains("25.123456789012345").doesNotContain("rounded");
        assertThat(table.draw(30, false)).contains(" 25.1235 │").contains("rounded…");
    }

    @Test
    void columnsInTheMiddleAreLeftAwayAndCounted() {
        List<Column> columns = new ArrayList<>();
        List<String> row = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            columns.add(new Column("column" + i, "BIGINT", true));
            row.add("1000000" + i);
        }
        String drawn = table(columns, List.of(row)).draw(60, false);
        assertThat(drawn).contains("column0").contains("…").contains("column29").doesNotContain("column15");
        assertThat(drawn).contains("30 columns (4 shown)");
        assertThat(drawn.lines())
                .allSatisfy(line -> assertThat(TextWidth.of(line)).isLessThanOrEqualTo(60));
    }

    @Test
    void nullsAndTheGapAreFaintInColour() {
        BoxTable table =
                new BoxTable(List.of(NUMBER), List.of(List.of(Cell.ofNull())), List.of(List.of(Cell.of("9"))), 7);
        assertThat(table.draw(80, true))
                .containsPattern("\u001b\\[2m +NULL\u001b")
                .containsPattern("\u001b\\[2m +·\u001b");
        assertThat(table.draw(80, false))
                .contains("·")
                .contains("7 rows (2 shown)")
                .doesNotContain("\u001b");
    }
}

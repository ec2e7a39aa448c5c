package io.barograph.cli.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.barograph.cli.Console;
import io.barograph.core.column.Batch;
import io.barograph.core.column.Column;
import io.barograph.core.column.Dictionary;
import io.barograph.core.column.Field;
import io.barograph.core.column.LongColumn;
import io.barograph.core.column.Schema;
import io.barograph.core.column.Type;
import io.barograph.core.column.Validity;
import io.barograph.core.column.VarcharColumn;
import io.barograph.core.engine.Cancellation;
import io.barograph.core.live.LiveSink;
import io.barograph.core.live.Revisions;
import io.barograph.core.live.SinkGroup;
import io.barograph.core.live.SinkRequest;
import io.barograph.core.source.TableDeclaration;
import io.barograph.formats.FileCatalog;
import io.barograph.formats.LiveConnectors;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ConsoleConnectorTest {
    private static final Schema SCHEMA = Schema.of(new Field("device", Type.VARCHAR), new Field("n", Type.BIGINT));

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final SinkGroup group = new SinkGroup();
    private LiveScreen.Size size = new LiveScreen.Size(60, 12);
    private long now;

    private LiveSink open(Map<String, String> options, boolean terminal, List<Integer> key, boolean hasKey) {
        return open(new TableDeclaration("c", options, null, null, List.of()), terminal, key, hasKey);
    }

    private LiveSink open(TableDeclaration target, boolean terminal, List<Integer> key, boolean hasKey) {
        Console console = new Console(
                new ByteArrayInputStream(new byte[0]),
                out,
                new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8),
                Map.of("NO_COLOR", "1"),
                new Console.Terminals(false, terminal, terminal),
                60,
                new Cancellation());
        group.share(Console.class, "console", () -> console);
        group.share(LiveScreen.class, "screen", () -> new LiveScreen(console::print, () -> size, () -> now));
        LiveSink sink = new LiveConnectors().openSink(new SinkRequest(target, SCHEMA, key, hasKey, "p", group));
        sink.begin();
        sink.resume(LiveSink.NONE);
        return sink;
    }

    /** What was written since the last call, escapes made visible. */
    private String taken() {
        String text = out.toString(StandardCharsets.UTF_8).replace("\u001b", "^");
        out.reset();
        return text;
    }

    /** Rows of {@code device=n}; {@code null} for NULL. */
    private static Batch rows(String... rows) {
        Dictionary dictionary = new Dictionary();
        int[] codes = new int[rows.length];
        long[] values = new long[rows.length];
        long[] valid = Validity.allPresent(rows.length);
        for (int i = 0; i < rows.length; i++) {
            String[] parts = rows[i].split("=");
            codes[i] = dictionary.intern(parts[0]);
            if (parts[1].equals("null")) {
                Validity.setNull(valid, i);
            } else {
                values[i] = Long.parseLong(parts[1]);
            }
        }
        return new Batch(
                new Column[] {
                    new VarcharColumn(codes, dictionary, Validity.ALL),
                    new LongColumn(Type.BIGINT, values, Validity.of(valid))
                },
                rows.length);
    }

    private static Revisions mixed() {
        BitSet had = new BitSet();
        had.set(1, 3);
        BitSet has = new BitSet();
        has.set(0, 2);
        return new Revisions(rows("x=0", "kitchen=7", "hall=1"), rows("a=1", "kitchen=100", "x=0"), had, has);
    }

    @Test
    void aChangelogHasALinePerChangeAndColumnsBeneathEachOther() {
        try (LiveSink sink = open(Map.of("connector", "console", "view", "changelog"), true, List.of(0), true)) {
            assertThat(sink.takesRevisions()).isTrue();
            assertThat(sink.guarantee()).startsWith("at least once");
            sink.accept(Revisions.added(rows("a=1", "b=null")));
            sink.accept(mixed());
            assertThat(taken()).isEqualTo("""
                            +I[a,    1]
                            +I[b, NULL]
                            +I[a      ,    1]
                            -U[kitchen,    7]
                            +U[kitchen,  100]
                            -D[hall   ,    1]
                            """);
        }
    }

    @Test
    void whatIsNoTerminalGetsTheChangelogForATableToo() {
        try (LiveSink sink = open(Map.of("connector", "print"), false, List.of(0), true)) {
            sink.accept(Revisions.removed(rows("a=1")));
            assertThat(taken()).isEqualTo("-D[a, 1]\n");
        }
    }

    @Test
    void aTableIsDrawnOverItselfAtMostTenTimesASecond() {
        try (LiveSink sink = open(Map.of("connector", "console"), true, List.of(0), true)) {
            sink.accept(Revisions.added(rows("a=1", "hall=1", "kitchen=7")));
            assertThat(taken()).isEmpty();
            sink.flush();
            assertThat(taken())
                    .isEqualTo(screen(
                            0,
                            "┌─────────┬─────────┐",
                            "│ device  │    n    │",
                            "│ VARCHAR │ BIGINT  │",
                            "├─────────┼─────────┤",
                            "│ a       │       1 │",
                            "│ hall    │       1 │",
                            "│ kitchen │       7 │",
                            "├─────────┴─────────┤",
                            "│ 3 rows, 2 columns │",
                            "└───────────────────┘"));
            now += 99_999_999;
            sink.accept(new Revisions(rows("kitchen=7"), rows("kitchen=100"), null, null));
            sink.flush();
            assertThat(taken()).isEmpty();
            now++;
            sink.accept(Revisions.added(rows("z=26")));
            sink.flush();
            sink.flush();
            assertThat(taken())
                    .isEqualTo(screen(
                            10,
                            "┌─────────┬───────────────────┐",
                            "│ device  │         n         │",
                            "│ VARCHAR │      BIGINT       │",
                            "├─────────┼───────────────────┤",
                            "│ ·       │                 · │",
                            "│ hall    │                 1 │",
                            "│ kitchen │               100 │",
                            "│ z       │                26 │",
                            "├─────────┴───────────────────┤",
                            "│ 4 rows (3 shown), 2 columns │",
                            "└─────────────────────────────┘"));
            sink.accept(Revisions.removed(rows("hall=1", "a=1", "z=26")));
        }
        assertThat(taken())
                .contains("│ kitchen │    100 │")
                .contains("│ 1 row, 2 columns │")
                .startsWith("^[?7l^[11A");
    }

    @Test
    void tablesOfOneRunShareTheScreen() {
        size = new LiveScreen.Size(60, 24);
        try (LiveSink above = open(Map.of("connector", "console"), true, List.of(), true);
                LiveSink below = open(Map.of("connector", "console"), true, List.of(), false)) {
            above.accept(Revisions.added(rows("a=1")));
            above.flush();
            above.accept(new Revisions(rows("a=1"), rows("b=2"), null, null));
            below.accept(Revisions.added(rows("c=3", "c=3")));
            now += 100_000_000;
            below.flush();
            assertThat(taken()).contains("│ a       │").contains("2 rows");
        }
        assertThat(taken()).contains("│ b       │").contains("1 row,").contains("2 rows");
    }

    private static String screen(int up, String... lines) {
        return "^[?7l" + (up == 0 ? "" : "^[" + up + "A")
                + IntStream.range(0, lines.length)
                        .mapToObj(i -> "\r" + lines[i] + "^[K\n")
                        .collect(java.util.stream.Collectors.joining())
                + "^[J^[?7h";
    }

    @Test
    void aSmallPaneStaysBeneathTheTablesAndTakesItsLinesFromThem() {
        try (LiveSink sink = open(Map.of("connector", "console"), true, List.of(0), true)) {
            LiveScreen screen = group.share(LiveScreen.class, "screen", () -> null);
            LiveScreen.Pane status = screen.newSmallPane();
            status.show("reading\nwell");
            sink.accept(Revisions.added(rows("a=1", "b=2", "c=3")));
            sink.flush();
            assertThat(taken())
                    .isEqualTo(screen(
                            0,
                            "┌─────────┬───────────────────┐",
                            "│ device  │         n         │",
                            "│ VARCHAR │      BIGINT       │",
                            "├─────────┼───────────────────┤",
                            "│ ·       │                 · │",
                            "│ c       │                 3 │",
                            "├─────────┴───────────────────┤",
                            "│ 3 rows (1 shown), 2 columns │",
                            "└─────────────────────────────┘",
                            "reading",
                            "well"));
            status.show("");
            screen.draw();
            assertThat(taken()).startsWith("^[?7l^[11A").endsWith("┘^[K\n^[J^[?7h");
        }
    }

    @Test
    void aTerminalOfAnotherSizeIsDrawnOnAnew() {
        try (LiveSink sink = open(Map.of("connector", "console"), true, List.of(0), true)) {
            sink.accept(Revisions.added(rows("a=1")));
            sink.flush();
            taken();
            size = new LiveScreen.Size(70, 9);
            now += 100_000_000;
            sink.flush();
            assertThat(taken()).startsWith("^[?7l^[H^[2J\r┌").contains("│ a       │");
        }
    }

    @Test
    void linesThatStayAreWrittenAboveWhatIsDrawn() {
        try (LiveSink sink = open(Map.of("connector", "console", "view", "changelog"), true, List.of(0), true)) {
            LiveScreen screen = group.share(LiveScreen.class, "screen", () -> null);
            LiveScreen.Pane status = screen.newSmallPane();
            status.show("reading");
            screen.draw();
            taken();
            sink.accept(Revisions.added(rows("a=1")));
            assertThat(taken()).isEqualTo("^[?7l^[1A\r^[J^[?7h+I[a, 1]\n^[?7l\rreading^[K\n^[J^[?7h");
        }
    }

    @Test
    void rowsThatOnlyComeAreAlignedLinesOnATerminalAndCsvElsewhere() {
        try (LiveSink sink = open(Map.of("connector", "console", "view", "append"), true, List.of(), false)) {
            assertThat(sink.takesRevisions()).isFalse();
            sink.accept(Revisions.added(rows("kitchen=1", "b=null")));
            sink.accept(Revisions.added(rows("c=22")));
            assertThat(taken()).isEqualTo("device      n\nkitchen     1\nb        NULL\nc          22\n");
        }
    }

    @Test
    void inAPipeTheyAreCsv() {
        try (LiveSink sink = open(Map.of("connector", "console", "view", "append"), false, List.of(), false)) {
            sink.accept(Revisions.added(rows("kitchen=1", "b=null")));
            assertThat(taken()).isEqualTo("device,n\nkitchen,1\nb,\n");
        }
    }

    @Test
    void optionsThatAConsoleHasNotAreRefused() {
        assertThatThrownBy(() -> open(Map.of("connector", "console", "veiw", "table"), true, List.of(), false))
                .hasMessage("table c is a console, which has no option 'veiw'; did you mean view?");
        assertThatThrownBy(() -> open(Map.of("connector", "console", "view", "tabel"), true, List.of(), false))
                .hasMessage("table c is a console, which has no view 'tabel'; did you mean table?");
        assertThatThrownBy(() -> open(
                        new TableDeclaration("c", Map.of("connector", "console"), null, null, List.of("n")),
                        true,
                        List.of(),
                        false))
                .hasMessageContaining("leave PARTITIONED BY out");
    }

    @Test
    void aConsoleIsNotRead() {
        assertThatThrownBy(() -> new FileCatalog().table("c", Map.of("connector", "console"), SCHEMA))
                .hasMessage("table c is a console, which is only written: INSERT INTO c SELECT …");
    }
}

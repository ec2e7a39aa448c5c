package io.barograph.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** CSV with tabs, written and read. */
class TabsTest {
    /** In every row as many semicolons as in the next, texts with tabs and quotes, NULL beside the empty text. */
    private static final String ROWS =
            "SELECT * FROM (VALUES ('a;b', 1.5, 'x'), ('c;d', NULL, ''), ('e;f', 2.5, 'say\t\"y\"'),"
                    + " ('g;h', 3, NULL)) AS t (\"name;unit\", v, note)";

    private static final String WRITTEN =
            "name;unit\tv\tnote\na;b\t1.5\tx\nc;d\t\t\"\"\ne;f\t2.5\t\"say\t\"\"y\"\"\"\ng;h\t3.0\t\n";

    @TempDir
    Path folder;

    private final Session baro = new Session();

    private String run(String... line) {
        assertThat(baro.run(line)).as(baro.err()).isZero();
        return baro.out();
    }

    @ParameterizedTest
    @ValueSource(strings = {"x.tsv", "x.tsv.gz", "X.TSV.zst"})
    void whatIsWrittenIsReadBack(String name) {
        String file = folder.resolve(name).toString();
        run(ROWS, "-o", file);
        assertThat(run("SELECT * FROM '" + file + "'", "--format", "tsv")).isEqualTo(WRITTEN);
    }

    @Test
    void pipelinesAndTheShellWriteThem() throws IOException {
        Path first = folder.resolve("first.tsv");
        Path second = folder.resolve("second.tsv");
        Path third = folder.resolve("third.tsv");
        Path script = Files.writeString(
                folder.resolve("run.sql"),
                "INSERT INTO '" + first + "' " + ROWS + "; CREATE TABLE t WITH ('path' = '" + second
                        + "', 'delimiter' = 'tab'); INSERT INTO t " + ROWS + ";");
        run("run", script.toString());
        assertThat(first).hasContent(WRITTEN);
        assertThat(second).hasContent(WRITTEN);
        baro.withInput(".output " + third + "\n" + ROWS + ";\n.output\n.mode tsv\nSELECT 1 AS a, 2 AS b;\n");
        assertThat(run()).isEqualTo("a\tb\n1\t2\n");
        assertThat(third).hasContent(WRITTEN);
    }

    @Test
    void anotherDelimiterIsRefused() throws IOException {
        Path script = Files.writeString(
                folder.resolve("run.sql"),
                "CREATE TABLE t WITH ('path' = '" + folder.resolve("x.tsv")
                        + "', 'delimiter' = ','); INSERT INTO t SELECT 1 AS a;");
        assertThat(baro.run("run", script.toString())).isEqualTo(2);
        assertThat(baro.err()).contains("cannot be written with {delimiter=,}", "(tsv: tabs)");
    }
}

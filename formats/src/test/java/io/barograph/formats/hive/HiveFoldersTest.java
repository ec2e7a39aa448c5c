package io.barograph.formats.hive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.barograph.core.column.Batch;
import io.barograph.core.column.Field;
import io.barograph.core.column.Schema;
import io.barograph.core.column.Type;
import io.barograph.core.source.ColumnComparison;
import io.barograph.core.source.ColumnComparison.Operator;
import io.barograph.core.source.Lane;
import io.barograph.core.source.Split;
import io.barograph.core.source.SplitReader;
import io.barograph.core.source.Table;
import io.barograph.core.source.TableDescription;
import io.barograph.formats.FileCatalog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HiveFoldersTest {
    private static final long DAY = LocalDate.parse("2023-01-01").toEpochDay();

    @TempDir
    Path directory;

    private final FileCatalog catalog = new FileCatalog();

    @BeforeEach
    void files() throws IOException {
        write("dt=2023-01-01/hour=07/site=north/a.csv", "n\n1\n");
        write("dt=2023-01-01/hour=08/site=__HIVE_DEFAULT_PARTITION__/a.csv", "n\n2\n");
        write("dt=2023-01-02/hour=07/site=a%2Fb %/a.csv", "n\n3\n4\n");
        write(".staging/dt=2023-01-03/a.csv", "half");
        write("_log/a.csv", "other");
    }

    private void write(String path, String text) throws IOException {
        Path file = directory.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private TableDescription describe(Map<String, String> options, Schema declared) {
        return catalog.table(directory.toString(), options, declared);
    }

    private static List<List<Object>> rows(Table table, int... columns) throws IOException {
        List<List<Object>> rows = new ArrayList<>();
        var reader = table.newReader(columns);
        for (Lane lane : table.lanes()) {
            try (SplitReader records = reader.read(new Split(lane, 0, lane.sizeBytes()), -1, record -> {
                throw new AssertionError(record);
            })) {
                Batch batch;
                while ((batch = records.next()) != null) {
                    for (int row = 0; row < batch.size(); row++) {
                        rows.add(batch.row(row));
                    }
                }
            }
        }
        return rows;
    }

    @Test
    void keysInPathsAreColumnsOfTheTypesOfAllTheirValues() throws IOException {
        TableDescription table = describe(Map.of(), null);
        assertThat(table.schema().toString()).isEqualTo("(n BIGINT, dt DATE, hour BIGINT, site VARCHAR)");
        assertThat(rows(catalog.open(table), 0, 1, 2, 3))
                .containsExactlyInAnyOrder(
                        Arrays.asList(1L, DAY, 7L, "north"),
                        Arrays.asList(2L, DAY, 8L, null),
                        Arrays.asList(3L, DAY + 1, 7L, "a/b %"),
                        Arrays.asList(4L, DAY + 1, 7L, "a/b %"));
        assertThat(rows(catalog.open(table), 3)).hasSize(4);
    }

    @Test
    void filesThatNoConditionAllowsAreNotOpened() {
        Table table = catalog.open(describe(Map.of(), null));
        assertThat(held(table, new ColumnComparison(1, Operator.GREATER, DAY))).containsExactly(false, false, true);
        assertThat(held(table, new ColumnComparison(2, Operator.EQUAL, 7L))).containsExactly(true, false, true);
        assertThat(held(table, new ColumnComparison(3, Operator.LESS_OR_EQUAL, "b")))
                .containsExactly(false, false, true);
        assertThat(held(table, new ColumnComparison(0, Operator.EQUAL, 99L))).containsExactly(true, true, true);
    }

    private static List<Boolean> held(Table table, ColumnComparison condition) {
        return table.lanes().stream()
                .sorted((left, right) -> left.name().compareTo(right.name()))
                .map(lane -> table.mayHold(lane, List.of(condition)))
                .toList();
    }

    @Test
    void aKeyTakesThePlaceOfTheFilesColumn() throws IOException {
        Path other = directory.resolve("other/n=5");
        Files.createDirectories(other);
        Files.writeString(other.resolve("a.csv"), "n,v\nx,1\n");
        TableDescription table = catalog.table(other.getParent().toString(), Map.of(), null);
        assertThat(table.schema().toString()).isEqualTo("(n BIGINT, v BIGINT)");
        assertThat(rows(catalog.open(table), 0, 1)).containsExactly(List.of(5L, 1L));
    }

    @Test
    void declaredTypesHold() {
        Schema declared = Schema.of(new Field("hour", Type.VARCHAR), new Field("n", Type.DOUBLE));
        assertThat(describe(Map.of("path", directory.toString()), declared)
                        .schema()
                        .toString())
                .isEqualTo("(n DOUBLE, dt DATE, hour VARCHAR, site VARCHAR)");
        assertThatThrownBy(
                        () -> describe(Map.of("path", directory.toString()), Schema.of(new Field("site", Type.BIGINT))))
                .hasMessageContaining("which is no BIGINT");
    }

    @Test
    void declaredNamesAreThoseOfKeysInAnyCase() {
        Schema declared = Schema.of(new Field("HOUR", Type.VARCHAR), new Field("N", Type.DOUBLE));
        Schema found = describe(Map.of("path", directory.toString()), declared).schema();
        assertThat(found.names()).containsExactly("n", "dt", "hour", "site");
        assertThat(found.type(found.indexOf("hour"))).isEqualTo(Type.VARCHAR);
        assertThat(found.type(found.indexOf("n"))).isEqualTo(Type.DOUBLE);
    }

    @Test
    void keysCanBeTurnedOff() {
        assertThat(describe(Map.of("path", directory.toString(), "hive-partitioning", "false"), null)
                        .schema()
                        .toString())
                .isEqualTo("(n BIGINT)");
    }

    @Test
    void otherKeysInSomeFilesAreRefused() throws IOException {
        write("dt=2023-01-02/a.csv", "n\n9\n");
        assertThatThrownBy(() -> describe(Map.of(), null)).hasMessageContaining("divided by different keys");
    }

    @Test
    void aDirectoryOfSeveralFormatsIsRefused() throws IOException {
        write("dt=2023-01-01/hour=07/site=north/b.json", "{\"n\":1}");
        assertThatThrownBy(() -> describe(Map.of(), null)).hasMessageContaining("several formats (csv, json)");
        assertThat(describe(Map.of("path", directory.toString(), "format", "json"), null)
                        .paths())
                .hasSize(1);
    }
}

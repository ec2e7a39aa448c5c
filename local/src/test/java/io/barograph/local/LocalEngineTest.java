package io.barograph.local;

import static io.barograph.local.Queries.aggregate;
import static io.barograph.local.Queries.ascending;
import static io.barograph.local.Queries.column;
import static io.barograph.local.Queries.descending;
import static io.barograph.local.Queries.filter;
import static io.barograph.local.Queries.group;
import static io.barograph.local.Queries.hop;
import static io.barograph.local.Queries.number;
import static io.barograph.local.Queries.project;
import static io.barograph.local.Queries.query;
import static io.barograph.local.Queries.scan;
import static io.barograph.local.Queries.sort;
import static io.barograph.local.Queries.tumble;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.barograph.core.column.Field;
import io.barograph.core.column.Schema;
import io.barograph.core.column.Type;
import io.barograph.core.engine.RunOptions;
import io.barograph.core.engine.RunSummary;
import io.barograph.core.error.BarographException;
import io.barograph.core.expr.Expr;
import io.barograph.core.plan.Plan;
import io.barograph.core.source.TableDescription;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalEngineTest {
    @TempDir
    Path folder;

    private final Runs runs = new Runs();

    private TableDescription sensors(int rows) throws IOException {
        Random random = new Random(7);
        StringBuilder text = new StringBuilder("timestamp,device_id,temperature\n");
        for (int i = 0; i < rows; i++) {
            text.append(String.format("2023-01-01 00:%02d:%02d,", i / 60 % 60, i % 60))
                    .append("dev-")
                    .append(random.nextInt(5))
                    .append(',')
                    .append(random.nextInt(10) == 0 ? "" : Double.toString(random.nextInt(10000) / 100.0))
                    .append('\n');
        }
        return runs.table(folder.resolve("sensors.csv"), text.toString());
    }

    @Test
    void wholePathFromScanToLimitGivesOneAnswer() throws IOException {
        Plan rows = filter(scan(sensors(300)), ">", 2, number(10.0));
        Plan windows = tumble(project(rows, column(rows, 0), column(rows, 1), column(rows, 2)), 0, 60);
        Plan groups = group(
                windows,
                List.of(1, 3),
                aggregate("count", Type.BIGINT),
                aggregate("min", Type.DOUBLE, 2),
                aggregate("max", Type.DOUBLE, 2));
        Plan top = new Plan.Limit(sort(groups, descending(4), ascending(0)), 2, 10);
        assertThat(runs.sameEverywhere(query(top))).hasSize(10);
        assertThat(runs.sameEverywhere(query(groups))).hasSizeGreaterThan(20);
    }

    @Test
    void countsMatchThoseOfASimpleLoop() throws IOException {
        TableDescription table = sensors(300);
        Map<String, Integer> expected = new TreeMap<>();
        List<String> lines = Files.readAllLines(folder.resolve("sensors.csv"));
        lines.subList(1, lines.size()).forEach(line -> expected.merge(line.split(",", -1)[1], 1, Integer::sum));
        Plan groups = group(scan(table), List.of(1), aggregate("count", Type.BIGINT));
        assertThat(runs.sameEverywhere(query(groups)))
                .containsExactlyElementsOf(expected.entrySet().stream()
                        .map(entry -> entry.getKey() + "|" + entry.getValue() + "|")
                        .toList());
    }

    @Test
    void rowsWithoutAggregateKeepTheOrderOfTheSource() throws IOException {
        TableDescription table = sensors(300);
        List<String> lines = Files.readAllLines(folder.resolve("sensors.csv"));
        List<String> answer = runs.sameEverywhere(query(project(scan(table), column(scan(table), 1))));
        assertThat(answer)
                .containsExactlyElementsOf(lines.subList(1, lines.size()).stream()
                        .map(line -> line.split(",", -1)[1] + "|")
                        .toList());
    }

    @Test
    void rowsRepeatedByHoppingWindowsStayTogether() throws IOException {
        TableDescription table =
                runs.table(folder.resolve("hop.csv"), "t,v\n2023-01-01 00:00:07,1\n2023-01-01 00:00:12,2\n");
        Plan windows = hop(scan(table), 0, 10, 5);
        assertThat(runs.sameEverywhere(query(project(windows, column(windows, 1), column(windows, 2)))))
                .extracting(line -> line.substring(0, 1))
                .containsExactly("1", "1", "2", "2");
    }

    @Test
    void quotedLineBreaksAcrossBordersOfSplitsChangeNothing() throws IOException {
        StringBuilder text = new StringBuilder("id,note\n");
        for (int i = 0; i < 200; i++) {
            text.append(i).append(i % 3 == 0 ? ",\"a\n5,b\n\n6,c " + i + "\"\n" : ",plain\n");
        }
        TableDescription table = runs.table(folder.resolve("quoted.csv"), text.toString());
        Plan groups = group(scan(table), List.of(), aggregate("count", Type.BIGINT), aggregate("max", Type.BIGINT, 0));
        assertThat(runs.sameEverywhere(query(groups))).containsExactly("200|199|");
        assertThat(runs.sameEverywhere(query(project(scan(table), column(scan(table), 0)))))
                .hasSize(200)
                .startsWith("0|", "1|", "2|")
                .endsWith("199|");
    }

    @Test
    void emptyFilesGiveNoRowsButOneGroupWithoutKeys() throws IOException {
        TableDescription table = runs.table(folder.resolve("empty.csv"), "t,v\n");
        assertThat(runs.sameEverywhere(query(scan(table)))).isEmpty();
        assertThat(runs.sameEverywhere(query(group(scan(table), List.of(0), aggregate("count", Type.BIGINT)))))
                .isEmpty();
        assertThat(runs.sameEverywhere(query(group(scan(table), List.of(), aggregate("count", Type.BIGINT)))))
                .containsExactly("0|");
    }

    @Test
    void limitStopsReadingEarly() throws IOException {
        TableDescription table = sensors(100_000);
        TextSink sink = new TextSink();
        RunSummary summary = runs.engine.run(
                query(new Plan.Limit(scan(table), 3, 5)),
                sink,
                RunOptions.defaults().withThreads(2).withSplitBytes(1 << 16));
        List<String> lines = Files.readAllLines(folder.resolve("sensors.csv"));
        assertThat(sink.lines()).hasSize(5);
        assertThat(sink.lines().get(0)).contains(lines.get(4).split(",")[1]);
        assertThat(summary.read()).isLessThan(20_000);
        assertThat(summary.lanes().get(0).endOffset()).isLessThan(1 << 17);
    }

    @Test
    void unionTakesBranchesInOrder() throws IOException {
        TableDescription table = runs.table(folder.resolve("u.csv"), "v\n1\n2\n3\n");
        Plan small = filter(scan(table), "<", 0, number(3L));
        Plan large = filter(scan(table), ">", 0, number(1L));
        Plan union = new Plan.UnionAll(List.of(large, small), scan(table).schema());
        assertThat(runs.sameEverywhere(query(union))).containsExactly("2|", "3|", "1|", "2|");
        assertThat(runs.sameEverywhere(query(new Plan.Limit(union, 1, 2)))).containsExactly("3|", "1|");
    }

    @Test
    void aggregatesStandOverAggregates() throws IOException {
        Plan perDevice = group(scan(sensors(500)), List.of(1), aggregate("count", Type.BIGINT));
        Plan ofThose = group(perDevice, List.of(), aggregate("sum", Type.BIGINT, 1), aggregate("count", Type.BIGINT));
        assertThat(runs.sameEverywhere(query(ofThose))).containsExactly("500|5|");
    }

    @Test
    void scalarSubQueriesAreValuesAndNullWhereEmpty() throws IOException {
        TableDescription table = runs.table(folder.resolve("s.csv"), "v\n1\n5\n3\n");
        Plan greatest = group(scan(table), List.of(), aggregate("max", Type.BIGINT, 0));
        Plan root = filter(scan(table), "=", 0, new Expr.Parameter(0, Type.BIGINT));
        assertThat(runs.sameEverywhere(query(root, greatest))).containsExactly("5|");
        Plan nothing = filter(scan(table), ">", 0, number(9L));
        assertThat(runs.sameEverywhere(query(root, nothing))).isEmpty();
        assertThatThrownBy(() -> runs.engine.run(query(root, scan(table)), new TextSink(), RunOptions.defaults()))
                .isInstanceOf(BarographException.class)
                .hasMessageContaining("more than one row");
    }

    @Test
    void sortCompletesTiesAndPlacesNullAndNaN() throws IOException {
        Schema schema = Schema.of(new Field("k", Type.DOUBLE), new Field("v", Type.BIGINT));
        List<List<Expr.Literal>> rows = new ArrayList<>();
        Double[] keys = {1.5, null, Double.NaN, Double.POSITIVE_INFINITY, -2.0, 1.5, null};
        for (int i = 0; i < keys.length; i++) {
            rows.add(List.of(
                    new Expr.Literal(Type.DOUBLE, keys[i]), new Expr.Literal(Type.BIGINT, (long) (keys.length - i))));
        }
        Plan values = new Plan.Values(schema, rows);
        assertThat(runs.sameEverywhere(query(sort(values, ascending(0)))))
                .containsExactly("-2.0|3|", "1.5|2|", "1.5|7|", "Infinity|4|", "NaN|5|", "null|1|", "null|6|");
        assertThat(runs.sameEverywhere(query(sort(values, descending(0)))))
                .containsExactly("null|1|", "null|6|", "NaN|5|", "Infinity|4|", "1.5|2|", "1.5|7|", "-2.0|3|");
    }

    @Test
    void firstRowsOfASortAreThoseOfTheWholeSort() throws IOException {
        TableDescription table = sensors(60_000);
        Plan all = sort(scan(table), descending(2), ascending(1));
        TextSink whole = new TextSink();
        runs.engine.run(query(all), whole, RunOptions.defaults().withThreads(2).withSplitBytes(1 << 14));
        TextSink first = new TextSink();
        runs.engine.run(
                query(new Plan.Limit(all, 10, 3000)),
                first,
                RunOptions.defaults().withThreads(3).withSplitBytes(1 << 14));
        assertThat(first.lines()).isEqualTo(whole.lines().subList(10, 3010));
    }
}

package io.barograph.local;

import static io.barograph.local.Queries.aggregate;
import static io.barograph.local.Queries.ascending;
import static io.barograph.local.Queries.column;
import static io.barograph.local.Queries.descending;
import static io.barograph.local.Queries.filter;
import static io.barograph.local.Queries.group;
import static io.barograph.local.Queries.number;
import static io.barograph.local.Queries.project;
import static io.barograph.local.Queries.query;
import static io.barograph.local.Queries.scan;
import static io.barograph.local.Queries.sort;
import static io.barograph.local.Queries.tumble;
import static org.assertj.core.api.Assertions.assertThat;

import io.barograph.core.column.Type;
import io.barograph.core.engine.AnswerChecksum;
import io.barograph.core.engine.RunOptions;
import io.barograph.core.engine.RunSummary;
import io.barograph.core.plan.Plan;
import io.barograph.core.plan.Query;
import io.barograph.core.source.TableDescription;
import io.barograph.formats.FileCatalog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalEngineTest {
    private static final int[] THREADS = {1, 2, 3, 7};
    private static final long[] SPLITS = {16, 100, 4096, RunOptions.DEFAULT_SPLIT_BYTES};

    @TempDir
    Path folder;

    private final FileCatalog catalog = new FileCatalog();
    private final LocalEngine engine = new LocalEngine(catalog);

    private TableDescription table(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.writeString(file, text);
        return catalog.table(file.toString(), Map.of(), null);
    }

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
        return table("sensors.csv", text.toString());
    }

    /** Runs under every number of threads and size of splits; all answers must be the same bytes. */
    private List<String> sameEverywhere(Query query) {
        Set<String> texts = new HashSet<>();
        Set<String> checksums = new HashSet<>();
        TextSink sink = new TextSink();
        for (int threads : THREADS) {
            for (long split : SPLITS) {
                for (boolean reverse : new boolean[] {false, true}) {
                    RunOptions options = RunOptions.defaults()
                            .withThreads(threads)
                            .withSplitBytes(split)
                            .withReverseLanes(reverse);
                    sink = new TextSink();
                    AnswerChecksum checksum = new AnswerChecksum(query.isOrdered());
                    RunSummary summary = engine.run(query, checksum.tee(sink), options);
                    assertThat(sink.ended).isTrue();
                    assertThat(summary.resultRows()).isEqualTo(sink.lines().size());
                    assertThat(summary.read())
                            .isEqualTo(summary.used() + summary.late() + summary.rejected() + summary.duplicate());
                    texts.add(sink.text());
                    checksums.add(checksum.value());
                }
            }
        }
        assertThat(texts).hasSize(1);
        assertThat(checksums).hasSize(1);
        return sink.lines();
    }

    @Test
    void wholePathFromScanToLimitGivesOneAnswer() throws IOException {
        Plan rows = filter(scan(sensors(1000)), ">", 2, number(10.0));
        Plan windows = tumble(project(rows, column(rows, 0), column(rows, 1), column(rows, 2)), 0, 60);
        Plan groups = group(
                windows,
                List.of(1, 3),
                aggregate("count", Type.BIGINT),
                aggregate("min", Type.DOUBLE, 2),
                aggregate("max", Type.DOUBLE, 2));
        Plan top = new Plan.Limit(sort(groups, descending(4), ascending(0)), 2, 10);
        assertThat(sameEverywhere(query(top))).hasSize(10);
        assertThat(sameEverywhere(query(groups))).hasSizeGreaterThan(50);
    }

    @Test
    void countsMatchThoseOfASimpleLoop() throws IOException {
        TableDescription table = sensors(1000);
        Map<String, Integer> expected = new TreeMap<>();
        List<String> lines = Files.readAllLines(folder.resolve("sensors.csv"));
        lines.subList(1, lines.size()).forEach(line -> expected.merge(line.split(",", -1)[1], 1, Integer::sum));
        Plan groups = group(scan(table), List.of(1), aggregate("count", Type.BIGINT));
        assertThat(sameEverywhere(query(groups)))
                .containsExactlyElementsOf(expected.entrySet().stream()
                        .map(entry -> entry.getKey() + "|" + entry.getValue() + "|")
                        .toList());
    }

    @Test
    void rowsWithoutAggregateKeepTheOrderOfTheSource() throws IOException {
        TableDescription table = sensors(1000);
        List<String> lines = Files.readAllLines(folder.resolve("sensors.csv"));
        List<String> answer = sameEverywhere(query(project(scan(table), column(scan(table), 1))));
        assertThat(answer)
                .containsExactlyElementsOf(lines.subList(1, lines.size()).stream()
                        .map(line -> line.split(",", -1)[1] + "|")
                        .toList());
    }
}

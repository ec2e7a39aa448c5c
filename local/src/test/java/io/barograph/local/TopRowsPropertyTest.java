package io.barograph.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.barograph.core.engine.RunOptions;
import io.barograph.core.plan.Query;
import io.barograph.sql.SqlPlanner;
import io.barograph.sql.Statement;
import io.barograph.sql.ValueFinder;
import io.barograph.testkit.Seeds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The first few rows of each key, of more rows than workers copy before they look which are left, against a loop. */
@Tag("thorough")
class TopRowsPropertyTest {
    private static final Comparator<long[]> LATEST_FIRST =
            Comparator.<long[]>comparingLong(row -> -row[0]).thenComparingLong(row -> row[1]);

    private final Runs runs = new Runs();

    @TempDir
    Path folder;

    @Test
    void aFewRowsOfAKeyAreLeftWhateverTheOrderAndTheMemory() throws IOException {
        for (int keys : new int[] {3, 20_000}) {
            for (int most : new int[] {2, 7, 3_000}) {
                holds(keys, most);
            }
        }
    }

    private void holds(int keys, int most) throws IOException {
        Random random = Seeds.random("top rows");
        StringBuilder csv = new StringBuilder("key,time,value\n");
        TreeMap<Integer, List<long[]>> all = new TreeMap<>();
        for (int i = 0; i < 100_000; i++) {
            int key = random.nextInt(keys);
            long[] row = {i / 4 + random.nextInt(3), random.nextInt(5)};
            csv.append(key)
                    .append(',')
                    .append(row[0])
                    .append(',')
                    .append(row[1])
                    .append('\n');
            all.computeIfAbsent(key, none -> new ArrayList<>()).add(row);
        }
        Path file = folder.resolve(keys + ".csv");
        Files.writeString(file, csv.toString());
        List<String> expected = new ArrayList<>();
        all.forEach((key, rows) -> {
            rows.sort(LATEST_FIRST);
            for (int i = 0; i < Math.min(most, rows.size()); i++) {
                expected.add(key + "|" + rows.get(i)[0] + "|" + rows.get(i)[1] + "|" + (i + 1) + "|");
            }
        });
        Query query = ((Statement.Select) SqlPlanner.plan(
                        "SELECT key, time, value, row_number() OVER (PARTITION BY key ORDER BY time DESC) AS n FROM '"
                                + file + "' QUALIFY n <= " + most,
                        runs.catalog,
                        ValueFinder.by((asked, sink) -> runs.engine.run(asked, sink, RunOptions.defaults()))))
                .query();
        for (int threads : new int[] {1, 2, 7}) {
            for (long memory : new long[] {1 << 12, 1 << 22, 1 << 30}) {
                TextSink sink = new TextSink();
                RunOptions options = RunOptions.defaults()
                        .withThreads(threads)
                        .withSplitBytes(100_000)
                        .withMemoryBytes(memory)
                        .withTemp(folder.toString());

                runs.engine.run(query, sink, options);

                assertThat(sink.lines())
                        .as("%d of %d keys, %d threads, %d bytes%s", most, keys, threads, memory, Seeds.repeat())
                        .isEqualTo(expected);
            }
        }
    }
}

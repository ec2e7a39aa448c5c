package io.barograph.local;

import static io.barograph.local.Queries.query;
import static org.assertj.core.api.Assertions.assertThat;

import io.barograph.core.engine.RunOptions;
import io.barograph.core.fold.FirstRow;
import io.barograph.core.plan.Plan;
import io.barograph.testkit.Seeds;
import java.io.IOException;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The first row of each key, of more rows than workers copy before they look which are left, against a loop. */
class FirstRowPropertyTest {
    private final Runs runs = new Runs();

    @TempDir
    Path folder;

    @Test
    void oneRowOfAKeyIsLeftWhateverTheOrderAndTheMemory() throws IOException {
        for (int keys : new int[] {3, 20_000}) {
            Random random = Seeds.random("first rows");
            StringBuilder csv = new StringBuilder("key,time,value\n");
            TreeMap<Integer, long[]> first = new TreeMap<>();
            for (int i = 0; i < 100_000; i++) {
                int key = random.nextInt(keys);
                long[] row = {i / 4 + random.nextInt(3), random.nextInt(5)};
                csv.append(key)
                        .append(',')
                        .append(row[0])
                        .append(',')
                        .append(row[1])
                        .append('\n');
                first.merge(key, row, (one, other) -> isFirst(one, other) ? one : other);
            }
            Plan scan = Queries.scan(runs.table(folder.resolve(keys + ".csv"), csv.toString()));
            BitSet named = new BitSet();
            named.set(0, 3);
            Plan latest = Plan.Fold.of(scan, List.of(0), List.of(Queries.descending(1)), named, new FirstRow());
            List<String> expected = first.entrySet().stream()
                    .map(row -> row.getKey() + "|" + row.getValue()[0] + "|" + row.getValue()[1] + "|")
                    .toList();
            for (int threads : new int[] {1, 2, 7}) {
                for (long memory : new long[] {1 << 12, 1 << 22, 1 << 30}) {
                    TextSink sink = new TextSink();
                    RunOptions options = RunOptions.defaults()
                            .withThreads(threads)
                            .withSplitBytes(100_000)
                            .withMemoryBytes(memory)
                            .withTemp(folder.toString());

                    runs.engine.run(query(latest), sink, options);

                    assertThat(sink.lines())
                            .as("%d keys, %d threads, %d bytes%s", keys, threads, memory, Seeds.repeat())
                            .isEqualTo(expected);
                }
            }
        }
    }

    /** The latest, of those at one time the least value. */
    private static boolean isFirst(long[] one, long[] other) {
        return one[0] != other[0] ? one[0] > other[0] : one[1] <= other[1];
    }
}

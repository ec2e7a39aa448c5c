package io.barograph.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.barograph.core.column.Batch;
import io.barograph.core.column.Schema;
import io.barograph.core.engine.AnswerChecksum;
import io.barograph.core.engine.Delivery;
import io.barograph.core.engine.ResultSink;
import io.barograph.core.engine.RunOptions;
import io.barograph.core.engine.RunSummary;
import io.barograph.core.error.BarographException;
import io.barograph.core.source.Catalog;
import io.barograph.core.source.Table;
import io.barograph.core.source.TableDescription;
import io.barograph.formats.FileCatalog;
import io.barograph.sql.SqlPlanner;
import io.barograph.sql.Statement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SharedScanTest {
    private static final List<String> QUERIES = List.of(
            "SELECT k, count(*) AS n, avg(x) AS m, sum(1 / (i - 3)) AS u FROM FILE GROUP BY k",
            "SELECT t, i / (i - 5) AS u FROM FILE WHERE x > 20",
            "SELECT count(*) AS n FROM FILE",
            "SELECT k FROM FILE WHERE t = 'c'",
            "SELECT x FROM FILE WHERE x > (SELECT avg(x) FROM FILE) ORDER BY x DESC LIMIT 5",
            "SELECT k, t, count(*) AS n FROM FILE GROUP BY GROUPING SETS ((k), (t), ())",
            "SELECT i FROM FILE LIMIT 7",
            "SELECT DISTINCT t FROM FILE");

    @TempDir
    Path folder;

    /** Counts how often tables are opened for reading. */
    private static final class Counting implements Catalog {
        private final Catalog files = new FileCatalog();
        private final AtomicInteger opened = new AtomicInteger();

        @Override
        public TableDescription table(String name, Map<String, String> options, @Nullable Schema declared) {
            return files.table(name, options, declared);
        }

        @Override
        public Table open(TableDescription description) {
            opened.incrementAndGet();
            return files.open(description);
        }
    }

    private static final class Nowhere implements ResultSink {
        @Override
        public void begin(Schema schema) {}

        @Override
        public void accept(Batch batch) {}

        @Override
        public void end() {}
    }

    private String file(Random random, boolean broken) throws IOException {
        StringBuilder text = new StringBuilder("k,x,i,t\n");
        for (int row = 0; row < 4000; row++) {
            String cell =
                    random.nextInt(40) == 0 ? "\"a\nb,1,2,3\n\"" : String.valueOf((char) ('a' + random.nextInt(5)));
            text.append(random.nextInt(20))
                    .append(',')
                    .append(random.nextInt(400) / 10.0)
                    .append(',');
            text.append(random.nextInt(8)).append(',').append(cell).append('\n');
            if (broken && random.nextInt(200) == 0) {
                text.append("1,2\n");
            }
        }
        return "'" + Files.writeString(folder.resolve("t.csv"), text) + "'";
    }

    private record Outcome(String checksum, RunSummary summary) {}

    private static List<Outcome> outcomes(Catalog catalog, String file, RunOptions options, boolean together) {
        LocalEngine engine = new LocalEngine(catalog);
        List<Delivery> deliveries = new ArrayList<>();
        List<AnswerChecksum> checksums = new ArrayList<>();
        for (String sql : QUERIES) {
            AnswerChecksum checksum = new AnswerChecksum(true);
            checksums.add(checksum);
            Statement statement = SqlPlanner.plan(sql.replace("FILE", file), catalog);
            deliveries.add(new Delivery(((Statement.Select) statement).query(), checksum.tee(new Nowhere())));
        }
        List<RunSummary> summaries = together
                ? engine.runAll(deliveries, options)
                : deliveries.stream()
                        .map(delivery -> engine.run(delivery.query(), delivery.sink(), options))
                        .toList();
        List<Outcome> outcomes = new ArrayList<>();
        for (int i = 0; i < summaries.size(); i++) {
            outcomes.add(new Outcome(checksums.get(i).value(), summaries.get(i)));
        }
        return outcomes;
    }

    @Test
    void queriesThatReadATableTogetherGiveWhatTheyGiveAlone() throws IOException {
        long seed = Long.getLong("barograph.seed", System.nanoTime());
        Random random = new Random(seed);
        String file = file(random, true);
        List<Outcome> alone =
                outcomes(new FileCatalog(), file, RunOptions.defaults().withThreads(1), false);
        for (int threads : new int[] {1, 2, 5}) {
            for (long split : new long[] {1 << 20, 3000, 200}) {
                RunOptions options = RunOptions.defaults().withThreads(threads).withSplitBytes(split);
                List<String> rejects = new ArrayList<>();
                List<Outcome> together = outcomes(
                        new FileCatalog(), file, options.withRejects(record -> rejects.add(record.text())), true);
                for (int i = 0; i < alone.size(); i++) {
                    RunSummary expected = alone.get(i).summary();
                    RunSummary actual = together.get(i).summary();
                    String which = QUERIES.get(i) + ", threads " + threads + ", split " + split + ", seed " + seed;
                    assertThat(together.get(i).checksum())
                            .as(which)
                            .isEqualTo(alone.get(i).checksum());
                    assertThat(actual.undefined()).as(which).isEqualTo(expected.undefined());
                    assertThat(actual.resultRows()).as(which).isEqualTo(expected.resultRows());
                    if (!QUERIES.get(i).contains("LIMIT")) {
                        assertThat(actual.lanes()).as(which).isEqualTo(expected.lanes());
                    }
                    assertThat(actual.read()).isEqualTo(actual.used() + actual.rejected());
                }
                assertThat(rejects).as("seed " + seed).hasSize((int)
                        alone.get(0).summary().rejected());
            }
        }
    }

    @Test
    void aTableIsReadOnceForAllThatWaitForNothing() throws IOException {
        String file = file(new Random(7), false);
        Counting catalog = new Counting();
        LocalEngine engine = new LocalEngine(catalog);
        List<Delivery> deliveries = new ArrayList<>();
        for (String sql : List.of(QUERIES.get(0), QUERIES.get(1), QUERIES.get(3), QUERIES.get(5))) {
            Statement statement = SqlPlanner.plan(sql.replace("FILE", file), catalog);
            deliveries.add(new Delivery(((Statement.Select) statement).query(), new Nowhere()));
        }
        engine.runAll(deliveries, RunOptions.defaults());
        assertThat(catalog.opened).hasValue(1);
    }

    @Test
    void oneRefusalEndsAll() throws IOException {
        String file = file(new Random(7), true);
        assertThatThrownBy(() ->
                        outcomes(new FileCatalog(), file, RunOptions.defaults().withStrict(true), true))
                .isInstanceOf(BarographException.class)
                .hasMessageContaining("line");
    }
}

package io.barograph.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.barograph.core.column.Field;
import io.barograph.core.column.Schema;
import io.barograph.core.column.Type;
import io.barograph.core.engine.RunOptions;
import io.barograph.core.engine.RunSummary;
import io.barograph.core.plan.Query;
import io.barograph.core.source.Catalog;
import io.barograph.local.spill.BatchCodec;
import io.barograph.sql.SqlPlanner;
import io.barograph.sql.Statement;
import io.barograph.testkit.sql.FolderCatalog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How the rows of a sort are dealt out. That each case of the corpus comes out in order, {@link TaskCorpusTest} says. */
class SortRangesTest {
    private static final int ROWS = 4000;
    private static final int PARTITIONS = 4;
    private static final RunOptions SMALL_SPLITS = RunOptions.defaults().withSplitBytes(500);

    @TempDir
    Path folder;

    private Catalog catalog;

    private ScatteredHost host;

    @BeforeEach
    void table() throws IOException {
        Random random = new Random(20_261_130);
        StringBuilder text = new StringBuilder("t,k,note\n");
        for (int i = 0; i < ROWS; i++) {
            // Times go up along the file; keys are anywhere, many equal, some missing.
            String key = i % 97 == 0 ? "" : String.valueOf((long) (random.nextGaussian() * 200));
            text.append(i)
                    .append(',')
                    .append(key)
                    .append(",n")
                    .append(random.nextInt(900))
                    .append('\n');
        }
        Files.writeString(folder.resolve("rows.csv"), text);
        catalog = new FolderCatalog(folder);
        host = new ScatteredHost(catalog, RunOptions.defaults(), PARTITIONS, 11);
    }

    private Query query(String sql) {
        return ((Statement.Select) SqlPlanner.plan(sql, catalog)).query();
    }

    /** The answer's lines, which are those of one machine in their order. */
    private List<String> sorted(String sql) {
        Query query = query(sql);
        TextSink local = new TextSink();
        RunSummary here = new LocalEngine(catalog).run(query, local, SMALL_SPLITS);
        TextSink remote = new TextSink();
        RunSummary there = new HostedEngine(catalog, host, new ExchangeSizes(0, 1)).run(query, remote, SMALL_SPLITS);
        assertThat(remote.lines()).isEqualTo(local.lines());
        assertThat(there.lanes()).isEqualTo(here.lanes());
        assertThat(there.undefined()).isEqualTo(here.undefined());
        return remote.lines();
    }

    private Job lastJob() {
        return host.jobs().get(host.jobs().size() - 1);
    }

    private List<SortRange> ranges() {
        return lastJob().ranges();
    }

    /** A file in the order of its times is the hard case: its beginning says nothing of the rest. */
    @ParameterizedTest
    @ValueSource(strings = {"t", "k, t", "t DESC", "k DESC NULLS LAST, t", "note, t"})
    void eachPlaceGetsAFairShare(String order) {
        List<String> lines = sorted("SELECT t, k, note FROM 'rows.csv' ORDER BY " + order);
        SortRange range = ranges().get(0);
        BatchCodec codec = new BatchCodec(new Schema(
                List.of(new Field("t", Type.BIGINT), new Field("k", Type.BIGINT), new Field("note", Type.VARCHAR))));
        List<String> times =
                lines.stream().map(line -> line.substring(0, line.indexOf('|'))).toList();
        int before = 0;
        for (byte[] border : range.borders()) {
            int at = times.indexOf(
                    String.valueOf(codec.decode(border, 0).column(0).value(0)));
            assertThat(at - before).as("rows of a range of %s", order).isBetween(ROWS / 12, ROWS / 2);
            before = at;
        }
        assertThat(ROWS - before).isBetween(ROWS / 12, ROWS / 2);
        Job job = lastJob();
        assertThat(job.readers(job.root()).get(0).count()).isEqualTo(PARTITIONS);
    }

    /** A file that cannot be cut is one place: it is not read twice for the few rows that are wanted of it. */
    @Test
    void behindAFilterThatFewRowsPassNoPlaceIsReadToItsEnd() throws IOException {
        StringBuilder text = new StringBuilder("t\n");
        for (int i = 0; i < 200_000; i++) {
            text.append(i).append('\n');
        }
        Files.writeString(folder.resolve("long.csv"), text);
        Query query = query("SELECT t FROM 'long.csv' WHERE t % 199999 = 0 ORDER BY t");
        TextSink sink = new TextSink();
        new HostedEngine(catalog, host, new ExchangeSizes(0, 1)).run(query, sink, RunOptions.defaults());
        assertThat(sink.lines()).hasSize(2);
        assertThat(ranges().get(0).borders())
                .as("all of the first row, which alone was seen")
                .hasSize(PARTITIONS - 1)
                .allSatisfy(border -> assertThat(new BatchCodec(new Schema(List.of(new Field("t", Type.BIGINT))))
                                .decode(border, 0)
                                .column(0)
                                .value(0))
                        .isEqualTo(0L));
    }

    @Test
    void whatIsUndefinedInTheSampleCountsOnce() {
        sorted("SELECT t, k / (t % 7) AS q FROM 'rows.csv' ORDER BY q, t");
        assertThat(ranges()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT t FROM 'rows.csv' ORDER BY t LIMIT 10",
                "SELECT t FROM 'rows.csv' ORDER BY t OFFSET 3990",
                "SELECT k, count(*) AS n FROM 'rows.csv' GROUP BY k ORDER BY k",
                "SELECT t FROM 'rows.csv' WHERE t < 0 ORDER BY t"
            })
    void onePlaceSortsWhatIsSlicedUnknownOrEmpty(String sql) {
        sorted(sql);
        assertThat(ranges()).isEmpty();
    }

    @Test
    void anExplanationSaysSo() {
        Query query = query("SELECT t FROM 'rows.csv' ORDER BY t");
        assertThat(TaskExplanation.of(query, "spark", table -> 1L << 30)).contains("rows go out [range: ");
        assertThat(TaskExplanation.of(query, "spark", table -> 1000)).contains("rows go out [gather: ");
    }

    @Test
    void anExplanationSaysThatALimitAsksForOneOrder() {
        Query query = query("SELECT g.k, g.n, r.t FROM (SELECT k, count(*) AS n FROM 'rows.csv' GROUP BY k) g"
                + " FULL JOIN 'rows.csv' r ON r.k = g.k LIMIT 10");
        assertThat(TaskExplanation.of(query, "spark", table -> 1L << 30))
                .contains("partial groups go out [gather: ", "to be joined [gather: ")
                .doesNotContain("[keyed", "[range");
    }
}

package io.barograph.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.barograph.core.engine.RunOptions;
import io.barograph.core.engine.RunSummary;
import io.barograph.core.error.BarographException;
import io.barograph.core.plan.Query;
import io.barograph.core.source.Catalog;
import io.barograph.core.source.RejectedRecord;
import io.barograph.sql.SqlPlanner;
import io.barograph.sql.Statement;
import io.barograph.testkit.sql.FolderCatalog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What goes to every task and what does not, and the books of it. That the answers are right, {@link TaskCorpusTest} says. */
class BroadcastJoinTest {
    private static final RunOptions SMALL_SPLITS = RunOptions.defaults().withSplitBytes(500);
    private static final long MOST_BYTES = ExchangeSizes.DEFAULTS.mostBroadcast();
    private static final String BY_SITE =
            "SELECT d.site, count(*) AS n, sum(r.v / r.z) AS s FROM 'readings.csv' r JOIN 'devices.csv' d ON r.id = d.id GROUP BY d.site";

    @TempDir
    Path folder;

    private Catalog catalog;
    private ScatteredHost host;

    @BeforeEach
    void tables() throws IOException {
        StringBuilder readings = new StringBuilder("id,v,z\n");
        for (int i = 0; i < 1000; i++) {
            readings.append(i % 100 == 7 ? "x,y,z,u\n" : i % 20 + "," + i * 0.25 + "," + i % 9 + "\n");
        }
        StringBuilder devices = new StringBuilder("id,site,weight\n");
        for (int i = 0; i < 15; i++) {
            devices.append(i)
                    .append(",site")
                    .append(i % 4)
                    .append(',')
                    .append(i % 5)
                    .append('\n');
        }
        devices.append("a,b\nc,d\n");
        Files.writeString(folder.resolve("readings.csv"), readings);
        Files.writeString(folder.resolve("devices.csv"), devices);
        catalog = new FolderCatalog(folder);
        host = new ScatteredHost(catalog, RunOptions.defaults(), 3, 7);
    }

    private HostedEngine hosted(long mostBroadcast) {
        return new HostedEngine(catalog, host, new ExchangeSizes(mostBroadcast, Long.MAX_VALUE));
    }

    private Query query(String sql) {
        return ((Statement.Select) SqlPlanner.plan(sql, catalog)).query();
    }

    /** Runs a query on both, and compares answers and books. */
    private RunSummary compare(String sql, long mostBroadcast) {
        Query query = query(sql);
        List<RejectedRecord> expected = new ArrayList<>();
        TextSink local = new TextSink();
        RunSummary here = new LocalEngine(catalog).run(query, local, SMALL_SPLITS.withRejects(expected::add));
        List<RejectedRecord> told = new ArrayList<>();
        TextSink remote = new TextSink();
        RunSummary there = hosted(mostBroadcast).run(query, remote, SMALL_SPLITS.withRejects(told::add));
        assertThat(remote.lines().stream().sorted())
                .containsExactlyElementsOf(local.lines().stream().sorted().toList());
        assertThat(there.lanes()).containsExactlyInAnyOrderElementsOf(here.lanes());
        assertThat(there.undefined()).isEqualTo(here.undefined());
        assertThat(there.rejectReasons()).isEqualTo(here.rejectReasons());
        assertThat(told).isNotEmpty().containsExactlyInAnyOrderElementsOf(expected);
        return there;
    }

    private Job lastJob() {
        return host.jobs().get(host.jobs().size() - 1);
    }

    private List<Broadcast> sent() {
        return lastJob().broadcasts();
    }

    @Test
    void theSmallSideGoesToTheReadersOfTheOther() {
        RunSummary summary = compare(BY_SITE, MOST_BYTES);
        assertThat(summary.undefined()).as("divisions by zero").isNotEmpty();
        assertThat(sent()).hasSize(1);
        Job job = lastJob();
        assertThat(job.tasks(sent().get(0).stage())).as("the join's own tasks").isEmpty();
        assertThat(job.stages().map(stage -> job.sources(stage.id()).size()).toList())
                .as("tasks that read the readings; then the groups' partitions")
                .containsExactly(job.tasks(1).size(), 0)
                .first()
                .satisfies(count -> assertThat((int) count).isGreaterThan(3));
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 20})
    void whatProvesTooLargeIsDealtOutByKey(long mostBroadcast) {
        compare(BY_SITE, mostBroadcast);
        assertThat(sent()).isEmpty();
    }

    /** Each task has all of them in its memory. */
    @Test
    void thereIsRoomForSoManySidesTogether() {
        String star =
                "SELECT count(*) AS n, sum(r.v / r.z) AS s FROM 'readings.csv' r JOIN 'devices.csv' d ON r.id = d.id"
                        + " JOIN 'devices.csv' e ON r.id = e.id JOIN 'devices.csv' f ON r.id = f.id";
        compare(star, MOST_BYTES);
        assertThat(sent()).hasSize(3);
        long one =
                sent().get(0).blocks().stream().mapToLong(block -> block.length).sum();
        compare(star, 2 * one + one / 2);
        assertThat(sent()).hasSize(2);
    }

    @Test
    void undefinedKeysOfTheSmallSideCountOnce() {
        RunSummary summary = compare(
                "SELECT count(*) AS n FROM 'readings.csv' r JOIN 'devices.csv' d ON r.v = 12.0 / d.weight", MOST_BYTES);
        assertThat(sent()).hasSize(1);
        assertThat(summary.undefined().values()).containsExactly(3L);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT r.id, d.site FROM 'readings.csv' r LEFT JOIN 'devices.csv' d ON r.id = d.id",
                "SELECT r.id, r.v FROM 'readings.csv' r WHERE r.id IN (SELECT id FROM 'devices.csv' WHERE weight > 1)",
                "SELECT r.id, r.v FROM 'readings.csv' r WHERE NOT EXISTS"
                        + " (SELECT 1 FROM 'devices.csv' d WHERE d.id = r.id AND d.weight > 1)",
                "SELECT d.site, r.v FROM 'devices.csv' d RIGHT JOIN 'readings.csv' r ON r.id = d.id AND r.v > d.weight",
                "SELECT r.v, d.site FROM 'readings.csv' r CROSS JOIN 'devices.csv' d",
                // Both branches of a union pass the join.
                "SELECT u.id, d.site FROM (SELECT id, v FROM 'readings.csv' UNION ALL SELECT id, v + 1 FROM 'readings.csv' WHERE v > 9) u"
                        + " JOIN 'devices.csv' d ON u.id = d.id",
                // A table and the groups of another stage, which come by partition.
                "SELECT u.id, u.v, d.site FROM (SELECT id, v FROM 'readings.csv' UNION ALL SELECT id, sum(v) FROM 'readings.csv'"
                        + " GROUP BY id) u JOIN 'devices.csv' d ON u.id = d.id",
                "SELECT count(*) AS n FROM (SELECT id, sum(v) AS v FROM 'readings.csv' GROUP BY id UNION ALL SELECT id, max(v) FROM"
                        + " 'readings.csv' GROUP BY id) u JOIN 'devices.csv' d ON u.id = d.id"
            })
    void oneJoinOfEachForm(String sql) {
        compare(sql, MOST_BYTES);
        assertThat(sent()).hasSize(1);
    }

    @Test
    void rowsPassOneJoinAfterTheOther() {
        compare(
                "SELECT r.v, d.site, e.weight FROM 'readings.csv' r JOIN 'devices.csv' d ON r.id = d.id"
                        + " JOIN 'devices.csv' e ON e.id = d.weight",
                MOST_BYTES);
        assertThat(sent()).hasSize(2);
        assertThat(lastJob().tasks(lastJob().root()))
                .allSatisfy(task -> assertThat(task.passages()).hasSize(2));
    }

    private String explained(long tableBytes) {
        return TaskExplanation.of(query(BY_SITE), "spark", table -> tableBytes).replace(folder + "/", "");
    }

    @Test
    void anExplanationSaysSo() {
        assertThat(explained(100))
                .contains(
                        "stage 0 is a join: devices.csv goes to all tasks that read readings.csv [broadcast]",
                        "stage 1 reads readings.csv, a task for some splits, through the join of stage 0; partial groups go out [keyed");
        assertThat(explained(1L << 40)).isEqualTo(explained(-1));
        assertThat(explained(-1))
                .contains("stage 0 reads readings.csv, a task for some splits and devices.csv", "to be joined [keyed")
                .doesNotContain("broadcast");
    }

    @Test
    void rowsWithoutAMatchOnTheSmallSideNeedAllOfTheOther() {
        compare(
                "SELECT d.id, r.v FROM 'devices.csv' d LEFT JOIN 'readings.csv' r ON r.id = d.id AND r.v > 100",
                MOST_BYTES);
        assertThat(sent()).isEmpty();
    }

    @Test
    void aStrictRunEndsAtTheSameRecordOfTheSmallSide() {
        Catalog catalog = new FolderCatalog(folder);
        Query query = query(BY_SITE);
        assertThatThrownBy(() -> hosted(MOST_BYTES).run(query, new TextSink(), SMALL_SPLITS.withStrict(true)))
                .isInstanceOf(BarographException.class)
                .hasMessageContaining("devices.csv', line 17");
    }

    @Test
    void aTaskWithoutRoomForTheSmallSideSaysSo() {
        host = new ScatteredHost(catalog, RunOptions.defaults().withMemoryBytes(64), 3, 7);
        assertThatThrownBy(() -> hosted(MOST_BYTES).run(query(BY_SITE), new TextSink(), RunOptions.defaults()))
                .isInstanceOf(BarographException.class)
                .hasMessageContaining("rows held for a join");
    }
}

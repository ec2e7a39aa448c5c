package io.barograph.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.barograph.core.engine.RunOptions;
import io.barograph.core.plan.JoinKind;
import io.barograph.core.plan.Plan;
import io.barograph.core.source.TableDescription;
import io.barograph.core.stage.StageInput;
import io.barograph.core.stage.StagePlan;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtRestTest {
    private static final int ROWS = 400_000;

    @TempDir
    Path folder;

    private final Runs runs = new Runs();

    /** What would make every message to workers large is read by them. */
    @Test
    void sidesOfJoinsAreSentWhereTheyAreSmall() throws IOException {
        StringBuilder text = new StringBuilder("n\n");
        IntStream.range(0, 1_200_000).forEach(row -> text.append(row).append('\n'));
        TableDescription large = runs.table(folder.resolve("large.csv"), text.toString());
        TableDescription small = runs.table(folder.resolve("small.csv"), "n\n1\n2\n");
        TableDescription live = runs.table(folder.resolve("live.csv"), "n\n1\n");
        for (TableDescription side : List.of(small, large)) {
            StagePlan plan = StagePlan.ofLive(Queries.query(join(Queries.scan(live), Queries.scan(side))));
            try (AtRest rest = new AtRest(runs.catalog, RunOptions.defaults(), plan, live::equals)) {
                assertThat(rest.send().sides()).hasSize(side == small ? 1 : 0);
            }
        }
    }

    private static Plan join(Plan left, Plan right) {
        return new Plan.Join(
                left,
                right,
                JoinKind.INNER,
                List.of(Queries.column(left, 0)),
                List.of(Queries.column(right, 0)),
                null,
                null,
                Plan.Join.schemaOf(JoinKind.INNER, left.schema(), right.schema()));
    }

    /** Partitions of the keys ask one after the other, each for all rows; the run goes on for as long as its pipeline. */
    @Test
    void rowsThatAreDeliveredAreStoredNowhere() throws IOException {
        StringBuilder text = new StringBuilder("n\n");
        IntStream.range(0, ROWS).forEach(row -> text.append(row).append('\n'));
        TableDescription table = runs.table(folder.resolve("rest.csv"), text.toString());
        StagePlan plan = StagePlan.of(Queries.query(Queries.scan(table)));
        StageInput input = plan.stages().get(0).branches().get(0).input();
        // Memory holds a third of the rows, and there is no folder for files.
        RunOptions options = RunOptions.defaults()
                .withThreads(1)
                .withMemoryBytes(1 << 20)
                .withTemp(folder.resolve("missing").toString());
        try (AtRest rest = new AtRest(runs.catalog, options, plan, any -> false)) {
            for (int partition = 0; partition < 3; partition++) {
                long[] rows = new long[1];
                rest.deliver(input, batch -> rows[0] += batch.size());
                assertThat(rows[0]).isEqualTo(ROWS);
            }
        }
    }
}

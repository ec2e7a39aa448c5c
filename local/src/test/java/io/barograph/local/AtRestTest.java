package io.barograph.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.barograph.core.engine.RunOptions;
import io.barograph.core.source.TableDescription;
import io.barograph.core.stage.StageInput;
import io.barograph.core.stage.StagePlan;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtRestTest {
    private static final int ROWS = 400_000;

    @TempDir
    Path folder;

    private final Runs runs = new Runs();

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

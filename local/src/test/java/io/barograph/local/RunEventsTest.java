package io.barograph.local;

import static io.barograph.local.Queries.aggregate;
import static io.barograph.local.Queries.group;
import static io.barograph.local.Queries.query;
import static io.barograph.local.Queries.scan;
import static org.assertj.core.api.Assertions.assertThat;

import io.barograph.core.column.Type;
import io.barograph.core.engine.RunOptions;
import io.barograph.core.engine.RunSummary;
import io.barograph.core.plan.Plan;
import io.barograph.core.source.TableDescription;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunEventsTest {
    @TempDir
    Path folder;

    private final Runs runs = new Runs();

    @Test
    void aRecordingSeesSplitsMergesAndOutput() throws IOException {
        StringBuilder text = new StringBuilder("device,value\n");
        for (int i = 0; i < 3000; i++) {
            text.append("device-").append(i % 50).append(',').append(i).append('\n');
        }
        TableDescription table = runs.table(folder.resolve("values.csv"), text + "device-1,2,3\n");
        Plan plan = group(scan(table), List.of(0), aggregate("sum", Type.BIGINT, 1));
        Path file = folder.resolve("run.jfr");
        RunSummary summary;
        try (Recording recording = new Recording()) {
            recording.enable("barograph.SplitRead").withoutThreshold();
            recording.enable("barograph.Merge").withoutThreshold();
            recording.enable("barograph.Output").withoutThreshold();
            recording.start();
            summary = runs.engine.run(
                    query(plan),
                    new TextSink(),
                    RunOptions.defaults().withThreads(2).withSplitBytes(10_000));
            recording.stop();
            recording.dump(file);
        }
        List<RecordedEvent> events = RecordingFile.readAllEvents(file);
        List<RecordedEvent> splits = named(events, "barograph.SplitRead");
        assertThat(splits)
                .hasSizeGreaterThan(2)
                .allMatch(event -> event.getString("file").equals(table.name()));
        assertThat(splits.stream().mapToLong(event -> event.getLong("used")).sum())
                .isEqualTo(summary.used());
        assertThat(splits.stream().mapToLong(event -> event.getLong("rejected")).sum())
                .isEqualTo(summary.rejected())
                .isEqualTo(1);
        assertThat(named(events, "barograph.Merge")).singleElement().satisfies(merge -> {
            assertThat(merge.getInt("tables")).isEqualTo(2);
            assertThat(merge.getLong("groups")).isEqualTo(50);
            assertThat(merge.getLong("partialGroups")).isBetween(50L, 100L);
        });
        assertThat(named(events, "barograph.Output")).isNotEmpty().allMatch(event -> event.getLong("bytes") > 0);
    }

    private static List<RecordedEvent> named(List<RecordedEvent> events, String name) {
        return events.stream()
                .filter(event -> event.getEventType().getName().equals(name))
                .toList();
    }
}

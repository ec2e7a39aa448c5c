package io.barograph.formats.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.barograph.core.column.Field;
import io.barograph.core.column.Schema;
import io.barograph.core.column.Type;
import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.core.live.LiveLane;
import io.barograph.core.live.LiveReader;
import io.barograph.core.live.LiveTable;
import io.barograph.core.source.EventTime;
import io.barograph.core.source.RejectedRecord;
import io.barograph.core.source.TableDescription;
import io.barograph.formats.FileCatalog;
import io.barograph.formats.LiveConnectors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A directory's files in the order of their names, as one lane. */
class FileSequenceTest {
    private static final long WAIT = TimeUnit.MILLISECONDS.toNanos(200);
    private static final Schema SCHEMA =
            Schema.of(new Field("t", Type.TIMESTAMP), new Field("site", Type.VARCHAR), new Field("n", Type.BIGINT));
    private static final EventTime IN_ORDER =
            new EventTime("t", null, 0, 0, EventTime.ALL, EventTime.ALL, EventTime.ALL, true);

    @TempDir
    Path folder;

    private final List<RejectedRecord> rejected = new ArrayList<>();

    private void append(String file, String text) throws IOException {
        Files.writeString(folder.resolve(file), text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private LiveTable open() {
        TableDescription files = new FileCatalog()
                .table("t", Map.of("path", folder.toString(), "format", "csv", "follow", "true"), SCHEMA);
        return new LiveConnectors().open(files.withEventTime(IN_ORDER));
    }

    private LiveReader reader(LiveTable table, long offset) {
        LiveLane lane = table.lanes().get(0);
        return table.newReader(new int[] {1, 2}, List.of(new LiveTable.LaneStart(lane, offset)), rejected::add);
    }

    /** Reads what is there; offsets are told, too. */
    private static List<String> drain(LiveReader reader, List<Long> offsets) throws IOException {
        List<String> rows = new ArrayList<>();
        LiveReader.LaneRows next;
        while ((next = reader.next(WAIT)) != null) {
            assertThat(next.lane()).isZero();
            assertThat(next.nextOffset())
                    .isGreaterThanOrEqualTo(offsets.isEmpty() ? 0 : offsets.get(offsets.size() - 1));
            offsets.add(next.nextOffset());
            for (int row = 0; row < next.rows().size(); row++) {
                rows.add(next.rows().row(row).toString());
            }
        }
        return rows;
    }

    private void threeFiles() throws IOException {
        append("a.csv", "t,site,n\n2023-01-01,a,1\n2023-01-01,a,2\n");
        append("b.csv", "t,site,n\nbroken\n2023-01-02,\"b\nb\",3\n2023-01-02,b,4");
        append("c.csv", "t,site,n\n2023-01-03,c,5\n");
    }

    private static final List<String> ROWS = List.of("[a, 1]", "[a, 2]", "[b\nb, 3]", "[b, 4]", "[c, 5]");

    @Test
    void filesFollowOneAnotherAndWhatAFileEndsWithCounts() throws IOException {
        threeFiles();
        try (LiveTable table = open()) {
            assertThat(table.lanes()).hasSize(1);
            assertThat(table.lanes().get(0).name()).isEqualTo(folder.toString());
            List<Long> offsets = new ArrayList<>();
            try (LiveReader reader = reader(table, 0)) {
                assertThat(drain(reader, offsets)).isEqualTo(ROWS);
                assertThat(offsets.get(offsets.size() - 1))
                        .isEqualTo(table.lanes().get(0).endOffset())
                        .isEqualTo(reader.endOffset(0));
            }
            assertThat(rejected).extracting(RejectedRecord::text).containsExactly("broken");
            assertThat(rejected.get(0).lane()).endsWith("b.csv");
            assertThat(rejected.get(0).line()).isEqualTo(2);
        }
    }

    @Test
    void readingGoesOnFromEveryOffset() throws IOException {
        threeFiles();
        try (LiveTable table = open()) {
            List<Long> offsets = new ArrayList<>();
            try (LiveReader reader = reader(table, 0)) {
                drain(reader, offsets);
            }
            for (long offset : offsets) {
                List<String> rows = new ArrayList<>();
                try (LiveReader first = reader(table, 0)) {
                    LiveReader.LaneRows next = first.next(WAIT);
                    while (next != null && next.nextOffset() <= offset) {
                        for (int row = 0; row < next.rows().size(); row++) {
                            rows.add(next.rows().row(row).toString());
                        }
                        next = next.nextOffset() == offset ? null : first.next(WAIT);
                    }
                }
                try (LiveReader second = reader(table, offset)) {
                    rows.addAll(drain(second, new ArrayList<>()));
                }
                assertThat(rows).as("cut at " + offset).isEqualTo(ROWS);
            }
        }
    }

    @Test
    void aFileThatComesLaterEndsTheOneBefore() throws IOException {
        append("a.csv", "t,site,n\n2023-01-01,a,1\n2023-01-01,a,2");
        try (LiveTable table = open();
                LiveReader reader = reader(table, 0)) {
            assertThat(drain(reader, new ArrayList<>())).containsExactly("[a, 1]");
            append("b.csv", "t,site,n\n2023-01-02,b,3\n");
            assertThat(drain(reader, new ArrayList<>())).containsExactly("[a, 2]", "[b, 3]");
            append("b.csv", "2023-01-02,b,4\n");
            assertThat(drain(reader, new ArrayList<>())).containsExactly("[b, 4]");
        }
    }

    @Test
    void whatComesBeforeOrGrowsBehindItsTurnIsLost() throws IOException {
        append("b.csv", "t,site,n\n2023-01-01,b,1\n");
        append("c.csv", "t,site,n\n2023-01-01,c,2\n");
        try (LiveTable table = open();
                LiveReader reader = reader(table, 0);
                LiveReader other = reader(table, 0)) {
            drain(reader, new ArrayList<>());
            drain(other, new ArrayList<>());
            append("b.csv", "2023-01-01,b,9\n");
            lost(reader, "b.csv' has changed after a file with a later name was there");
            append("a.csv", "t,site,n\n2023-01-01,a,1\n");
            lost(other, "a.csv' has come after");
        }
    }

    private static void lost(LiveReader reader, String what) {
        assertThatThrownBy(() -> drain(reader, new ArrayList<>()))
                .isInstanceOfSatisfying(
                        BarographException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.DATA_LOST))
                .hasMessageContaining(what);
    }
}

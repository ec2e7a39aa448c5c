package io.barograph.connectors.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.barograph.core.column.Batch;
import io.barograph.core.column.Field;
import io.barograph.core.column.Schema;
import io.barograph.core.column.Type;
import io.barograph.core.source.ColumnComparison;
import io.barograph.core.source.EventTime;
import io.barograph.core.source.Lane;
import io.barograph.core.source.RejectedRecord;
import io.barograph.core.source.Split;
import io.barograph.core.source.SplitReader;
import io.barograph.core.source.StretchJudge;
import io.barograph.core.source.Table;
import io.barograph.core.source.TableDescription;
import io.barograph.core.source.TableReader;
import io.barograph.core.source.TimeStretch;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What readers have learned of a journal's times spares others reading. */
class JournalStretchesTest {
    private static final Schema SCHEMA = Schema.of(new Field("ts", Type.TIMESTAMP), new Field("value", Type.BIGINT));
    private static final int[] ALL = {0, 1};
    private static final long SECOND = 1_000_000_000L;
    private static final long ROWS = 400;

    @TempDir
    Path folder;

    private final List<RejectedRecord> rejected = new ArrayList<>();
    private long recordsRead;
    private long recordsPruned;

    private Table table(String... more) {
        Map<String, String> options =
                new TreeMap<>(Map.of("path", folder.toString(), "format", "csv", "timestamp.unit", "s"));
        for (int i = 0; i < more.length; i += 2) {
            options.put(more[i], more[i + 1]);
        }
        EventTime limits = new EventTime("ts", null, 0, 0, 0, EventTime.ALL, EventTime.ALL);
        TableDescription description =
                new JournalConnector().table("t", options, SCHEMA).withEventTime(limits);
        return new JournalConnector().open(description);
    }

    /** Rows whose times count seconds from a first one, three in a batch, in many segments; one of them is none. */
    private void fill(long first) {
        try (JournalWriter journal = Journals.open(folder, 700)) {
            for (long row = 0; row < ROWS; row += 2) {
                Journals.append(
                        journal,
                        null,
                        first + row + "," + row,
                        row == 200 ? "bad,bad" : first + row + 1 + "," + (row + 1));
            }
        }
    }

    private static StretchJudge from(long second) {
        return rows -> rows.greatest() < second * SECOND;
    }

    private List<Long> read(Table table, StretchJudge judge, long... cuts) throws IOException {
        List<Long> values = new ArrayList<>();
        rejected.clear();
        recordsRead = 0;
        recordsPruned = 0;
        Lane lane = table.lanes().get(0);
        TableReader reader = table.newReader(ALL);
        long start = 0;
        for (int i = 0; i <= cuts.length; i++) {
            long end = i == cuts.length ? lane.sizeBytes() : cuts[i];
            try (SplitReader split = reader.read(new Split(lane, start, end), -1, rejected::add, judge)) {
                take(split, values);
                assertThat(split.endOffset()).isEqualTo(end);
            }
            start = end;
        }
        return values;
    }

    private void take(SplitReader split, List<Long> values) throws IOException {
        for (Batch batch = split.next(); batch != null; batch = split.next()) {
            for (int i = 0; i < batch.size(); i++) {
                values.add((Long) batch.row(i).get(1));
            }
        }
        recordsRead += split.recordsRead();
        recordsPruned += split.recordsPruned();
    }

    private static List<Long> values(long from) {
        return LongStream.range(from, ROWS)
                .filter(value -> value != 201)
                .boxed()
                .collect(Collectors.toCollection(ArrayList::new));
    }

    @Test
    void whatIsKnownAndNotWantedIsNotRead() throws IOException {
        fill(0);
        Table table = table();
        assertThat(read(table, from(350))).isEqualTo(values(0));
        assertThat(recordsPruned).isZero();
        List<Long> again = read(table, from(350));
        assertThat(again).endsWith(values(350).toArray(Long[]::new));
        assertThat(recordsPruned).isGreaterThan(300);
        assertThat(recordsRead).isEqualTo(ROWS);
        assertThat(again.size() + recordsPruned + rejected.size()).isEqualTo(ROWS);
        // The record that is none is told of by whoever reads: its stretch is.
        assertThat(rejected).extracting(RejectedRecord::text).containsExactly("bad,bad");
        assertThat(read(table, rows -> false)).isEqualTo(values(0));
    }

    @Test
    void anyCutsGiveTheSame() throws IOException {
        fill(1_000);
        Table table = table();
        for (long cut = 1; cut < table.sizeBytes(); cut += 89) {
            List<Long> some = read(table, from(1_350), cut, Math.min(table.sizeBytes(), cut + 1_000));
            assertThat(some)
                    .as("cut at %d", cut)
                    .endsWith(values(350).toArray(Long[]::new))
                    .doesNotHaveDuplicates();
            assertThat(some.size() + recordsPruned + rejected.size()).isEqualTo(ROWS);
            assertThat(recordsRead).isEqualTo(ROWS);
            assertThat(rejected).hasSize(1);
        }
        assertThat(recordsPruned).isGreaterThan(300);
    }

    @Test
    void anotherJournalInTheFolderIsNotTakenForIt() throws IOException {
        fill(0);
        assertThat(read(table(), from(350))).hasSize((int) ROWS - 1);
        for (Path segment : Journals.segments(folder)) {
            Files.delete(segment);
        }
        // As many bytes, but later times.
        fill(500);
        assertThat(read(table(), from(350))).isEqualTo(values(0));
        assertThat(recordsPruned).isZero();
    }

    @Test
    void aDeclaredEndTeachesNothingOfWhatIsBehindIt() throws IOException {
        fill(0);
        Table whole = table();
        long inBatch;
        try (JournalCursor cursor = new JournalCursor(Journals.folder(folder), 0, true, Journals.NONE)) {
            for (int i = 0; i < 100; i++) {
                assertThat(cursor.next(Long.MAX_VALUE)).isTrue();
            }
            inBatch = cursor.recordPosition();
        }
        Table ended = table(
                "scan.bounded.mode",
                "specific-offsets",
                "scan.bounded.specific-offsets",
                "partition:0,offset:" + inBatch);
        assertThat(read(ended, from(350))).hasSize(99);
        read(whole, from(350));
        List<Long> wanted = read(whole, rows -> rows.greatest() != 99 * SECOND && rows.least() != 0);
        assertThat(recordsRead).isEqualTo(ROWS);
        assertThat(wanted.size() + recordsPruned + rejected.size()).isEqualTo(ROWS);
    }

    @Test
    void conditionsOnATimeServeTablesWithoutEventTime() throws IOException {
        fill(0);
        TableDescription plain = new JournalConnector()
                .table("t", Map.of("path", folder.toString(), "format", "csv", "timestamp.unit", "s"), SCHEMA);
        Table table = new JournalConnector().open(plain);
        ColumnComparison late = new ColumnComparison(0, ColumnComparison.Operator.GREATER_OR_EQUAL, 350 * SECOND);
        Lane lane = table.lanes().get(0);
        for (int round = 0; round < 2; round++) {
            List<Long> values = new ArrayList<>();
            recordsRead = 0;
            recordsPruned = 0;
            rejected.clear();
            TableReader reader = table.newReader(ALL, List.of(late));
            try (SplitReader split = reader.read(new Split(lane, 0, lane.sizeBytes()), -1, rejected::add)) {
                take(split, values);
            }
            assertThat(values).endsWith(values(350).toArray(Long[]::new));
            assertThat(values.size() + recordsPruned + rejected.size()).isEqualTo(ROWS);
            assertThat(recordsRead).isEqualTo(ROWS);
        }
        assertThat(recordsPruned).isGreaterThan(300);
    }

    @Test
    void aLongSegmentIsKnownInPieces() throws IOException {
        int devices = 20_000;
        try (JournalWriter journal = Journals.open(folder, 12 * SplitStretches.BYTES)) {
            for (int second = 0; second < 30; second++) {
                JournalEntry entry = new JournalEntry(0, null, null);
                for (int device = 0; device < devices; device++) {
                    byte[] text = (second + "," + device).getBytes(StandardCharsets.US_ASCII);
                    entry.add(text, 0, text.length);
                }
                Objects.requireNonNull(journal.append(entry)).join();
            }
        }
        Table table = table();
        assertThat(Journals.segments(folder)).hasSizeGreaterThan(1);
        List<TimeStretch> told = new ArrayList<>();
        StretchJudge judge = rows -> {
            told.add(rows);
            return rows.greatest() < 10 * SECOND;
        };
        assertThat(read(table, judge).size()).isEqualTo(30 * devices);
        assertThat(told).isEmpty();
        assertThat(read(table, judge).size()).isBetween(20 * devices, 29 * devices);
        assertThat(told).hasSizeGreaterThan(2).allSatisfy(rows -> {
            assertThat(rows.behind()).isZero();
            assertThat(rows.ahead()).isLessThanOrEqualTo(SECOND);
            assertThat(rows.rows() % devices).isZero();
        });
    }
}

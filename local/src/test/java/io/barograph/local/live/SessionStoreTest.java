package io.barograph.local.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.barograph.core.aggregate.StateInput;
import io.barograph.core.aggregate.StateOutput;
import io.barograph.core.column.Batch;
import io.barograph.core.column.Column;
import io.barograph.core.column.LongColumn;
import io.barograph.core.column.Type;
import io.barograph.core.column.Validity;
import io.barograph.core.live.Revisions;
import io.barograph.core.merge.MergeTable;
import io.barograph.core.merge.MergedGroups;
import io.barograph.core.plan.Plan;
import io.barograph.core.stage.Stage;
import io.barograph.core.stage.StagePlan;
import io.barograph.core.stage.Terminal;
import io.barograph.formats.FileCatalog;
import io.barograph.local.spill.SpillSpace;
import io.barograph.sql.Session;
import io.barograph.sql.Statement;
import io.barograph.sql.ValueFinder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Open sessions that go to disk are those of each key's sorted rows, shown no earlier than they have ended, and not read in vain. */
@Tag("thorough")
class SessionStoreTest {
    private static final long SEED = Long.getLong("barograph.seed", System.nanoTime());
    private static final long GAP = 100;

    @TempDir
    Path folder;

    private MergeTable empty;
    private Terminal.MergeSessions merge;
    private SpillSpace temporary;
    private GroupSpace space;

    @BeforeEach
    void open() {
        Session session = new Session(new FileCatalog(), ValueFinder.NONE, name -> name);
        Statement statement =
                session.bind("SELECT k, window_start, window_end, count(*), sum(v), stddev(v) FROM TABLE(SESSION(TABLE"
                        + " (SELECT * FROM (VALUES (TIMESTAMP '2020-01-01 00:00:00', 1, 2)) t(t, k, v)) PARTITION BY k,"
                        + " DESCRIPTOR(t), INTERVAL '0.000000100' SECOND(9))) GROUP BY k, window_start, window_end");
        Stage stage = StagePlan.of(((Statement.Select) statement).query()).stages().stream()
                .filter(one -> one.terminal() instanceof Terminal.MergeSessions)
                .findFirst()
                .orElseThrow();
        merge = (Terminal.MergeSessions) stage.terminal();
        assertThat(merge.gap()).isEqualTo(GAP);
        var input = stage.branches().get(0).schema();
        assertThat(input.fields().stream().map(field -> field.name())).containsExactly("k", "window_start", "v", "t");
        empty = new MergeTable(
                input,
                new Plan.Aggregate(new Plan.Values(input, List.of()), merge.keys(), merge.calls(), merge.cells()));
        temporary = new SpillSpace(folder);
        // Pieces so small that there are many of them, and what is left never goes back to memory.
        space = new GroupSpace(temporary, new GroupFiles(folder), 20_000);
    }

    private record Reading(long key, long time, long value) {}

    private MergeTable cells(List<Reading> readings) {
        MergeTable table = empty.empty();
        for (int from = 0; from < readings.size(); from += Batch.CAPACITY) {
            List<Reading> some = readings.subList(from, Math.min(readings.size(), from + Batch.CAPACITY));
            table.add(new Batch(
                    new Column[] {
                        column(
                                Type.BIGINT,
                                some.stream().mapToLong(Reading::key).toArray()),
                        column(
                                Type.TIMESTAMP,
                                some.stream()
                                        .mapToLong(reading -> Math.floorDiv(reading.time, GAP) * GAP)
                                        .toArray()),
                        column(
                                Type.BIGINT,
                                some.stream().mapToLong(Reading::value).toArray()),
                        column(
                                Type.TIMESTAMP,
                                some.stream().mapToLong(Reading::time).toArray())
                    },
                    some.size()));
        }
        return table;
    }

    private static Column column(Type type, long[] values) {
        return new LongColumn(type, values, Validity.ALL);
    }

    private SessionStore newStore() {
        return new SessionStore(empty, GAP, merge.schema(), true, space);
    }

    private static void absorb(SessionStore store, MergeTable cells) {
        store.absorb(new Partial.Part.Groups(Map.of(WindowKey.NO_END, cells)));
    }

    /** What a sink is shown. */
    private static final class Rows implements Store.Target {
        private final List<List<Object>> rows = new ArrayList<>();

        @Override
        public void accept(Revisions changes) {
            assertThat(changes.onlyAdds()).isTrue();
            Batch after = Objects.requireNonNull(changes.after());
            for (int i = 0; i < after.size(); i++) {
                rows.add(after.row(i));
            }
        }

        @Override
        public void addAll(MergedGroups groups) {
            throw new AssertionError("sessions are no groups");
        }

        /** In the order of keys, then of time. */
        List<List<Object>> sorted() {
            return rows.stream()
                    .sorted(Comparator.comparing((List<Object> row) -> (Long) row.get(0))
                            .thenComparing(row -> (Long) row.get(1)))
                    .toList();
        }

        /** Without the column that only another store can foretell. */
        List<List<Object>> known() {
            return sorted().stream().map(row -> row.subList(0, 5)).toList();
        }
    }

    private static List<List<Object>> expected(List<Reading> readings) {
        TreeMap<Long, List<Reading>> byKey = new TreeMap<>();
        readings.forEach(reading ->
                byKey.computeIfAbsent(reading.key, key -> new ArrayList<>()).add(reading));
        List<List<Object>> sessions = new ArrayList<>();
        byKey.forEach((key, rows) -> {
            rows.sort(Comparator.comparing(Reading::time));
            for (int from = 0; from < rows.size(); ) {
                int to = from + 1;
                long sum = rows.get(from).value;
                while (to < rows.size() && rows.get(to).time - rows.get(to - 1).time < GAP) {
                    sum += rows.get(to++).value;
                }
                sessions.add(List.of(key, rows.get(from).time, rows.get(to - 1).time + GAP, (long) (to - from), sum));
                from = to;
            }
        });
        return sessions;
    }

    private SessionStore restored(SessionStore store) {
        StateOutput output = new StateOutput();
        store.snapshot().write(output);
        space = new GroupSpace(temporary, new GroupFiles(folder), space.pieceBytes());
        SessionStore again = newStore();
        again.read(new StateInput(output.toByteArray()));
        return again;
    }

    /** Rows of keys of which each is silent now and then, but for one; some lie far ahead, as if of another lane. */
    private static List<Reading> readings(Random random, long settled, int keys, int count) {
        List<Reading> readings = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            long ahead = random.nextInt(8) == 0 ? random.nextInt(100 * (int) GAP) : random.nextInt((int) GAP / 2);
            readings.add(new Reading(random.nextInt(keys), settled + ahead, random.nextInt(1000)));
        }
        for (long time = settled; time < settled + GAP / 2; time += GAP / 4) {
            readings.add(new Reading(keys, time, 1));
        }
        return readings;
    }

    @Test
    void sessionsOnDiskAreThoseOfEachKeysSortedRows() {
        Random random = new Random(SEED);
        for (int round = 0; round < 4; round++) {
            int keys = 1 + random.nextInt(round % 2 == 0 ? 2_000 : 20);
            SessionStore memory = newStore();
            SessionStore disk = newStore();
            Rows expected = new Rows();
            Rows found = new Rows();
            List<Reading> all = new ArrayList<>();
            long settled = -2000;
            for (int step = 0; step < 40; step++) {
                List<Reading> some = readings(random, settled, keys, 1 + random.nextInt(400));
                all.addAll(some);
                absorb(memory, cells(some));
                absorb(disk, cells(some));
                settled += random.nextInt((int) GAP / 2);
                Store.Moment moment = new Store.Moment(settled, settled, false, false, random.nextInt(6) == 0);
                memory.publish(moment, expected);
                disk.publish(moment, found);
                long now = settled;
                assertThat(found.rows).as("seed " + SEED).allMatch(row -> (Long) row.get(2) <= now);
                if (moment.stops()) {
                    assertThat(found.sorted()).as("seed " + SEED).isEqualTo(expected.sorted());
                }
                if (random.nextInt(3) == 0) {
                    disk.spill(0, 1);
                    disk = random.nextInt(3) == 0 ? restored(disk) : disk;
                }
            }
            Store.Moment end = new Store.Moment(Long.MAX_VALUE, Long.MAX_VALUE, true, true, true);
            memory.publish(end, expected);
            disk.publish(end, found);
            assertThat(found.known()).as("seed " + SEED).isEqualTo(expected(all));
            assertThat(found.sorted()).as("seed " + SEED).isEqualTo(expected.sorted());
        }
    }

    @Test
    void aKeyThatNeverPausesIsAFewCells() {
        for (boolean spills : new boolean[] {false, true}) {
            SessionStore store = newStore();
            int longest = 0;
            for (long time = 0; time < 100 * GAP; time += GAP / 2) {
                absorb(store, cells(List.of(new Reading(1, time, time))));
                store.publish(new Store.Moment(time, time, false, false, false), new Rows());
                if (spills) {
                    store.spill(0, 1);
                }
                StateOutput output = new StateOutput();
                store.snapshot().write(output);
                store.saved();
                longest = Math.max(longest, output.length());
            }
            assertThat(longest).isLessThan(1_000);
        }
    }

    @Test
    void whatLiesFarAheadIsNotReadWheneverSessionsEnd() {
        SessionStore store = newStore();
        List<Reading> ahead = new ArrayList<>();
        for (int key = 0; key < 20_000; key++) {
            ahead.add(new Reading(key, (2 + key / 100) * GAP, key));
        }
        absorb(store, cells(ahead));
        store.spill(0, 1);
        long once = temporary.bytesWritten();
        Rows rows = new Rows();
        for (long time = 0; time < 100 * GAP; time += GAP) {
            store.publish(new Store.Moment(time, time, false, false, false), rows);
        }
        assertThat(rows.rows).hasSizeBetween(9_600, 9_800);
        assertThat(temporary.bytesWritten()).isLessThan(6 * once);
    }

    @Test
    void aCheckpointNamesTheFilesThatItNeeds() throws Exception {
        Random random = new Random(SEED);
        SessionStore store = newStore();
        Set<String> needed = Set.of();
        for (int step = 0; step < 30; step++) {
            absorb(store, cells(readings(random, step * GAP, 50, 200)));
            store.spill(0, 1);
            store.publish(new Store.Moment(step * GAP, step * GAP, false, true, false), new Rows());
            needed = new HashSet<>();
            store.name(needed);
            space.files().saved(needed, space.files().last());
        }
        for (int left = 1; left < CheckpointFiles.KEPT; left++) {
            space.files().saved(needed, space.files().last());
        }
        try (var files = Files.list(folder)) {
            assertThat(files.map(file -> file.getFileName().toString()).toList())
                    .as("seed " + SEED)
                    .isNotEmpty()
                    .containsExactlyInAnyOrderElementsOf(needed);
        }
    }
}

package io.barograph.local.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.barograph.core.aggregate.StateInput;
import io.barograph.core.aggregate.StateOutput;
import io.barograph.core.column.Batch;
import io.barograph.core.column.Column;
import io.barograph.core.column.LongColumn;
import io.barograph.core.column.Type;
import io.barograph.core.column.Validity;
import io.barograph.core.error.BarographException;
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
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A window whose groups go to disk shows and changes the same rows as one whose groups stay in memory. */
@Tag("thorough")
class GroupWindowTest {
    private static final long SEED = Long.getLong("barograph.seed", System.nanoTime());

    @TempDir
    Path folder;

    private MergeTable empty;
    private GroupFiles files;
    private GroupSpace space;

    @BeforeEach
    void open() {
        Session session = new Session(new FileCatalog(), ValueFinder.NONE, name -> name);
        Statement statement =
                session.bind("SELECT k, count(*), sum(v), stddev(v), max(v) FROM (VALUES (1, 2)) t(k, v) GROUP BY k");
        Stage stage = StagePlan.of(((Statement.Select) statement).query()).stages().stream()
                .filter(one -> one.terminal() instanceof Terminal.Merge)
                .findFirst()
                .orElseThrow();
        Terminal.Merge merge = (Terminal.Merge) stage.terminal();
        var input = stage.branches().get(0).schema();
        empty = new MergeTable(
                input,
                new Plan.Aggregate(new Plan.Values(input, List.of()), merge.keys(), merge.calls(), merge.schema()));
        files = new GroupFiles(folder);
        // Pieces so small that there are many of them.
        space = new GroupSpace(new SpillSpace(folder), files, 20_000);
    }

    private MergeTable table(Random random, int keys) {
        MergeTable table = empty.empty();
        for (int batches = 1 + random.nextInt(3); batches > 0; batches--) {
            int size = 1 + random.nextInt(Batch.CAPACITY);
            long[] key = random.longs(size, 0, keys).toArray();
            long[] value = random.longs(size, -1000, 1000).toArray();
            table.add(new Batch(
                    new Column[] {
                        new LongColumn(Type.BIGINT, key, Validity.ALL), new LongColumn(Type.BIGINT, value, Validity.ALL)
                    },
                    size));
        }
        return table;
    }

    /** What a sink holds, and the order in which rows came to it that were not there. */
    private static final class Table implements Store.Target {
        private final TreeMap<Object, List<Object>> rows = new TreeMap<>();
        private final List<Object> added = new ArrayList<>();

        @Override
        public void accept(Revisions changes) {
            Batch after = java.util.Objects.requireNonNull(changes.after());
            for (int i = 0; i < changes.size(); i++) {
                List<Object> row = after.row(i);
                List<Object> old = rows.put(row.get(0), row);
                Batch before = changes.before();
                assertThat(changes.hadBefore(i) && before != null ? before.row(i) : null)
                        .as("seed " + SEED)
                        .isEqualTo(old);
                if (old == null) {
                    added.add(row.get(0));
                }
            }
        }

        @Override
        public void addAll(MergedGroups groups) {
            MergedGroups.Reader reader = groups.reader();
            for (int from = 0; from < groups.groups(); from += Batch.CAPACITY) {
                accept(Revisions.added(reader.read(from, Math.min(Batch.CAPACITY, groups.groups() - from))));
            }
        }
    }

    private GroupWindow restored(GroupWindow window) {
        StateOutput output = new StateOutput();
        window.snapshot().write(output);
        window.close();
        space = new GroupSpace(space.temporary(), new GroupFiles(folder), space.pieceBytes());
        return GroupWindow.read(empty, space, new StateInput(output.toByteArray()));
    }

    @Test
    void groupsOnDiskAreShownAndChangedAsThoseInMemory() {
        Random random = new Random(SEED);
        for (int round = 0; round < 12; round++) {
            int keys = 1 + random.nextInt(random.nextInt(3) == 0 ? 30_000 : 2_000);
            GroupWindow memory = new GroupWindow(empty, space);
            GroupWindow disk = new GroupWindow(empty, space);
            Table expected = new Table();
            Table found = new Table();
            for (int step = 0; step < 50; step++) {
                long seed = random.nextLong();
                memory.add(table(new Random(seed), keys));
                disk.add(table(new Random(seed), keys));
                if (step < 20 && random.nextInt(2) == 0) {
                    disk.spill(1);
                }
                if (step == 20) {
                    memory.show(expected, true);
                    disk.show(found, true);
                    assertThat(found.added).as("seed " + SEED).isEqualTo(expected.added);
                    assertThat(found.added).isSorted();
                }
                if (step > 20 && random.nextInt(3) == 0) {
                    boolean all = random.nextBoolean();
                    memory.show(expected, true);
                    disk.show(found, all);
                    disk.spill(1);
                    if (all) {
                        assertThat(found.rows).as("seed " + SEED).isEqualTo(expected.rows);
                        disk = random.nextInt(4) == 0 ? restored(disk) : disk;
                    }
                }
            }
            memory.show(expected, true);
            disk.show(found, true);
            assertThat(found.rows).as("seed " + SEED).isEqualTo(expected.rows);
            disk.close();
        }
    }

    /** What a run would show that goes on from a snapshot. */
    private TreeMap<Object, List<Object>> rows(Store.Snapshot snapshot) {
        StateOutput output = new StateOutput();
        snapshot.write(output);
        Table table = new Table();
        try (GroupWindow again = GroupWindow.read(empty, space, new StateInput(output.toByteArray()))) {
            again.showAgain();
            again.show(table, true);
        }
        return table.rows;
    }

    @Test
    void aCheckpointIsOfWhatThereWasWhenItWasTakenHoweverLateItIsWritten() {
        Random random = new Random(SEED);
        for (int round = 0; round < 8; round++) {
            int keys = 1 + random.nextInt(random.nextInt(2) == 0 ? 5_000 : 50);
            GroupWindow alone = new GroupWindow(empty, space);
            GroupWindow saved = new GroupWindow(empty, space);
            Table expected = new Table();
            Table found = new Table();
            Store.Snapshot snapshot = null;
            TreeMap<Object, List<Object>> then = new TreeMap<>();
            for (int step = 0; step < 60; step++) {
                long seed = random.nextLong();
                alone.add(table(new Random(seed), keys));
                saved.add(table(new Random(seed), keys));
                if (step > 15 && random.nextInt(2) == 0) {
                    alone.show(expected, true);
                    saved.show(found, true);
                    assertThat(found.rows).as("seed " + SEED).isEqualTo(expected.rows);
                } else if (step < 15 && random.nextInt(3) == 0) {
                    saved.gather();
                }
                if (snapshot != null && random.nextInt(4) == 0) {
                    assertThat(rows(snapshot)).as("seed " + SEED).isEqualTo(then);
                    saved.saved();
                    snapshot = null;
                }
                if (snapshot == null && random.nextInt(3) == 0) {
                    // A checkpoint shows what is ripe before it is made.
                    if (step > 15) {
                        alone.show(expected, true);
                        saved.show(found, true);
                    }
                    then = rows(alone.snapshot());
                    alone.saved();
                    snapshot = saved.snapshot();
                }
            }
            alone.show(expected, true);
            saved.show(found, true);
            assertThat(found.rows).as("seed " + SEED).isEqualTo(expected.rows);
        }
    }

    @Test
    void filesAreDeletedWhenNoCheckpointNeedsThem() throws IOException {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < CheckpointFiles.KEPT + 1; i++) {
            names.add(files.save(sink -> sink.accept(table(new Random(1), 100))));
            files.saved(Set.of(names.get(i)), files.last());
        }
        try (var left = Files.list(folder)) {
            assertThat(left.map(file -> file.getFileName().toString()).toList())
                    .containsExactlyInAnyOrderElementsOf(names.subList(1, names.size()));
        }
        long taken = files.last();
        String later = files.save(sink -> sink.accept(table(new Random(1), 100)));
        files.saved(Set.of(), taken);
        assertThat(folder.resolve(later)).as("for a checkpoint to come").exists();
        files.clear();
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void whatIsNotAsItWasWrittenIsFoundAtEveryByte() throws IOException {
        String name = files.save(sink -> sink.accept(table(new Random(2), 40)));
        Path file = folder.resolve(name);
        byte[] whole = Files.readAllBytes(file);
        Set<Integer> groups = new HashSet<>();
        files.load(name, empty, count -> table -> groups.add(table.groups()));
        assertThat(groups).containsExactly(40);
        for (int at = 0; at < whole.length; at++) {
            byte[] wrong = whole.clone();
            wrong[at] ^= 1;
            Files.write(file, at % 2 == 0 ? wrong : java.util.Arrays.copyOf(whole, at));
            assertThatThrownBy(() -> files.load(name, empty, count -> table -> {}))
                    .as("byte " + at)
                    .isInstanceOf(BarographException.class)
                    .hasMessageContaining(name);
        }
        Files.delete(file);
        assertThatThrownBy(() -> files.load(name, empty, count -> table -> {})).hasMessageContaining("is not there");
    }
}

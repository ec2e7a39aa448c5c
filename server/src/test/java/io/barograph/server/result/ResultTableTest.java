package io.barograph.server.result;

import static org.assertj.core.api.Assertions.assertThat;

import io.barograph.core.aggregate.StateInput;
import io.barograph.core.aggregate.StateOutput;
import io.barograph.core.column.Batch;
import io.barograph.core.column.Column;
import io.barograph.core.column.Dictionary;
import io.barograph.core.column.Field;
import io.barograph.core.column.LongColumn;
import io.barograph.core.column.Schema;
import io.barograph.core.column.Type;
import io.barograph.core.column.Validity;
import io.barograph.core.column.VarcharColumn;
import io.barograph.core.live.Revisions;
import io.barograph.core.live.SinkRequest;
import io.barograph.core.source.TableDeclaration;
import io.barograph.testkit.Seeds;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Results behave as lists and maps of rows do, and whoever is told of changes has what the result has. */
class ResultTableTest {
    private static final Schema SCHEMA = Schema.of(new Field("id", Type.BIGINT), new Field("text", Type.VARCHAR));
    private static final int MANY = 1_000_000;

    private record Row(long id, String text) {}

    private static ResultTable table(boolean hasKey, int most) {
        TableDeclaration target = new TableDeclaration("r", Map.of("connector", "results"), null, null, List.of());
        return ResultTable.of(new SinkRequest(target, SCHEMA, hasKey ? List.of(0) : List.of(), hasKey, "p"), most);
    }

    /** A batch whose arrays and dictionary are overwritten as soon as it was taken, as producers do. */
    private static Batch batch(List<Row> rows, Dictionary dictionary) {
        long[] ids = rows.stream().mapToLong(Row::id).toArray();
        int[] codes =
                rows.stream().mapToInt(row -> dictionary.intern(row.text())).toArray();
        return new Batch(
                new Column[] {
                    new LongColumn(Type.BIGINT, ids, Validity.ALL), new VarcharColumn(codes, dictionary, Validity.ALL)
                },
                rows.size());
    }

    private static void give(ResultTable table, List<Row> before, List<Row> after, long checkpoint) {
        Dictionary dictionary = new Dictionary();
        if (!before.isEmpty()) {
            table.apply(Revisions.removed(batch(before, dictionary)), checkpoint);
        }
        if (!after.isEmpty()) {
            Batch rows = batch(after, dictionary);
            table.apply(Revisions.added(rows), checkpoint);
            java.util.Arrays.fill(((LongColumn) rows.column(0)).values(), -1);
        }
    }

    private static List<Row> rows(List<KeptRows> kept) {
        List<Row> rows = new ArrayList<>();
        for (KeptRows some : kept) {
            for (int position : some.positions()) {
                List<Object> values = some.batch().row(position);
                rows.add(new Row((Long) values.get(0), (String) values.get(1)));
            }
        }
        return rows;
    }

    @Test
    void withAKeyARowTakesThePlaceOfTheOneBefore() {
        Random random = Seeds.random("ResultTableTest");
        ResultTable table = table(true, MANY);
        Map<Long, String> expected = new LinkedHashMap<>();
        Map<Long, String> told = new LinkedHashMap<>();
        for (int round = 0; round < 300; round++) {
            List<Row> after = new ArrayList<>();
            for (long id : random.longs(random.nextInt(40), 0, 500).distinct().toArray()) {
                after.add(new Row(id, "v" + random.nextInt(1000)));
            }
            List<Row> before = new ArrayList<>();
            expected.forEach((id, text) -> {
                if (random.nextInt(20) == 0) {
                    before.add(new Row(id, text));
                }
            });
            give(table, before, after, 1);
            before.forEach(row -> expected.remove(row.id()));
            after.forEach(row -> {
                expected.remove(row.id());
                expected.put(row.id(), row.text());
            });
            if (random.nextInt(3) == 0) {
                ResultTable.Changes changes = table.takeChanges();
                rows(changes.removed()).forEach(row -> told.remove(row.id()));
                rows(changes.added()).forEach(row -> told.put(row.id(), row.text()));
                assertThat(told).isEqualTo(expected);
            }
            List<Row> kept = new ArrayList<>();
            expected.forEach((id, text) -> kept.add(new Row(id, text)));
            assertThat(rows(table.rows())).isEqualTo(kept);
            assertThat(table.total()).hasValue(expected.size());
        }
    }

    @Test
    void aRevisionMovesARowToTheEnd() {
        ResultTable table = table(true, MANY);
        Dictionary dictionary = new Dictionary();
        give(table, List.of(), List.of(new Row(1, "a"), new Row(2, "b")), 1);
        table.apply(
                new Revisions(
                        batch(List.of(new Row(1, "a")), dictionary),
                        batch(List.of(new Row(1, "c")), dictionary),
                        null,
                        null),
                1);
        assertThat(rows(table.rows())).containsExactly(new Row(2, "b"), new Row(1, "c"));
        assertThat(table.total()).hasValue(2);
    }

    @Test
    void withoutAKeyRowsAreABag() {
        Random random = Seeds.random("ResultTableTest");
        ResultTable table = table(false, MANY);
        List<Row> expected = new ArrayList<>();
        List<Row> told = new ArrayList<>();
        for (int round = 0; round < 200; round++) {
            List<Row> before = new ArrayList<>();
            for (int i = random.nextInt(5); i > 0 && !expected.isEmpty(); i--) {
                Row row = expected.get(random.nextInt(expected.size()));
                expected.remove(expected.lastIndexOf(row));
                before.add(row);
            }
            List<Row> after = new ArrayList<>();
            for (int i = random.nextInt(20); i > 0; i--) {
                after.add(new Row(random.nextInt(50), "v" + random.nextInt(3)));
            }
            give(table, before, after, 1);
            expected.addAll(after);
            if (random.nextInt(3) == 0) {
                ResultTable.Changes changes = table.takeChanges();
                rows(changes.removed())
                        .forEach(row -> assertThat(told.remove(row)).isTrue());
                told.addAll(rows(changes.added()));
                assertThat(changes.skipped()).isZero();
                assertThat(told).containsExactlyInAnyOrderElementsOf(expected);
            }
            assertThat(rows(table.rows())).isEqualTo(expected);
            assertThat(table.total()).hasValue(expected.size());
        }
    }

    @Test
    void theLatestRowsAreKeptAndAllAreCounted() {
        for (boolean hasKey : new boolean[] {true, false}) {
            ResultTable table = table(hasKey, 10);
            for (int i = 0; i < 8; i++) {
                give(
                        table,
                        List.of(),
                        List.of(new Row(3 * i, "a"), new Row(3 * i + 1, "b"), new Row(3 * i + 2, "c")),
                        1);
            }
            List<Row> kept = rows(table.rows());
            assertThat(kept).hasSize(10).endsWith(new Row(23, "c")).startsWith(new Row(14, "c"));
            assertThat(table.total()).hasValue(24);
            // One that was forgotten goes: it is counted no more.
            give(table, List.of(new Row(0, "a")), List.of(), 1);
            assertThat(table.total()).hasValue(23);
        }
    }

    @Test
    void nothingIsMissedWhereWhatWasForgottenHasGone() {
        for (boolean hasKey : new boolean[] {true, false}) {
            ResultTable table = table(hasKey, 2);
            give(table, List.of(), List.of(new Row(1, "a"), new Row(2, "b"), new Row(3, "c")), 1);
            assertThat(table.snapshot().missing()).isNotNull();
            give(table, List.of(new Row(1, "a")), List.of(), 1);
            assertThat(table.snapshot().missing()).isNull();
        }
    }

    @Test
    void keysThatMayComeAgainAreNotCounted() {
        ResultTable table = new KeyedResult(SCHEMA, new int[] {0}, 10, false);
        for (int round = 0; round < 3; round++) {
            for (int i = 0; i < 8; i++) {
                assertThat(table.total()).isEqualTo(round == 0 ? OptionalLong.of(i) : OptionalLong.empty());
                give(table, List.of(), List.of(new Row(i, "a")), 1);
            }
            for (int i = 8; i < 20; i++) {
                give(table, List.of(), List.of(new Row(i, "a")), 1);
            }
            assertThat(table.total()).isEmpty();
        }
        assertThat(rows(table.rows())).hasSize(10);
    }

    @Test
    void rowsBehindTheCheckpointGoWhereTheyWillComeAgain() {
        ResultTable table = table(false, 4);
        give(table, List.of(), List.of(new Row(1, "a"), new Row(2, "b")), 1);
        table.saved(1);
        table.takeChanges();
        give(table, List.of(), List.of(new Row(3, "c"), new Row(4, "d"), new Row(5, "e"), new Row(6, "f")), 2);
        give(table, List.of(), List.of(new Row(7, "g")), 2);
        assertThat(table.total()).hasValue(7);
        table.resume(1);
        assertThat(rows(table.rows())).isEmpty();
        assertThat(table.total()).hasValue(2);
        give(table, List.of(), List.of(new Row(3, "c")), 2);
        ResultTable.Changes changes = table.takeChanges();
        assertThat(rows(changes.added())).containsExactly(new Row(3, "c"));
        assertThat(table.total()).hasValue(3);
    }

    @Test
    void aForgottenRowThatHasGoneDoesNotComeAgain() {
        ResultTable table = table(false, 2);
        give(table, List.of(), List.of(new Row(1, "a"), new Row(2, "b"), new Row(3, "c")), 2);
        give(table, List.of(new Row(1, "a")), List.of(), 2);
        table.resume(1);
        assertThat(table.total()).hasValue(0);
        assertThat(table.snapshot().missing()).isNull();
    }

    @Test
    void ofAFloodTheLatestAreTold() {
        ResultTable table = table(false, MANY);
        for (int i = 0; i < 50; i++) {
            List<Row> rows = new ArrayList<>();
            for (int k = 0; k < 100; k++) {
                rows.add(new Row(100 * i + k, "x"));
            }
            give(table, List.of(), rows, 1);
        }
        ResultTable.Changes changes = table.takeChanges();
        List<Row> told = rows(changes.added());
        assertThat(told).hasSize(2_000).startsWith(new Row(3_000, "x")).endsWith(new Row(4_999, "x"));
        assertThat(changes.skipped()).isEqualTo(3_000);
        assertThat(table.takeChanges().isEmpty()).isTrue();
    }

    @Test
    void ofManyKeysEachIsToldInItsTurnAsItIsThen() {
        ResultTable table = table(true, MANY);
        for (int first = 0; first < 5_000; first += 1_000) {
            give(table, List.of(), all(first, first + 1_000, "a"), 1);
        }
        List<Row> told = new ArrayList<>();
        for (long left : new long[] {3_000, 1_001, 0}) {
            ResultTable.Changes changes = table.takeChanges();
            assertThat(changes.waiting()).isEqualTo(left);
            told.addAll(rows(changes.added()));
            // One that was told, and the last of those that wait, change again and again: others do not wait for them.
            if (left > 0) {
                give(table, List.of(), List.of(new Row(0, "b"), new Row(4_999, "b")), 1);
            }
        }
        List<Row> expected = new ArrayList<>(all(0, 4_999, "a"));
        expected.addAll(List.of(new Row(4_999, "b"), new Row(0, "b")));
        assertThat(told).isEqualTo(expected);
        assertThat(table.takeChanges().isEmpty()).isTrue();
    }

    @Test
    void whereMoreHasGoneThanIsKeptThoseWhoLookBeginAnew() {
        ResultTable table = table(true, 10);
        for (int round = 0; round < 3; round++) {
            give(table, List.of(), all(0, 5, "a"), 1);
            give(table, all(0, 5, "a"), List.of(), 1);
        }
        give(table, List.of(), List.of(new Row(7, "c")), 1);
        assertThat(table.takeChanges().isAnew()).isTrue();
        assertThat(table.takeChanges().isEmpty()).isTrue();
        give(table, List.of(new Row(7, "c")), List.of(), 1);
        table.dropChanges();
        assertThat(table.takeChanges().isEmpty()).isTrue();
    }

    private static List<Row> all(int first, int end, String text) {
        return LongStream.range(first, end).mapToObj(id -> new Row(id, text)).toList();
    }

    private static ResultTable again(ResultTable table, boolean hasKey, int most, long checkpoint) {
        StateOutput saved = new StateOutput();
        new SavedRows(table.snapshot()).write(saved);
        ResultTable next = table(hasKey, most);
        assertThat(SavedRows.restore(next, checkpoint, new StateInput(saved.toByteArray())))
                .isTrue();
        next.resume(checkpoint);
        return next;
    }

    /** Of each process that goes on from a checkpoint the rows are as if there had been one only. */
    @Test
    void rowsOfACheckpointAreThereInTheNextProcess() {
        for (boolean hasKey : new boolean[] {true, false}) {
            Random random = Seeds.random("ResultTableTest.saved");
            ResultTable one = table(hasKey, 100);
            ResultTable many = table(hasKey, 100);
            for (long checkpoint = 0; checkpoint < 50; checkpoint++) {
                List<Row> after = new ArrayList<>();
                for (long id :
                        random.longs(random.nextInt(30), 0, 300).distinct().toArray()) {
                    after.add(new Row(id, "v" + random.nextInt(10)));
                }
                List<Row> now = rows(one.rows());
                List<Row> before = now.isEmpty() ? List.of() : List.of(now.get(random.nextInt(now.size())));
                give(one, before, after, checkpoint);
                give(many, before, after, checkpoint);
                one.saved(checkpoint);
                many = again(many, hasKey, 100, checkpoint);
                assertThat(rows(many.rows())).isEqualTo(rows(one.rows()));
                assertThat(many.total()).isEqualTo(one.total());
                assertThat(many.takeChanges().isEmpty()).isTrue();
            }
            assertThat(rows(again(many, hasKey, 10, 50).rows()))
                    .isEqualTo(rows(one.rows()).subList(90, 100));
        }
    }

    @Test
    void rowsOfOtherColumnsOrAnotherKeyAreNotTaken() {
        StateOutput saved = new StateOutput();
        new SavedRows(table(true, 10).snapshot()).write(saved);
        assertThat(SavedRows.restore(table(false, 10), 1, new StateInput(saved.toByteArray())))
                .isFalse();
    }
}

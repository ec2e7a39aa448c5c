package io.barograph.core.merge;

import static io.barograph.core.merge.Rows.call;
import static io.barograph.core.merge.Rows.results;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.barograph.core.aggregate.StateInput;
import io.barograph.core.aggregate.StateOutput;
import io.barograph.core.column.Batch;
import io.barograph.core.column.Column;
import io.barograph.core.column.Dictionary;
import io.barograph.core.column.LongColumn;
import io.barograph.core.column.Type;
import io.barograph.core.column.Validity;
import io.barograph.core.error.BarographException;
import io.barograph.core.plan.AggregateCall;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MergeLawsTest {
    private static final long SEED = Long.getLong("barograph.seed", 7);

    private static final String FROZEN =
            "010102c3a40001020101bfffffffffffffff3ff800000000000001000102bfffffffffffffff013ff8000000000000010102"
                    + "bfffffffffffffff3ff80000000000000102c50201ae1a01";

    private static final AggregateCall[] CALLS = {
        call("count", Type.BIGINT),
        call("sum", Type.DOUBLE, 4),
        call("stddev", Type.DOUBLE, 4),
        call("min", Type.VARCHAR, 1),
        call("mode", Type.VARCHAR, 1)
    };

    private static Rows mixedRows(int count) {
        Random random = new Random(SEED);
        Rows rows = new Rows(Type.BIGINT, Type.VARCHAR, Type.DOUBLE, Type.BOOLEAN, Type.DOUBLE, Type.TIMESTAMP);
        for (int i = 0; i < count; i++) {
            rows.add(
                    orNull(random, (long) random.nextInt(20)),
                    orNull(random, "text " + random.nextInt(10)),
                    orNull(random, random.nextInt(3) - 1.0),
                    orNull(random, random.nextBoolean()),
                    orNull(random, random.nextGaussian()),
                    orNull(random, 60_000_000_000L * random.nextInt(4)));
        }
        return rows;
    }

    private static Object orNull(Random random, Object value) {
        return random.nextInt(8) == 0 ? null : value;
    }

    @Test
    void partitionsOfAnyNumberHoldTheGroupsOfTheWhole() {
        Rows rows = mixedRows(3000);
        for (List<Integer> keys :
                List.of(List.of(0), List.of(1), List.of(0, 5), List.of(0, 1, 2, 3), List.<Integer>of())) {
            MergeTable whole = rows.into(rows.table(keys, CALLS), 500);
            MergeTable first = whole.empty();
            MergeTable second = whole.empty();
            for (int from = 0; from < 3000; from += 100) {
                (from % 300 == 0 ? first : second).add(rows.batch(from, from + 100));
            }
            for (int partitions = 1; partitions <= 7; partitions++) {
                MergeTable[] parts = new MergeTable[partitions];
                for (int p = 0; p < partitions; p++) {
                    parts[p] = whole.empty();
                    parts[p].mergePartition(first, p, partitions);
                    parts[p].mergePartition(second, p, partitions);
                }
                assertThat(results(parts))
                        .as("keys %s, %d partitions, seed %d", keys, partitions, SEED)
                        .isEqualTo(results(whole));
            }
        }
    }

    @Test
    void mergingOnlyWhatTablesShareGivesTheGroupsOfTheWhole() {
        Rows rows = mixedRows(3000);
        // One table without a NULL key: its keys carry no masks, the others' do.
        rows.rows.subList(0, 300).replaceAll(row -> new Object[] {1L, "text 1", 1.0, true, row[4], 0L});
        for (List<Integer> keys : List.of(List.of(0), List.of(1), List.of(0, 5), List.of(0, 1, 2, 3))) {
            MergeTable whole = rows.into(rows.table(keys, CALLS), 500);
            for (int withoutNulls = 0; withoutNulls < 4; withoutNulls++) {
                List<MergeTable> tables = List.of(whole.empty(), whole.empty(), whole.empty(), whole.empty());
                for (int from = 0; from < 3000; from += 100) {
                    int other = (withoutNulls + 1 + from / 100 % 3) % 4;
                    tables.get(from < 300 ? withoutNulls : other).add(rows.batch(from, from + 100));
                }
                SharedGroups shared = new SharedGroups(tables);
                IntStream.range(1, 4).parallel().forEach(shared::find);
                long partial = tables.stream().mapToLong(MergeTable::groups).sum();
                assertThat(shared.count()).isEqualTo(partial - whole.groups());
                shared.merge();
                assertThat(results(MergedGroups.of(shared)))
                        .as("keys %s, table %d without NULL keys, seed %d", keys, withoutNulls, SEED)
                        .isEqualTo(results(whole));
            }
        }
    }

    @Test
    void manyKeyColumnsWithNullsInEachAreToldApart() {
        int width = 70;
        Type[] types = new Type[width];
        Arrays.fill(types, Type.BIGINT);
        Rows rows = new Rows(types);
        for (int column = -1; column < width; column++) {
            Object[] values = new Object[width];
            Arrays.fill(values, 0L);
            if (column >= 0) {
                values[column] = null;
            }
            rows.add(values).add(values.clone());
        }
        MergeTable table =
                rows.into(rows.table(IntStream.range(0, width).boxed().toList(), call("count", Type.BIGINT)), 3);

        assertThat(table.groups()).isEqualTo(width + 1);
        assertThat(results(table)).allSatisfy(row -> assertThat(row.get(width)).isEqualTo(2L));
    }

    @Test
    void keysWithEqualHashesAreToldApart() {
        GroupIndex index = new GroupIndex(2);
        int size = 1500;
        long[][] words = {new long[size], new long[size]};
        for (int i = 0; i < size; i++) {
            words[0][i] = i / 2;
            words[1][i] = i % 2;
        }
        int[] found = new int[size];
        index.find(words, new int[size], size, found);
        int[] again = new int[size];
        index.find(words, new int[size], size, again);

        assertThat(index.groups()).isEqualTo(size);
        assertThat(found).containsExactly(IntStream.range(0, size).toArray()).isEqualTo(again);
    }

    @Test
    void keysThatDifferInHighBitsOnlyDoNotCollide() {
        Rows rows = new Rows(Type.BIGINT, Type.BIGINT);
        KeyEncoder encoder = new KeyEncoder(List.of(Type.BIGINT, Type.BIGINT));
        long[] high = new long[Batch.CAPACITY];
        for (int i = 0; i < high.length; i++) {
            high[i] = (long) i << 53;
        }
        Column column = new LongColumn(Type.BIGINT, high, Validity.ALL);
        encoder.encode(new Column[] {column, column}, high.length);

        assertThat(IntStream.of(encoder.hashes())
                        .map(hash -> hash & 4095)
                        .distinct()
                        .count())
                .as("slots of %d keys of %s", high.length, rows.schema)
                .isGreaterThan(1400);
    }

    @Test
    void aMillionGroupsComeBackInKeyOrder() {
        int groups = 1_000_000;
        MergeTable table = new Rows(Type.BIGINT, Type.TIMESTAMP)
                .table(List.of(0, 1), call("count", Type.BIGINT), call("max", Type.TIMESTAMP, 1));
        List<Integer> starts = new ArrayList<>();
        for (int from = 0; from < groups; from += 2000) {
            starts.add(from);
        }
        Collections.shuffle(starts, new Random(SEED));
        for (int from : starts) {
            long[] devices = IntStream.range(from, from + 2000)
                    .mapToLong(i -> i % 100 - 50)
                    .toArray();
            long[] minutes = IntStream.range(from, from + 2000)
                    .mapToLong(i -> i / 100 * 60_000_000_000L)
                    .toArray();
            table.add(new Batch(
                    new Column[] {
                        new LongColumn(Type.BIGINT, devices, Validity.ALL),
                        new LongColumn(Type.TIMESTAMP, minutes, Validity.ALL)
                    },
                    2000));
        }
        MergeTable[] parts = {table.empty(), table.empty(), table.empty()};
        for (int p = 0; p < 3; p++) {
            parts[p].mergePartition(table, p, 3);
            assertThat(parts[p].groups()).isBetween(300_000, 366_000);
        }
        MergedGroups merged = MergedGroups.of(List.of(parts));
        Batch middle = merged.reader().read(509_990, 20);

        assertThat(merged.groups()).isEqualTo(groups);
        assertThat(middle.row(9)).containsExactly(0L, 9_999 * 60_000_000_000L, 1L, 9_999 * 60_000_000_000L);
        assertThat(middle.row(10)).containsExactly(1L, 0L, 1L, 0L);
    }

    @Test
    void integerKeysMayLieAnywhere() {
        Rows rows = new Rows(Type.BIGINT);
        for (long key : new long[] {5, 1, 70_000, Long.MAX_VALUE, 5, Long.MIN_VALUE, -1, 5, 0, Long.MIN_VALUE}) {
            rows.add(key);
        }
        List<List<Object>> expected = List.of(
                List.of(Long.MIN_VALUE, 2L),
                List.of(-1L, 1L),
                List.of(0L, 1L),
                List.of(1L, 1L),
                List.of(5L, 3L),
                List.of(70_000L, 1L),
                List.of(Long.MAX_VALUE, 1L));
        for (int batchSize = 1; batchSize <= 10; batchSize++) {
            MergeTable table = rows.into(rows.table(List.of(0), call("count", Type.BIGINT)), batchSize);
            assertThat(results(table)).isEqualTo(expected);
        }
    }

    @Test
    void windowsInOrderGiveTheGroupsOfWindowsInDisorder() {
        Random random = new Random(SEED);
        Rows ordered = new Rows(Type.BIGINT, Type.VARCHAR, Type.TIMESTAMP, Type.TIMESTAMP, Type.DOUBLE);
        for (int i = 0; i < 5000; i++) {
            long start = (i + random.nextInt(3)) / 700 * 60L;
            Long device = i == 4000 ? null : (Long) (long) (random.nextInt(40) + (i == 3000 ? 100_000 : 0));
            ordered.add(device, "d" + random.nextInt(30), start, start + 60, random.nextDouble());
        }
        Rows shuffled = new Rows(Type.BIGINT, Type.VARCHAR, Type.TIMESTAMP, Type.TIMESTAMP, Type.DOUBLE);
        shuffled.rows.addAll(ordered.rows);
        Collections.shuffle(shuffled.rows, random);
        for (List<Integer> keys :
                List.of(List.of(0, 2, 3), List.of(1, 2, 3), List.of(2, 1), List.of(2), List.of(2, 3))) {
            AggregateCall[] calls = {call("count", Type.BIGINT), call("sum", Type.DOUBLE, 4)};
            MergeTable expected = shuffled.into(shuffled.table(keys, calls), 300);
            for (int batchSize : new int[] {1, 64, 700, 2048}) {
                assertThat(results(ordered.into(ordered.table(keys, calls), batchSize)))
                        .as("keys %s, batches of %d, seed %d", keys, batchSize, SEED)
                        .isEqualTo(results(expected));
            }
        }
    }

    @Test
    void aSharedGrowingDictionaryGivesTheGroupsOfFreshOnes() {
        Rows rows = mixedRows(500);
        MergeTable fresh = rows.into(rows.table(List.of(1), CALLS), 50);
        MergeTable shared = fresh.empty();
        Dictionary dictionary = new Dictionary();
        for (int from = 0; from < 500; from += 50) {
            shared.add(rows.batch(from, from + 50, dictionary));
        }

        assertThat(results(shared)).isEqualTo(results(fresh));
    }

    @Test
    void callsOverTheSameRowsShareOneState() {
        Rows rows = new Rows(Type.DOUBLE, Type.BOOLEAN);
        CallStates states = new CallStates(
                rows.schema,
                List.of(
                        call("count", Type.BIGINT, 0),
                        call("avg", Type.DOUBLE, 0),
                        call("stddev", Type.DOUBLE, 0),
                        call("sum", Type.DOUBLE, 0),
                        call("min", Type.DOUBLE, 0),
                        call("max", Type.DOUBLE, 0),
                        Rows.filter(call("avg", Type.DOUBLE, 0), 1)));

        assertThat(states.states()).isEqualTo(3);
    }

    /** Of pairs, too: where one argument is NULL there is no row for either. */
    @Test
    void pairsAreCountedByTheStateOfTheirSums() {
        Rows rows = new Rows(Type.DOUBLE, Type.DOUBLE)
                .add(1.0, 2.0)
                .add(null, 3.0)
                .add(4.0, null)
                .add(5.0, Double.NaN);
        CallStates states = new CallStates(
                rows.schema,
                List.of(
                        call("regr_count", Type.BIGINT, 0, 1),
                        call("corr", Type.DOUBLE, 0, 1),
                        call("count", Type.BIGINT, 0)));
        states.resize(1);
        states.add(rows.batch(0, 4, new Dictionary()), new int[4]);

        assertThat(states.states()).isEqualTo(2);
        assertThat(states.finish(0, new int[1], 1).value(0)).isEqualTo(2L);
        assertThat(states.finish(2, new int[1], 1).value(0)).isEqualTo(3L);
    }

    /** The layout of version 1, frozen: a change here breaks every checkpoint and needs a new version. */
    @Test
    void theWrittenLayoutOfAGroupIsFrozen() {
        Rows rows = new Rows(Type.VARCHAR, Type.BIGINT, Type.DOUBLE)
                .add("ä", null, 1.5)
                .add("ä", null, -2.0);
        MergeTable table = rows.into(
                rows.table(
                        List.of(0, 1),
                        call("count", Type.BIGINT),
                        call("max", Type.DOUBLE, 2),
                        call("first", Type.VARCHAR, 0, 1),
                        call("mode", Type.DOUBLE, 2),
                        Rows.distinct(call("count", Type.BIGINT, 2)),
                        call("approx_count_distinct", Type.BIGINT, 2)),
                2);
        StateOutput output = new StateOutput();
        table.writeGroup(0, output);

        assertThat(HexFormat.of().formatHex(output.toByteArray())).isEqualTo(FROZEN);
    }

    @Test
    void damagedGroupsAreRefused() {
        Rows rows = new Rows(Type.BIGINT).add(1L);
        MergeTable table = rows.into(rows.table(List.of(0), call("sum", Type.BIGINT, 0)), 1);
        StateOutput output = new StateOutput();
        table.writeGroup(0, output);
        byte[] torn = Arrays.copyOf(output.toByteArray(), output.length() - 1);
        byte[] later = output.toByteArray();
        later[0] = 9;

        assertThatThrownBy(() -> table.empty().readGroup(new StateInput(torn)))
                .isInstanceOf(BarographException.class)
                .hasMessageContaining("damaged");
        assertThatThrownBy(() -> table.empty().readGroup(new StateInput(later)))
                .isInstanceOf(BarographException.class)
                .hasMessageContaining("version 9");
    }
}

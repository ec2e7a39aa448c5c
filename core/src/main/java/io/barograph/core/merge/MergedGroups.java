package io.barograph.core.merge;

import io.barograph.core.aggregate.StateOutput;
import io.barograph.core.aggregate.ValueCodec;
import io.barograph.core.column.Batch;
import io.barograph.core.column.Column;
import io.barograph.core.column.Dictionary;
import io.barograph.core.column.Schema;
import io.barograph.core.column.Type;
import io.barograph.core.column.Validity;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The results of an aggregation in key order: ascending by the keys in the order of the key columns, NULL last. The order
 * is part of the answer's bytes, so that an output file is the same at every number of threads.
 *
 * <p>Immutable once made; each thread reads through a {@link Reader} of its own. The tables must not change meanwhile.
 */
public final class MergedGroups {
    private final List<MergeTable> tables;
    private final @Nullable SharedGroups shared;
    private final KeyOrder order;
    private final int[] ranked;
    private final boolean hasNullKeys;

    private MergedGroups(List<MergeTable> tables, @Nullable SharedGroups shared) {
        this.tables = tables;
        this.shared = shared;
        this.order = new KeyOrder(tables, shared);
        this.ranked = order.sort();
        this.hasNullKeys = tables.stream().anyMatch(table -> table.encoder().isNullable());
    }

    /** The groups of at least one table; tables of the same aggregation that have no group in common. */
    public static MergedGroups of(List<MergeTable> disjointTables) {
        MergeTable first = disjointTables.get(0);
        if (!first.keyTypes().isEmpty() || disjointTables.size() == 1) {
            return new MergedGroups(List.copyOf(disjointTables), null);
        }
        // Without keys every table holds the one group.
        MergeTable whole = first.empty();
        disjointTables.forEach(whole::merge);
        return new MergedGroups(List.of(whole), null);
    }

    /** The groups of partial tables, once those that they share have been merged. */
    public static MergedGroups of(SharedGroups merged) {
        return new MergedGroups(merged.tables(), merged);
    }

    public int groups() {
        return ranked.length;
    }

    /** The columns of the results: keys, then one per call. */
    public Schema schema() {
        return tables.get(0).resultSchema();
    }

    /**
     * Merges a share of the groups into tables of {@link #coarser}: those of each table that lie in the share. Only reads
     * these groups, so that several threads may do so at once, each into a table of its own.
     *
     * @param coarser the table to merge into, asked for again after each check
     * @param positions as {@link MergeTable#coarser} took them
     * @param share from 0
     * @param check asked now and then; may throw
     */
    public void mergeInto(Supplier<MergeTable> coarser, int[] positions, int share, int shares, Runnable check) {
        int[] groups = new int[Batch.CAPACITY];
        for (int number = 0; number < tables.size(); number++) {
            MergeTable table = tables.get(number);
            int end = (int) ((long) table.groups() * (share + 1) / shares);
            int count = 0;
            for (int group = (int) ((long) table.groups() * share / shares); group < end; group++) {
                if (shared == null || !shared.isMerged(number, group)) {
                    groups[count++] = group;
                }
                if (count == groups.length) {
                    check.run();
                    coarser.get().mergeFiner(table, positions, groups, count);
                    count = 0;
                }
            }
            coarser.get().mergeFiner(table, positions, groups, count);
        }
    }

    /** An empty table for the same calls by fewer keys: those at some positions. */
    public MergeTable coarser(int[] positions, Schema schema) {
        return tables.get(0).coarser(positions, schema);
    }

    MergeTable table(int number) {
        return tables.get(number);
    }

    int tables() {
        return tables.size();
    }

    /** Whether two groups agree in their first keys. */
    boolean areAlike(int rank, int otherRank, int keys) {
        int group = ranked[rank];
        int other = ranked[otherRank];
        int table = order.tableOf(group);
        int otherTable = order.tableOf(other);
        for (int key = 0; key < keys; key++) {
            boolean isNull = hasNullKeys && order.isNull(key, table, group - order.start(table));
            if (hasNullKeys && order.isNull(key, otherTable, other - order.start(otherTable)) != isNull) {
                return false;
            }
            // A NULL has some word.
            if (!isNull
                    && order.word(key, table, group - order.start(table))
                            != order.word(key, otherTable, other - order.start(otherTable))) {
                return false;
            }
        }
        return true;
    }

    /** Tells, for the groups of {@code count} ranks from one on, which table holds them and by which number. */
    void locate(int fromRank, int count, int[] tableOfRow, int[] groupOfRow) {
        for (int i = 0; i < count; i++) {
            locateOne(fromRank + i, i, tableOfRow, groupOfRow);
        }
    }

    /** The same for any ranks. */
    void locate(int[] ranks, int count, int[] tableOfRow, int[] groupOfRow) {
        for (int i = 0; i < count; i++) {
            locateOne(ranks[i], i, tableOfRow, groupOfRow);
        }
    }

    private void locateOne(int rank, int row, int[] tableOfRow, int[] groupOfRow) {
        int number = ranked[rank];
        tableOfRow[row] = order.tableOf(number);
        groupOfRow[row] = number - order.start(tableOfRow[row]);
    }

    /** A reader for one thread. */
    public Reader reader() {
        return new Reader();
    }

    /** Reads results. Not thread-safe; make one per thread. */
    public final class Reader {
        /** Beyond it the next batch's texts of a call get a new dictionary: no limit counts what a reader holds. */
        private static final long MOST_TEXT_BYTES = 1 << 22;

        /** By column: the texts that results of several tables have been so far. */
        private final Dictionary[] texts;

        private final int[] tableOfRow = new int[Batch.CAPACITY];
        private final int[] groupOfRow = new int[Batch.CAPACITY];
        private final int[] positions = new int[Batch.CAPACITY];
        private final int[] groups = new int[Batch.CAPACITY];

        private Reader() {
            texts = new Dictionary[schema().size()];
            for (int i = 0; i < texts.length; i++) {
                texts[i] = new Dictionary();
            }
        }

        /** The keys of the groups of these ranks, as {@link #read} has them: all columns before those of the calls. */
        public Batch readKeys(int fromRank, int count) {
            locate(fromRank, count);
            return new Batch(keys(count, tables.get(0).keyTypes().size()), count);
        }

        /** The same of any ranks, at most {@link Batch#CAPACITY}. */
        public Batch readKeys(int[] ranks) {
            return new Batch(
                    readKeys(ranks, ranks.length, tables.get(0).keyTypes().size()), ranks.length);
        }

        /** Writes the states of a group: what {@link MergeTable#mergeSaved} reads. */
        public void writeStates(int rank, StateOutput output) {
            int table = order.tableOf(ranked[rank]);
            tables.get(table).states().write(ranked[rank] - order.start(table), output);
        }

        /** Writes a group with its keys: what {@link MergeTable#readGroup} reads. */
        public void writeGroup(int rank, StateOutput output) {
            int table = order.tableOf(ranked[rank]);
            tables.get(table).writeGroup(ranked[rank] - order.start(table), output);
        }

        private void locate(int fromRank, int count) {
            MergedGroups.this.locate(fromRank, count, tableOfRow, groupOfRow);
        }

        /** The keys of the groups of any ranks, with room for more columns. */
        Column[] readKeys(int[] ranks, int count, int columns) {
            MergedGroups.this.locate(ranks, count, tableOfRow, groupOfRow);
            return keys(count, columns);
        }

        /** The last column of {@link #read} of the groups of any ranks. */
        Column readLast(int[] ranks, int count) {
            MergedGroups.this.locate(ranks, count, tableOfRow, groupOfRow);
            Column[] all = new Column[schema().size()];
            readCalls(all, all.length - 1, count);
            return all[all.length - 1];
        }

        /** The last columns of {@link #read}, those before them left out. */
        Column[] readLast(int columns, int fromRank, int count) {
            locate(fromRank, count);
            Column[] all = new Column[schema().size()];
            readCalls(all, all.length - columns, count);
            return Arrays.copyOfRange(all, all.length - columns, all.length);
        }

        /** The columns of the keys, with room for more. */
        private Column[] keys(int count, int columns) {
            Column[] all = new Column[columns];
            for (int i = 0; i < tables.get(0).keyTypes().size(); i++) {
                all[i] = key(i, tables.get(0).keyTypes().get(i), count);
            }
            return all;
        }

        /**
         * The results of the groups of ranks {@code fromRank} up to {@code fromRank + count}, in new arrays.
         *
         * @param count at most {@link Batch#CAPACITY}
         */
        public Batch read(int fromRank, int count) {
            locate(fromRank, count);
            Column[] columns = keys(count, schema().size());
            readCalls(columns, tables.get(0).keyTypes().size(), count);
            return new Batch(columns, count);
        }

        /** @param from the first column that is read, behind the keys */
        private void readCalls(Column[] columns, int from, int count) {
            int keys = tables.get(0).keyTypes().size();
            if (tables.size() == 1) {
                for (int i = from; i < columns.length; i++) {
                    columns[i] = tables.get(0).states().finish(i - keys, groupOfRow, count);
                }
                return;
            }
            ResultAssembly[] results = new ResultAssembly[columns.length];
            for (int i = from; i < columns.length; i++) {
                if (texts[i].memoryBytes() > MOST_TEXT_BYTES) {
                    texts[i] = new Dictionary();
                }
                results[i] = new ResultAssembly(schema().type(i), count, texts[i]);
            }
            for (int table = 0; table < tables.size(); table++) {
                int owned = 0;
                for (int i = 0; i < count; i++) {
                    positions[owned] = i;
                    groups[owned] = groupOfRow[i];
                    owned += tableOfRow[i] == table ? 1 : 0;
                }
                for (int i = from; i < columns.length && owned > 0; i++) {
                    results[i].put(tables.get(table).states().finish(i - keys, groups, owned), positions, owned);
                }
            }
            for (int i = from; i < columns.length; i++) {
                columns[i] = results[i].finish();
            }
        }

        private Column key(int column, Type type, int count) {
            long[] words = new long[count];
            long @Nullable [] present = null;
            for (int i = 0; i < count; i++) {
                words[i] = order.word(column, tableOfRow[i], groupOfRow[i]);
            }
            for (int i = 0; hasNullKeys && i < count; i++) {
                if (order.isNull(column, tableOfRow[i], groupOfRow[i])) {
                    present = present == null ? Validity.allPresent(count) : present;
                    Validity.setNull(present, i);
                }
            }
            Validity validity = present == null ? Validity.ALL : Validity.of(present);
            return ValueCodec.decode(type, words, count, validity, order.texts(column));
        }
    }
}

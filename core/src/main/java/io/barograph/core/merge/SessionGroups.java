package io.barograph.core.merge;

import io.barograph.core.column.Batch;
import io.barograph.core.column.Column;
import io.barograph.core.column.LongColumn;
import io.barograph.core.column.Schema;
import io.barograph.core.column.Type;
import io.barograph.core.column.Validity;
import io.barograph.core.plan.Plan;
import java.util.Arrays;
import java.util.BitSet;
import java.util.function.LongToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * The sessions that the groups of cells make up, see {@link Plan.Sessions}: cells in key order, those of one key one behind
 * the other, become one session as long as each lies less than a gap behind the one before. Their states are merged as
 * sessions are read, so that nothing but where each one begins is kept.
 *
 * <p>Immutable once made; each thread reads through a {@link Reader} of its own. The cells must not change meanwhile.
 */
public final class SessionGroups {
    /** The least and the greatest time, the last calls of cells. */
    private static final int EDGES = 2;

    private final MergedGroups cells;
    private final long gap;
    private final Schema schema;
    /** By session the rank of its first cell; behind the last session, how many cells there are. */
    private final int[] firsts;

    private SessionGroups(MergedGroups cells, long gap, Schema schema, int[] firsts) {
        this.cells = cells;
        this.gap = gap;
        this.schema = schema;
        this.firsts = firsts;
    }

    /** The sessions of cells, as {@link Cuts} finds them on one thread. */
    public static SessionGroups of(MergedGroups cells, long gap, Schema schema) {
        Cuts cuts = new Cuts(cells, gap, schema, 1);
        cuts.find(0);
        return cuts.sessions();
    }

    public int sessions() {
        return firsts.length - 1;
    }

    /** Bytes of heap beside the cells'. */
    public long memoryBytes() {
        return (long) Integer.BYTES * firsts.length;
    }

    /** A reader for one thread. */
    public Reader reader() {
        return new Reader();
    }

    /**
     * A table of one cell that stands for a session: as early as its first one, with the states of all. So a session whose
     * last cells are still to come may meet them. Only for the cells of one table.
     */
    public MergeTable asCell(int session) {
        BitSet one = new BitSet();
        one.set(session);
        return cellsOf(one, Long.MAX_VALUE);
    }

    /**
     * A table of the cells of some sessions alone. Only for the cells of one table.
     *
     * @param settled no row will ever come for cells that end here or before: those that a session begins with become one
     */
    public MergeTable cellsOf(BitSet sessions, long settled) {
        CellPicking some = new CellPicking(cells.table(0));
        int[] table = new int[Batch.CAPACITY];
        int[] groups = new int[Batch.CAPACITY];
        for (int session = sessions.nextSetBit(0); session >= 0; session = sessions.nextSetBit(session + 1)) {
            int first = -1;
            for (int rank = firsts[session]; rank < firsts[session + 1]; rank += Batch.CAPACITY) {
                int count = Math.min(Batch.CAPACITY, firsts[session + 1] - rank);
                cells.locate(rank, count, table, groups);
                first = first < 0 ? groups[0] : first;
                for (int i = 0; i < count; i++) {
                    some.add(groups[i], isOver(start(cells.table(0), groups[i]), settled) ? first : groups[i]);
                }
            }
        }
        return some.finish();
    }

    private boolean isOver(long start, long settled) {
        return settled == Long.MAX_VALUE || settled > start && Long.compareUnsigned(settled - start, gap) >= 0;
    }

    /** When a cell starts: the last of its keys. */
    static long start(MergeTable cells, int group) {
        return cells.index().word(group, cells.keyTypes().size() - 1);
    }

    /** When the earliest of some cells starts; {@link Long#MAX_VALUE} where there are none. */
    public static long leastStart(MergeTable cells) {
        long least = Long.MAX_VALUE;
        for (int group = 0; group < cells.groups(); group++) {
            least = Math.min(least, start(cells, group));
        }
        return least;
    }

    /**
     * Cells of one table dealt out by when they start, in tables of their own; the table itself where all fall to one pile.
     *
     * @param pile of a cell by its start, from 0
     * @return by pile; null where it has no cells
     */
    public static @Nullable MergeTable[] deal(MergeTable cells, LongToIntFunction pile, int piles) {
        int[] numbers = new int[cells.groups()];
        boolean isOne = true;
        for (int group = 0; group < numbers.length; group++) {
            numbers[group] = pile.applyAsInt(start(cells, group));
            isOne &= numbers[group] == numbers[0];
        }
        @Nullable MergeTable[] dealt = new MergeTable[piles];
        if (numbers.length == 0) {
            return dealt;
        } else if (isOne) {
            dealt[numbers[0]] = cells;
            return dealt;
        }
        @Nullable CellPicking[] some = new CellPicking[piles];
        for (int group = 0; group < numbers.length; group++) {
            CellPicking picking = some[numbers[group]];
            if (picking == null) {
                picking = new CellPicking(cells);
                some[numbers[group]] = picking;
            }
            picking.add(group, group);
        }
        for (int number = 0; number < piles; number++) {
            CellPicking picking = some[number];
            dealt[number] = picking == null ? null : picking.finish();
        }
        return dealt;
    }

    /** Some groups of a table on their way into another one. */
    private static final class CellPicking {
        private final MergeTable from;
        private final MergeTable to;
        private final int[] groups = new int[Batch.CAPACITY];
        private final int[] keys = new int[Batch.CAPACITY];
        private int count;

        CellPicking(MergeTable from) {
            this.from = from;
            this.to = from.empty();
        }

        /** Merges a group into the one that has the key of a group. */
        void add(int group, int key) {
            groups[count] = group;
            keys[count++] = key;
            if (count == groups.length) {
                flush();
            }
        }

        private void flush() {
            to.mergeFound(from, groups, to.groupsOf(from, keys, count), count);
            count = 0;
        }

        MergeTable finish() {
            flush();
            return to;
        }
    }

    /** Finds where sessions begin, on several threads: {@link #find} for every share, then {@link #sessions}. */
    public static final class Cuts {
        private final MergedGroups cells;
        private final long gap;
        private final Schema schema;
        private final int keys;
        /** By share, counted from its first cell. */
        private final @Nullable BitSet[] begins;

        /**
         * @param cells keys end with the cell's start, calls with the least and the greatest time
         * @param gap in nanoseconds
         * @param schema of the sessions: the keys but the last, start, end, the calls but the last two
         */
        public Cuts(MergedGroups cells, long gap, Schema schema, int shares) {
            this.cells = cells;
            this.gap = gap;
            this.schema = schema;
            this.keys = cells.table(0).keyTypes().size() - 1;
            this.begins = new BitSet[shares];
        }

        private int start(int share) {
            return (int) ((long) cells.groups() * share / begins.length);
        }

        /** Finds the sessions that begin in a share of the cells. */
        public void find(int share) {
            int from = start(share);
            int to = start(share + 1);
            BitSet found = new BitSet(to - from);
            MergedGroups.Reader reader = cells.reader();
            long last = from == 0 || from == to ? 0 : values(reader.readLast(EDGES, from - 1, 1)[1])[0];
            for (int block = from; block < to; block += Batch.CAPACITY) {
                int count = Math.min(Batch.CAPACITY, to - block);
                Column[] edges = reader.readLast(EDGES, block, count);
                long[] least = values(edges[0]);
                long[] greatest = values(edges[1]);
                for (int i = 0; i < count; i++) {
                    int rank = block + i;
                    if (rank == 0 || !cells.areAlike(rank - 1, rank, keys) || isApart(last, least[i])) {
                        found.set(rank - from);
                    }
                    last = greatest[i];
                }
            }
            begins[share] = found;
        }

        /** Of two times in order; their difference may need all 64 bits. */
        private boolean isApart(long time, long later) {
            return Long.compareUnsigned(later - time, gap) >= 0;
        }

        /** The sessions, once all shares are done. */
        public SessionGroups sessions() {
            int count = 0;
            for (BitSet found : begins) {
                count += found == null ? 0 : found.cardinality();
            }
            int[] firsts = new int[count + 1];
            int session = 0;
            for (int share = 0; share < begins.length; share++) {
                BitSet found = begins[share];
                for (int at = found == null ? -1 : found.nextSetBit(0); found != null && at >= 0; ) {
                    firsts[session++] = start(share) + at;
                    at = found.nextSetBit(at + 1);
                }
            }
            firsts[count] = cells.groups();
            return new SessionGroups(cells, gap, schema, firsts);
        }
    }

    private static long[] values(Column times) {
        return ((LongColumn) times).values();
    }

    /** Reads results. Not thread-safe; make one per thread. */
    public final class Reader {
        private final MergedGroups.Reader keys = cells.reader();
        private final int[] ranks = new int[Batch.CAPACITY];
        private final int[] tableOfCell = new int[Batch.CAPACITY];
        private final int[] groupOfCell = new int[Batch.CAPACITY];
        private final int[] sessionOfCell = new int[Batch.CAPACITY];
        private final int[] theirs = new int[Batch.CAPACITY];
        private final int[] ours = new int[Batch.CAPACITY];
        private final int[] all = new int[Batch.CAPACITY];
        private final int[] some = new int[Batch.CAPACITY];

        private Reader() {
            Arrays.setAll(all, session -> session);
        }

        /**
         * The sessions {@code from} up to {@code from + count}, in new arrays.
         *
         * @param count at most {@link Batch#CAPACITY}
         */
        public Batch read(int from, int count) {
            for (int i = 0; i < count; i++) {
                some[i] = from + i;
            }
            return read(some, count);
        }

        /**
         * Some sessions, in new arrays.
         *
         * @param numbers theirs, ascending
         * @param count at most {@link Batch#CAPACITY}
         */
        public Batch read(int[] numbers, int count) {
            CallStates states = merged(numbers, count);
            int keyColumns = cells.table(0).keyTypes().size() - 1;
            int calls = schema.size() - keyColumns - 2;
            for (int i = 0; i < count; i++) {
                ranks[i] = firsts[numbers[i]];
            }
            Column[] columns = keys.readKeys(ranks, count, schema.size());
            columns[keyColumns] = states.finish(calls, all, count);
            columns[keyColumns + 1] = ends(values(states.finish(calls + 1, all, count)), count);
            for (int call = 0; call < calls; call++) {
                columns[keyColumns + 2 + call] = states.finish(call, all, count);
            }
            return new Batch(columns, count);
        }

        /**
         * The times of the last rows of the sessions {@code from} up to {@code from + count}, in nanoseconds.
         *
         * @param count at most {@link Batch#CAPACITY}
         */
        public long[] lastTimes(int from, int count) {
            for (int i = 0; i < count; i++) {
                ranks[i] = firsts[from + i + 1] - 1;
            }
            return values(keys.readLast(ranks, count));
        }

        private CallStates merged(int[] numbers, int count) {
            CallStates states = cells.table(0).newStates();
            states.resize(count);
            int gathered = 0;
            for (int i = 0; i < count; i++) {
                for (int rank = firsts[numbers[i]]; rank < firsts[numbers[i] + 1]; rank++) {
                    ranks[gathered] = rank;
                    sessionOfCell[gathered++] = i;
                    if (gathered == ranks.length) {
                        merge(gathered, states);
                        gathered = 0;
                    }
                }
            }
            merge(gathered, states);
            return states;
        }

        /** Merges the cells of some ranks into the states of their sessions. */
        private void merge(int count, CallStates states) {
            cells.locate(ranks, count, tableOfCell, groupOfCell);
            for (int table = 0; table < cells.tables(); table++) {
                int owned = 0;
                for (int i = 0; i < count; i++) {
                    theirs[owned] = groupOfCell[i];
                    ours[owned] = sessionOfCell[i];
                    owned += tableOfCell[i] == table ? 1 : 0;
                }
                if (owned > 0) {
                    states.merge(cells.table(table).states(), theirs, ours, owned);
                }
            }
        }

        /** The last rows' times and the gap, NULL where no TIMESTAMP is so late. */
        private Column ends(long[] lasts, int count) {
            long[] ends = new long[count];
            long @Nullable [] present = null;
            for (int i = 0; i < count; i++) {
                ends[i] = lasts[i] + gap;
                if (ends[i] < lasts[i]) {
                    present = present == null ? Validity.allPresent(count) : present;
                    Validity.setNull(present, i);
                }
            }
            return new LongColumn(Type.TIMESTAMP, ends, present == null ? Validity.ALL : Validity.of(present));
        }
    }
}

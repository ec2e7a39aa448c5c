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
        MergeTable from = cells.table(0);
        MergeTable one = from.empty();
        int[] table = new int[Batch.CAPACITY];
        int[] groups = new int[Batch.CAPACITY];
        cells.locate(firsts[session], 1, table, groups);
        int first = groups[0];
        for (int rank = firsts[session]; rank < firsts[session + 1]; rank += Batch.CAPACITY) {
            int count = Math.min(Batch.CAPACITY, firsts[session + 1] - rank);
            cells.locate(rank, count, table, groups);
            one.mergeAsOne(from, first, groups, count);
        }
        return one;
    }

    /** A table of the cells of some sessions alone. Only for the cells of one table. */
    public MergeTable cellsOf(BitSet sessions) {
        MergeTable from = cells.table(0);
        MergeTable some = from.empty();
        int[] table = new int[Batch.CAPACITY];
        int[] groups = new int[Batch.CAPACITY];
        for (int session = sessions.nextSetBit(0); session >= 0; session = sessions.nextSetBit(session + 1)) {
            for (int rank = firsts[session]; rank < firsts[session + 1]; rank += Batch.CAPACITY) {
                int count = Math.min(Batch.CAPACITY, firsts[session + 1] - rank);
                cells.locate(rank, count, table, groups);
                some.mergeGroups(from, groups, count);
            }
        }
        return some;
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
        private final int[] tableOfCell = new int[Batch.CAPACITY];
        private final int[] groupOfCell = new int[Batch.CAPACITY];
        private final int[] theirs = new int[Batch.CAPACITY];
        private final int[] ours = new int[Batch.CAPACITY];
        private final int[] all = new int[Batch.CAPACITY];

        private Reader() {
            Arrays.setAll(all, session -> session);
        }

        /**
         * The sessions {@code from} up to {@code from + count}, in new arrays.
         *
         * @param count at most {@link Batch#CAPACITY}
         */
        public Batch read(int from, int count) {
            CallStates states = merged(from, count);
            int keyColumns = cells.table(0).keyTypes().size() - 1;
            int calls = schema.size() - keyColumns - 2;
            Column[] columns = keys.readKeys(firsts, from, count, schema.size());
            columns[keyColumns] = states.finish(calls, all, count);
            columns[keyColumns + 1] = ends(values(states.finish(calls + 1, all, count)), count);
            for (int call = 0; call < calls; call++) {
                columns[keyColumns + 2 + call] = states.finish(call, all, count);
            }
            return new Batch(columns, count);
        }

        private CallStates merged(int from, int count) {
            CallStates states = cells.table(0).newStates();
            states.resize(count);
            int session = from;
            for (int rank = firsts[from]; rank < firsts[from + count]; rank += Batch.CAPACITY) {
                int block = Math.min(Batch.CAPACITY, firsts[from + count] - rank);
                cells.locate(rank, block, tableOfCell, groupOfCell);
                int before = session;
                for (int table = 0; table < cells.tables(); table++) {
                    int owned = 0;
                    session = before;
                    for (int i = 0; i < block; i++) {
                        session += rank + i == firsts[session + 1] ? 1 : 0;
                        theirs[owned] = groupOfCell[i];
                        ours[owned] = session - from;
                        owned += tableOfCell[i] == table ? 1 : 0;
                    }
                    if (owned > 0) {
                        states.merge(cells.table(table).states(), theirs, ours, owned);
                    }
                }
            }
            return states;
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

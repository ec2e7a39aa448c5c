package io.barograph.local.live;

import io.barograph.core.aggregate.StateInput;
import io.barograph.core.aggregate.StateOutput;
import io.barograph.core.merge.MergeTable;
import io.barograph.core.merge.SessionGroups;
import io.barograph.local.StoredGroups;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The cells of open sessions that memory does not hold: runs in the order of keys, then of time, each in a temporary file, to
 * be read again piece by piece, and in a file that checkpoints name ({@link GroupFiles}). No run is written twice: what is left
 * of one when sessions have ended becomes another.
 *
 * <p>What is written at a time is dealt out by how long it takes until event time gets to a cell: cells that it has reached or
 * will reach within a gap are one run, those within four gaps another, within sixteen, and so on. A run is read again when event
 * time has reached the first of its cells. So cells that lie far ahead, as those of a lane that runs ahead of others, are
 * written a few times at most, and not whenever sessions end.
 */
final class CellRuns {
    /** Reading goes from run to run. */
    private static final int MOST_RUNS = 32;

    /** So many runs become one where there are too many. */
    private static final int JOINED_RUNS = 8;

    /** Each pile reaches so many times as far ahead as the one before, as a power of two. */
    private static final int PILE_BITS = 2;

    private static final int PILES = 1 + Long.SIZE / PILE_BITS;

    /**
     * One run.
     *
     * @param file its name among the files of checkpoints
     * @param leastStart no cell in it starts earlier
     */
    private record Run(StoredGroups groups, String file, long leastStart) {}

    private final MergeTable empty;
    private final long gap;
    private final GroupSpace space;
    private final List<Run> runs = new ArrayList<>();

    /**
     * @param empty a table of cells
     * @param gap of the sessions, in nanoseconds: how long a cell is
     */
    CellRuns(MergeTable empty, long gap, GroupSpace space) {
        this.empty = empty;
        this.gap = gap;
        this.space = space;
    }

    boolean isEmpty() {
        return runs.isEmpty();
    }

    /** When the earliest cell starts, or earlier; {@link Long#MAX_VALUE} where there is none. */
    long leastStart() {
        return runs.stream().mapToLong(Run::leastStart).min().orElse(Long.MAX_VALUE);
    }

    /** Bytes of heap that finding the cells again takes. */
    long memoryBytes() {
        return runs.stream().mapToLong(run -> run.groups.memoryBytes()).sum();
    }

    /** Cells on their way to disk, in runs that are there when it is {@link #finish finished}. */
    final class Writer implements AutoCloseable {
        private final long settled;
        private final long about;
        private final @Nullable Pile[] piles = new Pile[PILES];

        private Writer(long settled, long about) {
            this.settled = settled;
            this.about = about;
        }

        /** Whether anything was written. */
        boolean isBegun() {
            for (Pile pile : piles) {
                if (pile != null) {
                    return true;
                }
            }
            return false;
        }

        /** Writes cells, with keys above those written before. */
        void add(MergeTable cells) {
            @Nullable MergeTable[] dealt = SessionGroups.deal(cells, this::pileOf, PILES);
            for (int number = 0; number < PILES; number++) {
                MergeTable some = dealt[number];
                if (some != null) {
                    Pile pile = piles[number];
                    if (pile == null) {
                        pile = new Pile(about);
                        piles[number] = pile;
                    }
                    pile.add(some);
                }
            }
        }

        private int pileOf(long start) {
            long gaps = start <= settled ? 0 : Long.divideUnsigned(start - settled, gap);
            int bits = Long.SIZE - Long.numberOfLeadingZeros(gaps);
            return (bits + PILE_BITS - 1) / PILE_BITS;
        }

        void finish() {
            for (int number = 0; number < PILES; number++) {
                Pile pile = piles[number];
                if (pile != null) {
                    runs.add(pile.finish());
                    pile.close();
                    piles[number] = null;
                }
            }
            while (runs.size() > MOST_RUNS) {
                joinSome();
            }
        }

        /** Ends without what was not finished. */
        @Override
        public void close() {
            for (Pile pile : piles) {
                if (pile != null) {
                    pile.close();
                }
            }
        }
    }

    /** A run being written. */
    private final class Pile implements AutoCloseable {
        private final StoredGroups groups = new StoredGroups(empty, space.temporary(), space.pieceBytes());
        private final GroupFiles.Writer file = space.files().newWriter();
        private final Consumer<MergeTable> run;
        private long leastStart = Long.MAX_VALUE;

        /** @param about how many groups, for the size of blocks */
        Pile(long about) {
            run = groups.newRun(about);
        }

        void add(MergeTable cells) {
            run.accept(cells);
            file.add(cells);
            leastStart = Math.min(leastStart, SessionGroups.leastStart(cells));
        }

        Run finish() {
            return new Run(groups, file.finish(), leastStart);
        }

        @Override
        public void close() {
            file.close();
        }
    }

    /**
     * Begins to write cells.
     *
     * @param settled how far event time has come
     * @param about how many cells
     */
    Writer newWriter(long settled, long about) {
        return new Writer(settled, about);
    }

    /**
     * Takes out the runs that event time has reached: gives their cells and some others, those of a key merged, piece by piece
     * in key order. The tables are the receiver's.
     *
     * @param settled how far event time has come
     * @param others in memory
     */
    void take(long settled, MergeTable others, Consumer<MergeTable> target) {
        List<Run> reached =
                runs.stream().filter(run -> run.leastStart < settled).toList();
        try (StoredGroups beside = new StoredGroups(empty, space.temporary(), space.pieceBytes())) {
            List<StoredGroups> all = new ArrayList<>(List.of(beside));
            reached.forEach(run -> all.add(run.groups));
            beside.append(others);
            StoredGroups.read(all, target);
        }
        runs.removeAll(reached);
        reached.forEach(run -> run.groups.close());
    }

    /** How many cells {@link #take} would give, about. */
    long reached(long settled) {
        return runs.stream()
                .filter(run -> run.leastStart < settled)
                .mapToLong(run -> run.groups.groups())
                .sum();
    }

    /** Makes one run of those that lie side by side in time and have the fewest cells. */
    private void joinSome() {
        runs.sort(Comparator.comparingLong(Run::leastStart));
        int best = 0;
        for (int from = 1; from + JOINED_RUNS <= runs.size(); from++) {
            best = cells(from) < cells(best) ? from : best;
        }
        List<Run> joined = List.copyOf(runs.subList(best, best + JOINED_RUNS));
        try (Pile pile = new Pile(cells(best))) {
            StoredGroups.read(joined.stream().map(Run::groups).toList(), pile::add);
            runs.removeAll(joined);
            runs.add(pile.finish());
        }
        joined.forEach(run -> run.groups.close());
    }

    private long cells(int from) {
        return runs.subList(from, from + JOINED_RUNS).stream()
                .mapToLong(run -> run.groups.groups())
                .sum();
    }

    /** Names the files that a checkpoint needs. */
    void name(Set<String> needed) {
        runs.forEach(run -> needed.add(run.file));
    }

    /** Layout: the number of runs; per run its file's name and when its earliest cell starts. */
    void write(StateOutput output) {
        output.writeVarint(runs.size());
        for (Run run : runs) {
            LaneState.writeText(run.file, output);
            output.writeLong(run.leastStart);
        }
    }

    /** Takes what {@link #write} wrote. */
    void read(StateInput input) {
        for (long left = input.readVarint(); left > 0; left--) {
            String file = LaneState.readText(input);
            StoredGroups groups = new StoredGroups(empty, space.temporary(), space.pieceBytes());
            space.files().load(file, empty, groups::newRun);
            runs.add(new Run(groups, file, input.readLong()));
        }
    }
}

package io.barograph.local;

import io.barograph.core.engine.RunSummary.LaneSummary;
import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.core.error.Interruption;
import io.barograph.core.source.Block;
import io.barograph.core.source.ColumnComparison;
import io.barograph.core.source.Lane;
import io.barograph.core.source.RejectHandler;
import io.barograph.core.source.RejectedRecord;
import io.barograph.core.source.Split;
import io.barograph.core.source.SplitReader;
import io.barograph.core.source.Table;
import io.barograph.core.source.TableReader;
import io.barograph.core.stage.StageInput;
import io.barograph.core.watermark.LaneClock;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * One reading of a table: its splits, where their records begin, and what became of each.
 *
 * <p><b>Guesses.</b> A reader guesses where its split's first record begins. The guesses of a lane were right if and only if
 * every split began where the one before it ended: the first split's start is no guess, and right ones carry on.
 */
final class TableScan {
    private final Table table;
    private final int[] wanted;
    private final int[] read;
    private final @Nullable ScanClocks clocks;
    /** True for every row that is wanted. */
    private final List<ColumnComparison> conditions;

    private final List<Split> splits = new ArrayList<>();
    private final SplitHosts hosts = new SplitHosts();
    /** Offset of each split's first record where known, else -1. */
    private final long[] recordStarts;

    private final UnitOutcome[] outcomes;
    /** How far the splits before this one reached, of its lane. */
    private final long[] reached;

    private final boolean[] exactLanes;
    /** Whether the files are one lane to those who judge rows. */
    private final boolean inFileOrder;

    /**
     * @param planned true for every row that what follows wants, as far as is known before any stage has run: by it lanes are left
     *     out, wherever the scan is cut
     * @param conditions the same, with what is known now
     */
    TableScan(
            Table table,
            StageInput.TableRows input,
            List<ColumnComparison> planned,
            List<ColumnComparison> conditions,
            long splitBytes) {
        this.table = table;
        this.wanted = input.columns().stream().mapToInt(Integer::intValue).toArray();
        boolean whole = ScanClocks.keepsLanesWhole(table.description());
        inFileOrder = ScanClocks.isInFileOrder(table.description());
        for (Lane lane : table.lanes()) {
            // What a file left out has seen, those behind it have to know.
            if (inFileOrder || table.mayHold(lane, planned)) {
                cut(lane, whole ? Long.MAX_VALUE / 2 : splitBytes);
            }
        }
        clocks = ScanClocks.of(table.description(), splits.size());
        read = clocks == null ? wanted : clocks.with(wanted);
        this.conditions = conditions;
        recordStarts = new long[splits.size()];
        outcomes = new UnitOutcome[splits.size()];
        reached = new long[splits.size()];
        exactLanes = new boolean[table.lanes().size()];
        Arrays.fill(recordStarts, -1);
        reset();
    }

    private void cut(Lane lane, long splitBytes) {
        List<Block> blocks;
        try {
            blocks = table.blocks(lane);
        } catch (IOException failed) {
            throw unreadable(lane, failed);
        }
        hosts.add(lane, blocks);
        if (lane.splittable()) {
            splits.addAll(LaneCut.cut(lane, blocks, splitBytes));
        } else {
            splits.add(new Split(lane, 0, lane.sizeBytes()));
        }
    }

    Table table() {
        return table;
    }

    /** A reader of the scan's splits for one worker. */
    TableReader newReader() {
        // Lateness has to see every row, or to know its time: openReader.
        return table.newReader(read, clocks == null ? conditions : List.of());
    }

    /** A reader of other columns for one worker. */
    TableReader newReader(int[] columns) {
        return table.newReader(columns);
    }

    /** The lanes' clocks; null where no row can be late. */
    @Nullable
    ScanClocks clocks() {
        return clocks;
    }

    /** The lane's clock at the start of a split; null where no row can be late. */
    @Nullable
    LaneClock clock(int split) {
        return clocks == null ? null : clocks.clock(split);
    }

    /**
     * Opens a reader of a split, which passes over rows that are not wanted where it knows their times, and none of them is late.
     *
     * @param clock of the split, which judges the rows that the reader gives, and is moved behind those that it passes over
     */
    SplitReader openReader(
            TableReader reader, int split, long recordStart, RejectLog.Part rejects, @Nullable LaneClock clock)
            throws IOException {
        if (clocks == null || clock == null) {
            return reader.read(splits.get(split), recordStart, rejects);
        }
        int time = clocks.timeColumn();
        return reader.read(splits.get(split), recordStart, rejects, rows -> {
            boolean passes = !rows.mayHold(conditions, time) && clock.canPass(rows) && !clock.findsLate(rows);
            if (passes) {
                clock.pass(rows);
            }
            return passes;
        });
    }

    /** What judges the rows of a split on their way to a target; null where all are used. */
    @Nullable
    SplitJudge newJudge(
            int split, @Nullable LaneClock clock, SplitReader reader, RejectLog.Part log, BatchConsumer target) {
        if (clocks == null || clock == null) {
            return null;
        }
        int[] picked = Arrays.stream(wanted)
                .map(column -> Arrays.binarySearch(read, column))
                .toArray();
        return new SplitJudge(clocks, split, clock, read, picked, reader, log, target);
    }

    /** Whether some split's clock goes on from that of the one before. */
    boolean cutsClocks() {
        return IntStream.range(0, splits.size()).anyMatch(split -> !beginsClock(split));
    }

    /** Whether nothing before a split bears on what its rows are judged by. */
    boolean beginsClock(int split) {
        return splits.get(split).start() == 0 && (split == 0 || !inFileOrder);
    }

    List<Split> splits() {
        return splits;
    }

    /** The machines that have most of some splits, those with the most first; empty where nobody knows. */
    List<String> hosts(int from, int to) {
        return hosts.of(splits.subList(from, to));
    }

    /** Where the split's first record begins, or -1 to guess. */
    long recordStart(int split) {
        return recordStarts[split];
    }

    void setOutcome(int split, UnitOutcome outcome) {
        outcomes[split] = outcome;
    }

    /** Forgets what became of the splits: they are read again. */
    void reset() {
        for (int i = 0; i < outcomes.length; i++) {
            if (outcomes[i] != null && outcomes[i].rejects != null) {
                outcomes[i].rejects.discard();
            }
            outcomes[i] = new UnitOutcome();
        }
    }

    /**
     * Where the split must begin, as the splits before it say; -1 where it is the lane's first. To be asked for every split
     * in turn, after all before it have been read.
     */
    long expectedStart(int split) {
        if (splits.get(split).start() == 0) {
            return -1;
        }
        boolean second = splits.get(split - 1).start() == 0;
        reached[split] = Math.max(second ? 0 : reached[split - 1], outcomes[split - 1].endOffset);
        return reached[split];
    }

    /** Whether a split that was read from {@code start} and held records or not agrees with where it must begin. */
    private boolean agrees(int split, long expected, long start, boolean hasRecords) {
        return expected < 0 || start == expected || !isWithin(split, expected) && !hasRecords;
    }

    /** Whether a record that begins at an offset begins in the split, and not behind it. */
    boolean isWithin(int split, long offset) {
        return offset < splits.get(split).end();
    }

    /**
     * Checks every split below a bound, all of them read; finds the true starts in lanes in which one does not agree.
     *
     * @return whether all agree; if not, everything has to be read again
     */
    boolean verify(int bound) {
        boolean right = true;
        for (int split = 0; split < bound; split++) {
            int lane = splits.get(split).lane().index();
            UnitOutcome outcome = outcomes[split];
            long expected = expectedStart(split);
            if (!exactLanes[lane] && !agrees(split, expected, outcome.startOffset, outcome.hasRecords())) {
                exactLanes[lane] = true;
                findStarts(lane);
                right = false;
            }
        }
        return right;
    }

    private void findStarts(int lane) {
        int from = 0;
        while (splits.get(from).lane().index() != lane) {
            from++;
        }
        int to = from;
        while (to < splits.size() && splits.get(to).lane().index() == lane) {
            to++;
        }
        long[] offsets =
                splits.subList(from, to).stream().mapToLong(Split::start).toArray();
        try {
            System.arraycopy(
                    table.recordStarts(splits.get(from).lane(), offsets), 0, recordStarts, from, offsets.length);
        } catch (IOException failed) {
            throw unreadable(splits.get(from).lane(), failed);
        }
    }

    static BarographException unreadable(Lane lane, IOException failed) {
        if (failed instanceof ClosedByInterruptException) {
            return Interruption.of(failed);
        }
        return new BarographException(
                ErrorCode.IO_ERROR, "cannot read '" + lane.name() + "': " + failed.getMessage(), failed);
    }

    /** What a strict run ends with: the record with its place in the file. */
    BarographException refusal(int split, RejectedRecord record) {
        String unit = table.recordUnit();
        return new BarographException(
                ErrorCode.BAD_DATA,
                "'" + record.lane() + "', " + unit + " " + (record.line() + linesBefore(split)) + ", "
                        + table.offsetUnit() + " " + record.offset() + ": " + record.reason() + "; mend the " + unit
                        + ", or leave out --strict to go on without such " + unit + "s");
    }

    private long linesBefore(int split) {
        int lane = splits.get(split).lane().index();
        long lines = 0;
        for (int before = split - 1; before >= 0 && splits.get(before).lane().index() == lane; before--) {
            lines += outcomes[before].lines;
        }
        return lines;
    }

    /** What was read of each lane, given that splits from {@code bound} on do not count. */
    List<LaneSummary> summaries(int bound) {
        List<LaneSummary> lanes = new ArrayList<>();
        int split = 0;
        for (Lane lane : table.lanes()) {
            long used = 0;
            long late = 0;
            long rejected = 0;
            long end = 0;
            for (; split < splits.size() && splits.get(split).lane().index() == lane.index(); split++) {
                if (split < bound) {
                    used += outcomes[split].used;
                    late += outcomes[split].late;
                    rejected += outcomes[split].rejected();
                    end = Math.max(end, stored(lane, outcomes[split]));
                }
            }
            lanes.add(new LaneSummary(
                    table.description().name(),
                    lane.name(),
                    lane.sizeBytes(),
                    0,
                    end,
                    used + late + rejected,
                    used,
                    late,
                    rejected,
                    0));
        }
        return lanes;
    }

    /** How far a split went, in bytes of the file: what is compressed as a whole counts offsets in its text. */
    private static long stored(Lane lane, UnitOutcome outcome) {
        return outcome.ended && !lane.splittable() ? lane.sizeBytes() : Math.min(outcome.endOffset, lane.sizeBytes());
    }

    /** Tells of every rejected record below the bound, in lane and offset order, and adds up their kinds. */
    void replayRejects(int bound, RejectHandler handler, Map<String, Long> kinds) {
        long lines = 0;
        int lane = -1;
        for (int split = 0; split < bound; split++) {
            UnitOutcome outcome = outcomes[split];
            if (splits.get(split).lane().index() != lane) {
                lane = splits.get(split).lane().index();
                lines = 0;
            }
            if (outcome.rejects != null) {
                outcome.rejects.replay(handler, lines);
                RejectLog.addKinds(outcome.rejects.kinds(), kinds);
            }
            lines += outcome.lines;
        }
    }
}

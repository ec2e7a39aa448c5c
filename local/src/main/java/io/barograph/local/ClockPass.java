package io.barograph.local;

import io.barograph.core.column.Batch;
import io.barograph.core.source.Split;
import io.barograph.core.source.SplitReader;
import io.barograph.core.source.TableReader;
import io.barograph.core.source.TimeStretch;
import io.barograph.core.watermark.LaneClock;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Reads the times of a table before its rows, so that every split knows the lane's clock at its start: all splits side by
 * side, since the greatest of times is associative, and again in their order where a time leaps.
 */
final class ClockPass {
    private final Run run;
    private final TableScan scan;
    private final ScanClocks clocks;
    private final int[] columns;
    private final ScanClocks.Judge judge;
    private final byte[] verdicts = new byte[Batch.CAPACITY];

    /** What the times of a split have made of the clock that it was given, and of the row that was held before it. */
    private record Passed(LaneClock clock, byte carried) {}

    private ClockPass(Run run, TableScan scan, ScanClocks clocks) {
        this.run = run;
        this.scan = scan;
        this.clocks = clocks;
        this.columns = clocks.with(new int[0]);
        this.judge = clocks.judge(columns);
    }

    /** Tells a scan's splits their clocks, where rows are judged and lanes are cut. */
    static void read(Run run, TableScan scan) {
        ScanClocks clocks = scan.clocks();
        if (clocks != null && scan.cutsClocks()) {
            new ClockPass(run, scan, clocks).read();
        }
    }

    private void read() {
        int splits = scan.splits().size();
        Passed[] passed = new Passed[splits];
        do {
            scan.reset();
            AtomicInteger next = new AtomicInteger();
            run.workers().run(Math.min(run.workers().count(), splits), worker -> {
                TableReader reader = scan.newReader(columns);
                byte[] own = new byte[Batch.CAPACITY];
                for (int split = next.getAndIncrement(); split < splits; split = next.getAndIncrement()) {
                    passed[split] = read(reader, split, clocks.clock(split), own);
                }
            });
        } while (!scan.verify(splits));
        int holding = -1;
        for (int split = 1; split < splits; split++) {
            if (scan.beginsClock(split)) {
                holding = -1;
                continue;
            }
            LaneClock start = passed[split - 1].clock();
            clocks.setStart(split, start);
            if (start.isHolding() && holding < 0) {
                holding = split - 1;
            }
            if (passed[split].clock().canFollow(start)) {
                passed[split].clock().continueFrom(start);
                continue;
            }
            passed[split] = readAgain(split, start.copy());
            if (holding >= 0 && passed[split].carried() != LaneClock.HELD) {
                if (passed[split].carried() == LaneClock.USED) {
                    clocks.setConfirmed(holding);
                }
                holding = -1;
            }
        }
        scan.reset();
    }

    private Passed readAgain(int split, LaneClock start) {
        run.workers().check();
        try {
            return read(scan.newReader(columns), split, start, verdicts);
        } catch (IOException failed) {
            throw TableScan.unreadable(scan.splits().get(split).lane(), failed);
        }
    }

    private Passed read(TableReader reader, int number, LaneClock clock, byte[] own) throws IOException {
        Split split = scan.splits().get(number);
        UnitOutcome outcome = new UnitOutcome();
        byte carried = clock.isHolding() ? LaneClock.HELD : LaneClock.USED;
        RejectLog.Part rejects = run.rejects().newPart(false);
        outcome.rejects = rejects;
        try (SplitReader rows = reader.read(split, scan.recordStart(number), rejects, known -> passes(clock, known))) {
            for (Batch batch = rows.next(); batch != null; batch = rows.next()) {
                run.workers().check();
                outcome.used += batch.size();
                judge.judge(clock, batch, own);
                carried = carried == LaneClock.HELD ? clock.carried() : carried;
            }
            outcome.used += rows.recordsPruned();
            outcome.startOffset = rows.startOffset();
            outcome.endOffset = rows.endOffset();
        } catch (IOException failed) {
            throw TableScan.unreadable(split.lane(), failed);
        }
        scan.setOutcome(number, outcome);
        return new Passed(clock, carried);
    }

    /** Here nobody asks which rows are late: times that are known need not be read. */
    private static boolean passes(LaneClock clock, TimeStretch rows) {
        boolean passes = clock.canPass(rows);
        if (passes) {
            clock.pass(rows);
        }
        return passes;
    }
}

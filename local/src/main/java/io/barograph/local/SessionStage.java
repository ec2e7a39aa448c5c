package io.barograph.local;

import io.barograph.core.column.Batch;
import io.barograph.core.merge.MergeTable;
import io.barograph.core.merge.MergedGroups;
import io.barograph.core.merge.SessionGroups;
import io.barograph.core.stage.Stage;
import io.barograph.core.stage.Terminal;
import org.jspecify.annotations.Nullable;

/**
 * Sessions on all cores: the MERGE of their cells, then each worker finds where the sessions of a share of the cells begin.
 * Cells in temporary files are gone through one piece after the other.
 */
final class SessionStage {
    /** Cells that are worth a worker of their own. */
    private static final int FEW_CELLS = 1 << 13;

    private SessionStage() {}

    static FinishedRows run(Run run, Stage stage, Terminal.MergeSessions merge) {
        return sessions(run, MergeStage.run(run, stage, merge.ofCells()), merge);
    }

    /** The sessions of merged cells. */
    static FinishedRows sessions(Run run, FinishedRows cells, Terminal.MergeSessions merge) {
        return cells instanceof SpilledGroups spilled
                ? sessions(run, spilled, merge)
                : sessions(run, (GroupRows) cells, merge);
    }

    private static FinishedRows sessions(Run run, GroupRows cells, Terminal.MergeSessions merge) {
        int shares = Math.max(1, Math.min(run.workers().count(), cells.groups().groups() / FEW_CELLS));
        SessionGroups.Cuts cuts = new SessionGroups.Cuts(cells.groups(), merge.gap(), merge.schema(), shares);
        run.workers().run(shares, cuts::find);
        SessionGroups sessions = cuts.sessions();
        run.memory().reserve(sessions.memoryBytes());
        return new SessionRows(sessions, cells.memoryBytes() + sessions.memoryBytes());
    }

    /** The last session of a piece may go on in the next one: it goes there, as one cell. */
    private static FinishedRows sessions(Run run, SpilledGroups cells, Terminal.MergeSessions merge) {
        StoredRows rows = new StoredRows(merge.schema(), run.memory(), run.spill());
        MergeTable open = null;
        for (int piece = 0; piece < cells.pieces(); piece++) {
            run.workers().check();
            MergedGroups groups = cells.merge(piece, tableFrom(open, cells));
            SessionGroups sessions = SessionGroups.of(groups, merge.gap(), merge.schema());
            boolean last = piece == cells.pieces() - 1;
            int whole = last ? sessions.sessions() : Math.max(0, sessions.sessions() - 1);
            SessionGroups.Reader reader = sessions.reader();
            for (int from = 0; from < whole; from += Batch.CAPACITY) {
                rows.accept(reader.read(from, Math.min(Batch.CAPACITY, whole - from)));
            }
            open = whole < sessions.sessions() ? sessions.asCell(whole) : null;
        }
        run.memory().release(cells.memoryBytes());
        cells.release();
        return rows;
    }

    private static MergeTable tableFrom(@Nullable MergeTable open, SpilledGroups cells) {
        return open == null ? cells.newTable() : open;
    }
}

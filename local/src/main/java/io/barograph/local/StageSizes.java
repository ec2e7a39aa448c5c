package io.barograph.local;

import io.barograph.core.source.TableDescription;
import io.barograph.core.stage.Branch;
import io.barograph.core.stage.Stage;
import io.barograph.core.stage.StageInput;
import io.barograph.core.stage.StagePlan;
import io.barograph.core.stage.Terminal;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * How large the rows of a stage's branches are, to choose sides by: from the sizes of files and from the plan alone, so that
 * neither threads nor memory decide. EXPLAIN foretells by the same rules: groups are half of what is grouped, the rows of a
 * join as many as go by, a slice no more than it may be.
 */
final class StageSizes {
    private final ToLongFunction<TableDescription> tableBytes;
    private final StagePlan plan;

    /** @param tableBytes of a table's files together */
    StageSizes(ToLongFunction<TableDescription> tableBytes, StagePlan plan) {
        this.tableBytes = tableBytes;
        this.plan = plan;
    }

    /** Whether the left side of a join is the one to hold. */
    boolean holdsLeft(Stage stage, Terminal.Join join) {
        return join.holdsLeft(bytes(left(stage, join)), bytes(right(stage, join)));
    }

    static List<Branch> left(Stage stage, Terminal.Join join) {
        return stage.branches().subList(0, join.leftBranches());
    }

    static List<Branch> right(Stage stage, Terminal.Join join) {
        return stage.branches().subList(join.leftBranches(), stage.branches().size());
    }

    /** What the rows of some branches may take. */
    long bytes(List<Branch> branches) {
        long bytes = 0;
        for (Branch branch : branches) {
            bytes += bytes(branch.input());
        }
        return bytes;
    }

    private long bytes(StageInput input) {
        if (input instanceof StageInput.TableRows rows) {
            return tableBytes.applyAsLong(rows.table());
        }
        if (input instanceof StageInput.QueryRows rows) {
            return valueBytes(rows.rowCount(), rows.schema().size());
        }
        return bytes(plan.stages().get(input.earlierStage()));
    }

    private long bytes(Stage stage) {
        int columns = stage.schema().size();
        if (stage.terminal() instanceof Terminal.Join join) {
            return bytes(holdsLeft(stage, join) ? right(stage, join) : left(stage, join));
        } else if (stage.terminal() instanceof Terminal.Merge merge
                && merge.keys().isEmpty()) {
            return valueBytes(1, columns);
        }
        long bytes = bytes(stage.branches());
        if (stage.terminal() instanceof Terminal.Fold) {
            return bytes;
        } else if (stage.terminal() instanceof Terminal.Sort sort) {
            return Math.min(bytes, valueBytes(sort.count(), columns));
        } else if (stage.terminal() instanceof Terminal.Limit limit) {
            return Math.min(bytes, valueBytes(limit.count(), columns));
        }
        return bytes / 2;
    }

    /** What rows that are in no file count for. */
    private static long valueBytes(long rows, int columns) {
        return rows > Long.MAX_VALUE >> 16 ? Long.MAX_VALUE : rows * columns * Long.BYTES;
    }
}

package io.barograph.local;

import java.util.List;

/**
 * What became of the records that a task has read, for its engine's metrics; the run's own books are the reports, since an engine
 * may count a task twice.
 *
 * @param read records: those used, late and rejected together
 * @param used delivered to the plan
 * @param late rows that came too late
 * @param rejected malformed records
 */
public record TaskCounts(long read, long used, long late, long rejected) {
    static TaskCounts of(List<TaskReport.OfSplit> splits) {
        long used = 0;
        long late = 0;
        long rejected = 0;
        for (TaskReport.OfSplit split : splits) {
            used += split.used();
            late += split.late();
            rejected += split.rejected();
        }
        return new TaskCounts(used + late + rejected, used, late, rejected);
    }
}

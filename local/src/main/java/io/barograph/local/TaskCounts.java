package io.barograph.local;

/**
 * What one run of a task read of tables: {@code read = used + late + rejected} (law 4). A cluster that runs a task twice counts it
 * twice: for its own metrics; the books of a run are kept from reports.
 */
public record TaskCounts(long used, long late, long rejected) {
    /** Names of the counts in every engine's metrics, below a group or prefix {@code barograph}. */
    public static final String READ = "read";

    public static final String USED = "used";
    public static final String LATE = "late";
    public static final String REJECTED = "rejected";

    static TaskCounts of(Iterable<TaskReport.OfSplit> splits) {
        long used = 0;
        long late = 0;
        long rejected = 0;
        for (TaskReport.OfSplit split : splits) {
            used += split.used();
            late += split.late();
            rejected += split.rejected();
        }
        return new TaskCounts(used, late, rejected);
    }

    public long read() {
        return used + late + rejected;
    }
}

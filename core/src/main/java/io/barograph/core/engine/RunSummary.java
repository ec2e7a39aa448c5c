package io.barograph.core.engine;

import java.util.List;
import java.util.Map;

/**
 * What a run did. Law 4 holds: {@code read = used + late + rejected + duplicate}.
 *
 * @param lanes what was read of each lane
 * @param resultRows rows of the answer
 * @param undefined how often an expression was undefined (1/0, a failing cast, overflow), by its text
 * @param rejectReasons rejected records by kind of reason
 * @param spilledBytes bytes written to temporary files, 0 where all fitted into memory
 * @param elapsedNanos wall time
 */
public record RunSummary(
        List<LaneSummary> lanes,
        long resultRows,
        Map<String, Long> undefined,
        Map<String, Long> rejectReasons,
        long spilledBytes,
        long elapsedNanos) {
    public RunSummary {
        lanes = List.copyOf(lanes);
    }

    public long read() {
        return lanes.stream().mapToLong(LaneSummary::read).sum();
    }

    public long used() {
        return lanes.stream().mapToLong(LaneSummary::used).sum();
    }

    public long late() {
        return lanes.stream().mapToLong(LaneSummary::late).sum();
    }

    public long rejected() {
        return lanes.stream().mapToLong(LaneSummary::rejected).sum();
    }

    public long duplicate() {
        return lanes.stream().mapToLong(LaneSummary::duplicate).sum();
    }

    /** How many values were undefined, of all expressions. */
    public long undefinedValues() {
        return undefined.values().stream().mapToLong(Long::longValue).sum();
    }

    /**
     * One lane's part in a run.
     *
     * @param table as the query calls it
     * @param lane the file
     * @param sizeBytes of the lane, as stored (compressed, where it is), when the query was planned
     * @param startOffset first byte read
     * @param endOffset byte behind the last one read, as stored; before the end where the query had enough
     * @param read records, of which used were delivered to the plan, before WHERE
     */
    public record LaneSummary(
            String table,
            String lane,
            long sizeBytes,
            long startOffset,
            long endOffset,
            long read,
            long used,
            long late,
            long rejected,
            long duplicate) {}
}

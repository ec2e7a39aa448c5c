package io.barograph.local.live;

import io.barograph.core.aggregate.StateSpec;
import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.core.merge.MergeTable;
import io.barograph.core.stage.Terminal;
import io.barograph.local.spill.ByteSize;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Says which query keeps more than memory holds and cannot be kept on disk, why that is so, and what helps. */
final class MemoryShortage {
    private MemoryShortage() {}

    /**
     * The end of a run.
     *
     * @param queries at least one
     * @param bytes that all states take
     * @param memory that there is for them
     * @return OUT_OF_MEMORY
     */
    static BarographException of(List<LiveQuery> queries, long bytes, long memory) {
        LiveQuery largest = queries.stream()
                .max(Comparator.comparingLong(LiveQuery::memoryBytes))
                .orElseThrow();
        return new BarographException(
                ErrorCode.OUT_OF_MEMORY,
                "into " + largest.name() + ": the states of open windows and groups take " + ByteSize.text(bytes)
                        + " of memory, more than the " + ByteSize.text(memory) + " that there are for them; "
                        + wayOut(largest)
                        + ". The last checkpoint stays good: the next run goes on from it");
    }

    private static String wayOut(LiveQuery query) {
        Set<String> sets = new TreeSet<>();
        boolean hasOneGroup = false;
        for (KeptStage kept : query.kept()) {
            MergeTable groups = kept.groups();
            if (groups != null) {
                hasOneGroup |= groups.keySchema().size() == 0;
                groups.stateSpecs().stream()
                        .filter(StateSpec::isUnbounded)
                        .map(StateSpec::describe)
                        .forEach(sets::add);
            }
        }
        if (!sets.isEmpty()) {
            return "all values of one group have to fit memory (" + String.join("; ", sets)
                    + "): approx_count_distinct and approx_quantile take little; or group by a shorter window or by more columns,"
                    + " so that groups are smaller and go to disk"
                    + (hasOneGroup ? ", which the one group of all rows cannot" : "") + "; or give more with --memory";
        }
        if (query.kept().stream().anyMatch(kept -> kept.join() != null)) {
            return "give more with --memory, which a join of live tables needs for the rows that may still match; bound the distance"
                    + " of their times more narrowly, let rows wait for less (WATERMARK, 'accept'), or name fewer columns";
        }
        if (query.kept().stream().anyMatch(kept -> kept.stage().terminal() instanceof Terminal.Fold)) {
            return "give more with --memory, which OVER and DETECT need for every key and for the rows that wait; let rows wait"
                    + " for less (WATERMARK, 'accept'), or partition by fewer columns";
        }
        return "give more with --memory, use longer or fewer overlapping windows, or group by fewer columns";
    }
}

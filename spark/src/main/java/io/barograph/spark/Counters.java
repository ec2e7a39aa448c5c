package io.barograph.spark;

import io.barograph.local.TaskCounts;
import java.io.Serializable;
import org.apache.spark.SparkContext;
import org.apache.spark.util.LongAccumulator;

/** Our counts among Spark's own: accumulators, which its pages show by stage and task. */
final class Counters implements Serializable {
    private static final long serialVersionUID = 1L;
    private static final String PREFIX = "barograph.";

    private final LongAccumulator read;
    private final LongAccumulator used;
    private final LongAccumulator late;
    private final LongAccumulator rejected;

    Counters(SparkContext context) {
        read = context.longAccumulator(PREFIX + TaskCounts.READ);
        used = context.longAccumulator(PREFIX + TaskCounts.USED);
        late = context.longAccumulator(PREFIX + TaskCounts.LATE);
        rejected = context.longAccumulator(PREFIX + TaskCounts.REJECTED);
    }

    void add(TaskCounts counts) {
        read.add(counts.read());
        used.add(counts.used());
        late.add(counts.late());
        rejected.add(counts.rejected());
    }
}

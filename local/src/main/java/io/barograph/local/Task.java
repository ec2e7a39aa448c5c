package io.barograph.local;

import java.util.List;

/**
 * A piece of a job that one worker does, alone: it reads one input of a stage, takes its rows through the stage's operators, and
 * sends what the stage's exchange moves. Whoever loses a task runs it again: it gives the same. Immutable.
 *
 * @param stage number of the stage
 * @param ordinal position among the stage's tasks, in the order of the source
 * @param branch number of the stage's branch whose rows it reads
 * @param passages the broadcast joins that the rows go through on their way from the input to the branch, in this order
 */
public record Task(int stage, int ordinal, int branch, List<Passage> passages, TaskInput input) {
    public Task {
        passages = List.copyOf(passages);
    }

    /**
     * A join's side that goes by.
     *
     * @param stage number of the join's stage
     * @param branch number of its branch whose rows the task reads
     */
    public record Passage(int stage, int branch) {}

    /** The branch that the input is of: the stage's own, or that of the first join. */
    Passage source() {
        return passages.isEmpty() ? new Passage(stage, branch) : passages.get(0);
    }
}

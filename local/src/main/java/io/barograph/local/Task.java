package io.barograph.local;

/**
 * A piece of a job that one worker does, alone: it reads one input of a stage, takes its rows through the stage's operators, and
 * sends what the stage's exchange moves. Whoever loses a task runs it again: it gives the same. Immutable.
 *
 * @param stage number of the stage
 * @param ordinal position among the stage's tasks, in the order of the source
 * @param branch number of the stage's branch whose rows it reads
 */
public record Task(int stage, int ordinal, int branch, TaskInput input) {}

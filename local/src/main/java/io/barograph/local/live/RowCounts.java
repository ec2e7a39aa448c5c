package io.barograph.local.live;

import io.barograph.core.aggregate.StateInput;
import io.barograph.core.aggregate.StateOutput;
import io.barograph.core.engine.TableChecksum;
import io.barograph.core.live.Revisions;
import org.jspecify.annotations.Nullable;

/**
 * How many rows a sink was given, and was told to change or to take back; where somebody wants it, the checksum of the rows
 * that are left, too. For one thread.
 */
final class RowCounts {
    private final @Nullable TableChecksum answer;
    private long added;
    private long revised;
    private long removed;

    /** @param answer takes the checksum of what is shown; null where nobody wants it */
    RowCounts(@Nullable TableChecksum answer) {
        this.answer = answer;
    }

    /** Of what goes to no sink. */
    static RowCounts none() {
        return new RowCounts(null);
    }

    /** None yet, of the same table. */
    RowCounts empty() {
        return new RowCounts(answer == null ? null : answer.empty());
    }

    void count(Revisions changes) {
        for (int i = 0; i < changes.size(); i++) {
            boolean before = changes.hadBefore(i);
            boolean after = changes.hasAfter(i);
            added += after && !before ? 1 : 0;
            revised += after && before ? 1 : 0;
            removed += before && !after ? 1 : 0;
        }
        finish(changes);
    }

    /** Takes what no sink is given, for the checksum alone. */
    void finish(Revisions changes) {
        if (answer != null) {
            answer.accept(changes);
        }
    }

    void add(RowCounts others) {
        added += others.added;
        revised += others.revised;
        removed += others.removed;
        if (answer != null && others.answer != null) {
            answer.add(others.answer);
        }
    }

    long added() {
        return added;
    }

    long revised() {
        return revised;
    }

    long removed() {
        return removed;
    }

    /** All of these together. */
    long shown() {
        return added + revised + removed;
    }

    /** The checksum of what is left; null where nobody wants it. */
    @Nullable
    TableChecksum answer() {
        return answer;
    }

    void set(long addedRows, long revisedRows, long removedRows) {
        added = addedRows;
        revised = revisedRows;
        removed = removedRows;
    }

    /** As {@link TableChecksum#write} has it; empty where there is none. */
    byte[] writtenAnswer() {
        StateOutput output = new StateOutput();
        if (answer != null) {
            answer.write(output);
        }
        return output.toByteArray();
    }

    /** Takes what {@link #writtenAnswer} gave, where it is not empty. */
    void takeAnswer(byte[] written) {
        if (answer != null) {
            answer.read(new StateInput(written));
        }
    }
}

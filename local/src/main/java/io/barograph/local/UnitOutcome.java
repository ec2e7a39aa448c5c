package io.barograph.local;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What reading one unit of a stage's input gave, beside the rows. Written by the worker that read it, read after it. */
final class UnitOutcome {
    /** Offsets of the first record and behind the last one; -1 for units that are no split, or before it is known. */
    long startOffset = -1;

    long endOffset = -1;
    long used;
    long late;
    long lines;
    RejectLog.@Nullable Part rejects;
    /** Undefined results by expression. */
    Map<String, Long> undefined = Map.of();
    /** A record or value that {@code --strict} refuses; the unit was not read beyond it. */
    @Nullable
    RuntimeException failure;

    boolean ended;

    long rejected() {
        return rejects == null ? 0 : rejects.count();
    }

    boolean hasRecords() {
        return used > 0 || rejected() > 0 || failure != null;
    }
}

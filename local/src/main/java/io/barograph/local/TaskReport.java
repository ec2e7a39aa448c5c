package io.barograph.local;

import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.core.source.RejectedRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a task has to say beside its rows: the books that law 4 asks for. It is sent like rows, and passed on by whoever receives
 * it, so that it arrives where they do: of a task that was run twice, once.
 *
 * @param splits of the table's splits that it read
 * @param undefined undefined results by expression
 */
record TaskReport(int stage, int ordinal, List<OfSplit> splits, Map<String, Long> undefined) {
    TaskReport {
        splits = List.copyOf(splits);
    }

    /**
     * What became of a split: a {@link UnitOutcome}.
     *
     * @param records the rejected ones, and those told of like these, where they are wanted
     */
    record OfSplit(
            int number,
            long startOffset,
            long endOffset,
            boolean ended,
            long used,
            long late,
            long lines,
            long rejected,
            Map<String, Long> kinds,
            List<RejectedRecord> records,
            @Nullable Failure failure) {
        static OfSplit of(int number, UnitOutcome outcome) {
            RejectLog.Part rejects = outcome.rejects;
            List<RejectedRecord> records = new ArrayList<>();
            if (rejects != null) {
                rejects.replay(records::add, 0);
            }
            return new OfSplit(
                    number,
                    outcome.startOffset,
                    outcome.endOffset,
                    outcome.ended,
                    outcome.used,
                    outcome.late,
                    outcome.lines,
                    outcome.rejected(),
                    rejects == null ? Map.of() : rejects.kinds(),
                    records,
                    outcome.failure == null ? null : Failure.of(outcome.failure));
        }

        UnitOutcome outcome(RejectLog log) {
            UnitOutcome outcome = new UnitOutcome();
            outcome.startOffset = startOffset;
            outcome.endOffset = endOffset;
            outcome.ended = ended;
            outcome.used = used;
            outcome.late = late;
            outcome.lines = lines;
            outcome.rejects = log.newPart(false);
            outcome.rejects.restore(rejected, kinds, records);
            outcome.failure = failure == null ? null : failure.toException();
            return outcome;
        }
    }

    /**
     * Why a split was not read to its end under {@code --strict}.
     *
     * @param record that was refused; null where it was a value
     */
    record Failure(@Nullable RejectedRecord record, ErrorCode code, String message) {
        static Failure of(RuntimeException failed) {
            if (failed instanceof RejectLog.StrictReject refused) {
                return new Failure(refused.record(), ErrorCode.BAD_DATA, "");
            }
            return new Failure(null, ((BarographException) failed).code(), String.valueOf(failed.getMessage()));
        }

        RuntimeException toException() {
            return record != null ? new RejectLog.StrictReject(record) : new BarographException(code, message);
        }
    }
}

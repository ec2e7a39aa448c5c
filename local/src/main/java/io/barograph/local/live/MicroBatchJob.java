package io.barograph.local.live;

import io.barograph.core.source.TableDescription;
import io.barograph.core.stage.PlanCodec;
import io.barograph.core.stage.StagePlan;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A live pipeline as a host runs it, micro-batch by micro-batch. Immutable; travels as bytes.
 *
 * @param inserts what runs together
 * @param tables that are read live, each once
 * @param bounded whether what there is at the start is taken for all
 * @param strict whether the first undefined expression ends the run
 */
public record MicroBatchJob(List<Insert> inserts, List<TableDescription> tables, boolean bounded, boolean strict) {
    public MicroBatchJob {
        inserts = List.copyOf(inserts);
        tables = List.copyOf(tables);
    }

    /**
     * A query.
     *
     * @param name of what it writes, to people
     * @param place what its rows are written to: equal texts, equal places
     * @param takesRevisions whether that can take rows back
     */
    public record Insert(String name, String place, StagePlan plan, boolean takesRevisions) {}

    /** A job of bytes that {@link #toBytes} made. */
    public static MicroBatchJob of(byte[] bytes) {
        return PlanCodec.read(bytes, MicroBatchJob.class);
    }

    public byte[] toBytes() {
        return PlanCodec.write(this);
    }

    /** What states are of: equal texts, equal states. */
    String fingerprint() {
        return inserts.stream()
                .map(insert -> insert.plan.fingerprint() + " into " + insert.place)
                .collect(Collectors.joining("; "));
    }
}

package io.barograph.local.live;

import io.barograph.core.engine.RunOptions;
import io.barograph.core.live.LiveCatalog;
import io.barograph.core.source.Catalog;
import io.barograph.core.source.TableDescription;
import io.barograph.core.stage.PlanCodec;
import io.barograph.core.stage.StagePlan;
import io.barograph.local.AtRest;
import io.barograph.local.SentRest;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A live pipeline as a host runs it, micro-batch by micro-batch. Immutable; travels as bytes.
 *
 * @param inserts what runs together
 * @param tables that are read live, each once
 * @param bounded whether what there is at the start is taken for all
 * @param strict whether the first undefined expression ends the run
 * @param folder of the process that asks, absolute: where names of files begin that are not absolute themselves
 */
public record MicroBatchJob(
        List<Insert> inserts, List<TableDescription> tables, boolean bounded, boolean strict, String folder) {
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
     * @param rest what of it lies at rest, as far as it is sent
     */
    public record Insert(String name, String place, StagePlan plan, boolean takesRevisions, SentRest rest) {}

    /** The same, with what of its queries lies at rest, which is read here. */
    MicroBatchJob withRest(Catalog catalog, LiveCatalog live, RunOptions options) {
        List<Insert> all = new ArrayList<>();
        for (Insert insert : inserts) {
            try (AtRest rest = new AtRest(catalog, options.withStrict(strict), insert.plan, live::isLive)) {
                all.add(new Insert(insert.name, insert.place, insert.plan, insert.takesRevisions, rest.send()));
            }
        }
        return new MicroBatchJob(all, tables, bounded, strict, folder);
    }

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

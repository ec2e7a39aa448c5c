package io.barograph.local.live;

import io.barograph.core.plan.Query;
import io.barograph.core.source.TableDeclaration;
import io.barograph.core.stage.PlanCodec;
import io.barograph.local.SentRest;

/**
 * One INSERT of a live pipeline, as it travels to the workers of a cluster.
 *
 * @param name of what is written, to people
 * @param pipeline the same at every start: what a sink fences earlier instances by
 * @param bounded whether what there is when the job begins is taken for all
 * @param strict whether the first undefined expression ends the run
 * @param folder of the process that asks, absolute: where names of files begin that are not absolute themselves
 * @param rest what of the query lies at rest, as far as it is sent
 */
public record LiveJob(
        String name,
        Query query,
        TableDeclaration target,
        String pipeline,
        boolean bounded,
        boolean strict,
        String folder,
        SentRest rest) {
    /** One whose tables at rest are read wherever they are needed. */
    public LiveJob(
            String name,
            Query query,
            TableDeclaration target,
            String pipeline,
            boolean bounded,
            boolean strict,
            String folder) {
        this(name, query, target, pipeline, bounded, strict, folder, SentRest.NONE);
    }

    /** The same, with what of the query lies at rest. */
    LiveJob withRest(SentRest sent) {
        return new LiveJob(name, query, target, pipeline, bounded, strict, folder, sent);
    }

    /** The same for those who compute nothing. */
    public LiveJob outlined() {
        return withRest(SentRest.NONE);
    }

    /** A job of bytes that {@link #toBytes} made. */
    public static LiveJob of(byte[] bytes) {
        return PlanCodec.read(bytes, LiveJob.class);
    }

    public byte[] toBytes() {
        return PlanCodec.write(this);
    }
}

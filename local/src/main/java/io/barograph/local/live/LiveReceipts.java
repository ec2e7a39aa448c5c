package io.barograph.local.live;

import io.barograph.core.engine.Receipt;
import io.barograph.core.plan.Query;
import io.barograph.core.stage.StagePlan;
import io.barograph.core.zone.Zones;
import io.barograph.local.Receipts;
import java.util.List;
import java.util.Objects;

/** Makes receipts of live runs. */
public final class LiveReceipts {
    private LiveReceipts() {}

    /**
     * The receipt of one query of a run: of the table that would be left if its lanes ended where they were read to. A row that
     * still waits for the next one to confirm its time counts as rejected there.
     *
     * @param version of Barograph
     * @param text the statement, behind the declarations that it needs
     * @param query that was run
     * @param status at the run's end
     * @param number of the query among the run's
     * @throws io.barograph.core.error.BarographException {@code IO_ERROR} where a file that was just read can no longer be
     */
    public static Receipt of(String version, String text, Query query, LiveStatus status, int number) {
        LiveStatus.Answer answer =
                Objects.requireNonNull(status.sinks().get(number).answer(), "the run keeps what a receipt needs");
        List<Receipt.Lane> lanes = answer.lanes().stream()
                .map(lane -> new Receipt.Lane(
                        lane.table(),
                        lane.name(),
                        Receipt.Lane.UNKNOWN,
                        lane.startOffset(),
                        lane.offset(),
                        Receipts.tail(query, lane.table(), lane.name(), lane.startOffset(), lane.offset()),
                        lane.read(),
                        lane.used(),
                        lane.late(),
                        lane.retired(),
                        lane.rejected() + lane.held(),
                        0))
                .toList();
        return new Receipt(
                Receipt.FORMAT,
                version,
                StagePlan.VERSION,
                Zones.version(),
                text,
                StagePlan.of(query).fingerprint(),
                true,
                lanes,
                answer.rows(),
                answer.checksum());
    }
}

package io.barograph.local.live;

import io.barograph.core.source.EventTime;
import io.barograph.core.source.TableDescription;
import io.barograph.core.text.IntervalText;
import java.util.List;
import java.util.Objects;
import java.util.function.ToLongFunction;

/** How long a query's windows are kept behind their end, as its tables are declared: for people. */
final class KeptUntil {
    /** By so much every lane has to have passed a window's end for no accepted row to reach it; {@link EventTime#ALL}: never. */
    private final long acceptedNanos;
    /** By so much lanes have to have passed it for {@code retain} to let it go; {@link EventTime#ALL}: it never does. */
    private final long retainedNanos;
    /** Whether windows are shown, and let go by {@code retain}, while a lane is silent. */
    private final boolean passesSilence;

    /** @param tables that the query reads live */
    KeptUntil(List<TableDescription> tables) {
        long retain = QueryTime.retain(tables);
        this.acceptedNanos = most(
                tables, time -> time.per() != null ? EventTime.ALL : Math.max(time.publishNanos(), time.acceptNanos()));
        this.retainedNanos = retain == EventTime.ALL ? EventTime.ALL : retain + most(tables, EventTime::publishNanos);
        this.passesSilence = tables.stream()
                .map(TableDescription::eventTime)
                .filter(Objects::nonNull)
                .anyMatch(time -> time.idleNanos() != EventTime.ALL);
    }

    private static long most(List<TableDescription> tables, ToLongFunction<EventTime> length) {
        return tables.stream()
                .map(TableDescription::eventTime)
                .mapToLong(time -> time == null ? EventTime.ALL : length.applyAsLong(time))
                .max()
                .orElse(0);
    }

    /** At most so long in event time, silent lanes aside; {@link EventTime#ALL} where nothing lets a window go. */
    long nanos() {
        return Math.min(acceptedNanos, retainedNanos);
    }

    boolean isForEver() {
        return nanos() == EventTime.ALL;
    }

    /** Whether accepted rows may come when a window is gone, which {@code retain} alone brings about. */
    boolean mayRetire() {
        return retainedNanos < acceptedNanos || retainedNanos != EventTime.ALL && passesSilence;
    }

    /** What has happened when a window is let go, not for ever kept: {@code every lane has passed END by 00:00:05}. */
    String when(String end) {
        String accepted = "every lane, silent ones too, has passed " + end + " by " + length(acceptedNanos);
        if (!mayRetire()) {
            return accepted;
        }
        String retained = "every lane" + (passesSilence ? " that is not silent" : "") + " has passed " + end + " by "
                + length(retainedNanos) + ", as 'retain' says";
        return retainedNanos < acceptedNanos ? retained : accepted + "; or " + retained;
    }

    private static String length(long nanos) {
        return IntervalText.toString(nanos);
    }
}

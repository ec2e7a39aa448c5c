package io.barograph.connectors.journal;

import io.barograph.core.live.LiveLane;
import io.barograph.formats.GivenOptions;
import io.barograph.formats.ReadFailure;
import io.barograph.formats.ScanPosition;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * Where the reading of a journal ends, as declared: a lane of one partition, whose offsets are positions in bytes.
 *
 * @param declared by time, it is that of the first batch that came then or later
 */
record JournalEnd(ScanPosition declared) {
    /** @throws io.barograph.core.error.BarographException {@code INVALID_OPTION} */
    static JournalEnd take(GivenOptions given) {
        ScanPosition declared = ScanPosition.takeEnd(given);
        Map<Integer, Long> offsets = declared.offsets();
        if (!offsets.isEmpty() && (offsets.size() > 1 || !offsets.containsKey(0))) {
            throw given.invalid(
                    "a journal is one lane: say 'scan.bounded.specific-offsets' = 'partition:0,offset:N', with N"
                            + " a position in bytes");
        }
        return new JournalEnd(declared);
    }

    /**
     * The first position that is not read. A journal without a batch of the declared time or a later one ends where it ends
     * now, but where the time has yet to come, nobody can tell ({@link LiveLane#UNBOUNDED}): with the first such batch.
     *
     * @param present where the journal ends now
     * @param nowMillis since 1970
     */
    long bound(JournalFolder folder, long present, long nowMillis, JournalCursor.Damage damage) {
        return switch (declared.mode()) {
            case EARLIEST -> 0;
            case UNBOUNDED -> LiveLane.UNBOUNDED;
            case LATEST -> present;
            case SPECIFIC -> declared.offsets().getOrDefault(0, 0L);
            case TIMESTAMP -> {
                long found = atTime(folder, present, damage);
                yield found == LiveLane.UNBOUNDED && declared.millis() <= nowMillis ? present : found;
            }
        };
    }

    private long atTime(JournalFolder folder, long present, JournalCursor.Damage damage) {
        List<JournalFolder.Segment> segments = folder.segments();
        if (segments.isEmpty()) {
            return LiveLane.UNBOUNDED;
        }
        try (JournalCursor cursor = new JournalCursor(folder, segments.get(0).base(), false, damage)) {
            while (cursor.nextBatch(present)) {
                if (isBehind(cursor)) {
                    return cursor.batchStart();
                }
            }
            return LiveLane.UNBOUNDED;
        } catch (IOException e) {
            throw ReadFailure.of(folder.name(), e);
        }
    }

    /** Whether the batch that a cursor is at came at the declared time or later. */
    boolean isBehind(JournalCursor at) {
        return declared.mode() == ScanPosition.Mode.TIMESTAMP
                && at.kind() != JournalLayout.KEYS
                && at.millis() >= declared.millis();
    }
}

package io.barograph.local.live;

import io.barograph.core.aggregate.StateInput;
import io.barograph.core.aggregate.StateOutput;
import io.barograph.core.column.Batch;
import io.barograph.core.column.Schema;
import io.barograph.core.live.LiveLane;
import io.barograph.core.source.EventTime;
import io.barograph.core.source.RejectedRecord;
import io.barograph.core.watermark.LaneClock;
import io.barograph.local.spill.BatchCodec;
import io.barograph.local.spill.ByteBlock;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One lane as its worker has read it: where it stands, its clock, its row that waits for the next one, its books. The worker
 * writes; what is volatile anybody may read.
 */
final class LaneState {
    /** Bytes of read, used, late. */
    private static final int BOOKS = 3 * Long.BYTES;

    LiveLane lane;
    private final @Nullable EventTime limits;

    @Nullable
    LaneClock clock;

    /** The row that the clock holds, by all columns read, and what to say where it is not confirmed. */
    @Nullable
    Batch held;

    @Nullable
    RejectedRecord heldRecord;

    /** Where the first run began. */
    volatile long first;

    volatile long offset;
    volatile long read;
    volatile long used;
    volatile long late;
    /** Late rows among them that only an explicit retain made so. */
    volatile long retired;

    volatile long rejected;
    /** Behind it no window waits for this lane. */
    volatile long watermark = Long.MIN_VALUE;
    /** No row will be taken that is earlier. */
    volatile long settled = Long.MIN_VALUE;

    volatile long lastRowNanos;
    volatile long endOffset;
    /** Whether behind the offset there is the beginning of a record and nothing else. */
    volatile boolean waitsForRest;

    volatile boolean ended;

    /** Whether its bound is where somebody reads on later, rather than its end. Set before anybody reads. */
    boolean goesOn;
    /** Whether a lane that {@link #goesOn} is read to its bound. */
    boolean isAtBound;

    /**
     * Rows that are earlier come too late for windows that were let go before this lane came; {@link Long#MIN_VALUE} where none
     * were.
     */
    private long floor = Long.MIN_VALUE;

    LaneState(LiveLane lane, @Nullable EventTime limits, long now) {
        this.lane = lane;
        this.limits = limits;
        this.clock = limits == null ? null : new LaneClock(limits);
        this.first = lane.startOffset();
        this.offset = first;
        this.endOffset = lane.endOffset() == Long.MAX_VALUE ? offset : lane.endOffset();
        this.lastRowNanos = now;
    }

    /** The lane has come when windows that end here or before were let go. Before anybody reads it. */
    void cameAfter(long settled) {
        floor = settled;
    }

    long floor() {
        return floor;
    }

    /** Whether it is read to the end that it had when it was asked for. */
    boolean isCaughtUp() {
        return ended || waitsForRest || offset >= lane.endOffset();
    }

    /** Says how far the clock has come. */
    void moved() {
        LaneClock moved = clock;
        if (ended) {
            watermark = Long.MAX_VALUE;
            settled = Long.MAX_VALUE;
        } else if (moved != null && limits != null) {
            watermark = moved.watermark();
            // A key that falls behind the others, or that nobody has seen yet, may bring rows of any time.
            settled = limits.per() != null
                    ? Long.MIN_VALUE
                    : LaneClock.behind(moved.greatest(), Math.max(limits.publishNanos(), limits.acceptNanos()));
        }
    }

    /**
     * Layout: name, offset, first offset, read, used, late, retired, rejected, floor, bound; byte 1 where it has ended, or 0; byte
     * 1 and the clock, or 0; byte 1 and the held row, or 0.
     */
    void write(Schema schema, StateOutput output) {
        writeText(lane.name(), output);
        output.writeLong(offset);
        output.writeLong(first);
        output.writeLong(read);
        output.writeLong(used);
        output.writeLong(late);
        output.writeLong(retired);
        output.writeLong(rejected);
        output.writeLong(floor);
        output.writeLong(lane.boundOffset());
        output.writeByte(ended ? 1 : 0);
        output.writeByte(clock == null ? 0 : 1);
        if (clock != null) {
            clock.write(output);
        }
        output.writeByte(held == null ? 0 : 1);
        if (held != null) {
            ByteBlock row = new BatchCodec(schema).encode(held);
            output.writeVarint(row.length());
            output.writeBytes(row.bytes(), 0, row.length());
            RejectedRecord record = heldRecord;
            output.writeLong(record == null ? offset : record.offset());
            writeText(record == null ? "" : record.reason(), output);
            writeText(record == null ? "" : record.text(), output);
        }
    }

    /**
     * Takes what {@link #write} wrote behind the name.
     *
     * @return whether the lane had ended
     */
    private boolean readState(Schema schema, StateInput input, boolean keepsBound) {
        offset = input.readLong();
        first = input.readLong();
        read = input.readLong();
        used = input.readLong();
        late = input.readLong();
        retired = input.readLong();
        rejected = input.readLong();
        floor = input.readLong();
        long bound = input.readLong();
        if (keepsBound && bound != LiveLane.UNBOUNDED) {
            lane = lane.boundedAt(bound);
            endOffset = Math.min(endOffset, bound);
        }
        boolean hadEnded = input.readByte() == 1;
        if (input.readByte() == 1 && limits != null) {
            clock = LaneClock.read(limits, input);
        }
        if (input.readByte() == 1) {
            held = new BatchCodec(schema).decode(input.readBytes((int) input.readVarint()));
            long at = input.readLong();
            String reason = readText(input);
            heldRecord = new RejectedRecord(lane.name(), at, 0, reason, readText(input));
        }
        moved();
        return hadEnded;
    }

    /**
     * Takes up what {@link #write} wrote behind the name.
     *
     * @param keepsBound whether the lane ends where it was to end then, rather than where it is to end by now
     * @param settled windows that end here or before were let go; they did not wait for a lane that had ended, which may have
     *     more now
     */
    void resume(Schema schema, StateInput input, boolean keepsBound, long settled) {
        if (readState(schema, input, keepsBound)) {
            floor = Math.max(floor, settled);
        }
    }

    /** The lane as it was when it was {@link #write written}. */
    LaneState then(Schema schema, byte[] written) {
        LaneState state = new LaneState(lane, limits, lastRowNanos);
        StateInput input = new StateInput(written);
        readText(input);
        state.ended = state.readState(schema, input, true);
        state.moved();
        return state;
    }

    /**
     * Whether two written states are of one lane from one place to another, with equal clocks, and have or have not retired
     * rows; one that holds a row is like no other.
     */
    static boolean isSameStanding(byte[] one, byte[] other) {
        StateInput first = new StateInput(one);
        StateInput second = new StateInput(other);
        boolean same = readText(first).equals(readText(second))
                && first.readLong() == second.readLong()
                && first.readLong() == second.readLong();
        first.readBytes(BOOKS);
        second.readBytes(BOOKS);
        same &= first.readLong() > 0 == second.readLong() > 0;
        return same && one[one.length - 1] == 0 && Arrays.equals(rest(first), rest(second));
    }

    private static byte[] rest(StateInput input) {
        StateOutput output = new StateOutput();
        while (!input.isAtEnd()) {
            output.writeByte(input.readByte());
        }
        return output.toByteArray();
    }

    static void writeText(String text, StateOutput output) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        output.writeVarint(bytes.length);
        output.writeBytes(bytes, 0, bytes.length);
    }

    static String readText(StateInput input) {
        return new String(input.readBytes((int) input.readVarint()), StandardCharsets.UTF_8);
    }

    /** A copy of one row in arrays of its own. */
    static Batch copy(Schema schema, Batch row) {
        ByteBlock block = new BatchCodec(schema).encode(row);
        return new BatchCodec(schema).decode(block.bytes());
    }
}

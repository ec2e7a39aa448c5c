package io.barograph.core.watermark;

import io.barograph.core.aggregate.StateInput;
import io.barograph.core.aggregate.StateOutput;
import io.barograph.core.column.Column;
import io.barograph.core.column.LongColumn;
import io.barograph.core.column.Validity;
import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.core.source.EventTime;
import io.barograph.core.source.TimeStretch;
import io.barograph.core.text.IntervalText;
import org.jspecify.annotations.Nullable;

/**
 * The event time of one lane, and by it the verdict on each of its rows. Rows go in in the lane's order; the verdicts depend
 * on the rows and their order alone, not on when they come or how they are cut into batches.
 *
 * <p><b>Late.</b> Let M be the greatest time among the earlier rows of the lane, or with {@code PER column} among those of
 * the lane and the row's key (NULL is a key). A row is late if its time is less than M − accept; equal is not late.
 *
 * <p><b>Implausible.</b> A row more than max-leap ahead of the lane's greatest time is <em>held</em>: it moves no clock until
 * the lane's next row that has a time confirms it. That row does so if it is as far ahead itself, and within max-leap of the
 * held one. Confirmed, the held row is used and the clock moves to it, before the confirming row is judged. Unconfirmed, it
 * is implausible, as is one that the lane's end leaves held. A lane's first row is nobody's leap.
 *
 * <p>A row whose time is NULL is used; it moves and confirms nothing.
 *
 * <p><b>Parallel reading.</b> The greatest of times is associative: what a clock that began with nothing in the midst of a lane
 * has seen makes it, together with the lane's clock there, the lane's clock behind its rows ({@link #continueFrom}), unless
 * leaps are in the way ({@link #canFollow}).
 *
 * <p>Used by one thread.
 */
public final class LaneClock {
    /** The row is delivered. */
    public static final byte USED = 0;

    public static final byte LATE = 1;
    /** The row is rejected: no other has confirmed its time. */
    public static final byte IMPLAUSIBLE = 2;
    /** The rows so far do not tell: {@link #carried} will. */
    public static final byte HELD = 3;

    private static final int VERSION = 1;

    /** No row has had a time yet. Less than any TIMESTAMP. */
    static final long NO_TIME = Long.MIN_VALUE;

    private final EventTime limits;
    private final @Nullable KeyTimes keys;

    private long greatest = NO_TIME;
    /** What bears on {@link #canFollow}. */
    private long first = NO_TIME;

    private boolean hasHeld;

    private long held = NO_TIME;
    private int heldKey;
    /** The held row's position in the batch at hand, or -1 where it came before. */
    private int heldRow;

    private byte carried = USED;

    /** Receives the greatest time before each row; null where nobody asks. */
    private long @Nullable [] before;

    /** A clock at a lane's begin, or for {@link #canFollow} anywhere. */
    public LaneClock(EventTime limits) {
        this.limits = limits;
        this.keys = limits.per() == null ? null : new KeyTimes();
    }

    private LaneClock(LaneClock from) {
        limits = from.limits;
        keys = from.keys == null ? null : from.keys.copy();
        greatest = from.greatest;
        first = from.first;
        hasHeld = from.hasHeld;
        held = from.held;
        heldKey = from.heldKey;
        heldRow = -1;
    }

    /**
     * Writes what the clock knows, for a checkpoint.
     *
     * <p><b>Layout</b>, version 1: byte 1; the greatest time; the held one; byte 1 where keys follow: their number as a
     * varint, and per key its value and its greatest time ({@link KeyTimes}).
     */
    public void write(StateOutput output) {
        output.writeByte(VERSION);
        output.writeLong(greatest);
        output.writeLong(held);
        output.writeByte(keys == null ? 0 : 1);
        if (keys != null) {
            keys.write(heldKey, output);
        }
    }

    /**
     * A clock as {@link #write} left it, of which {@link #canFollow} must not be asked.
     *
     * @throws io.barograph.core.error.BarographException BAD_DATA where the bytes are damaged, or of another version
     */
    public static LaneClock read(EventTime limits, StateInput input) {
        LaneClock clock = new LaneClock(limits);
        int version = input.readByte();
        clock.greatest = input.readLong();
        clock.held = input.readLong();
        clock.heldRow = -1;
        boolean hasKeys = input.readByte() == 1;
        if (version != VERSION || hasKeys != (clock.keys != null)) {
            throw new BarographException(
                    ErrorCode.BAD_DATA,
                    "a saved clock has layout version " + version + (hasKeys ? " and keys" : "") + "; expected is "
                            + VERSION + (clock.keys == null ? "" : " with keys"));
        }
        if (clock.keys != null) {
            clock.heldKey = clock.keys.read(input);
        }
        return clock;
    }

    /** The same clock, to go another way from here. */
    public LaneClock copy() {
        return new LaneClock(this);
    }

    /** Whether a clock is needed at all: without it every row would be used. */
    public static boolean judges(EventTime limits) {
        return limits.acceptNanos() != EventTime.ALL || limits.maxLeapNanos() != EventTime.ALL;
    }

    /** The greatest time among the rows used and late so far, or {@link Long#MIN_VALUE} before one had a time. */
    public long greatest() {
        return greatest;
    }

    /** Behind it no window waits for this lane: the greatest time less publish; {@link Long#MIN_VALUE} before any time. */
    public long watermark() {
        return behind(greatest, limits.publishNanos());
    }

    /** What is wrong with a late row, to people. */
    public static String whyLate(EventTime limits) {
        return "late: column '" + limits.column() + "' is more than " + IntervalText.toString(limits.acceptNanos())
                + " behind " + (limits.per() == null ? "the lane" : "its " + limits.per());
    }

    /** What is wrong with an implausible row, to people. */
    public static String whyImplausible(EventTime limits) {
        return "column '" + limits.column() + "': implausible, more than "
                + IntervalText.toString(limits.maxLeapNanos()) + " ahead of the lane, and the next row is not";
    }

    /** A time less a length, {@link Long#MIN_VALUE} where there is no time or no such one. */
    public static long behind(long time, long nanos) {
        return time == NO_TIME ? NO_TIME : minus(time, nanos);
    }

    /** Whether the last row that had a time is held. */
    public boolean isHolding() {
        return held != NO_TIME;
    }

    /**
     * From now on, {@link #judge} says what each row is behind.
     *
     * @param times receives, at the position of a row that has a time and is not held, the greatest time before it, of the lane
     *     or of its key; {@link Long#MIN_VALUE} where there is none
     */
    public void tellTimesBefore(long[] times) {
        before = times;
    }

    /**
     * Judges the next rows of the lane.
     *
     * @param time the TIMESTAMP column
     * @param per the column of {@link EventTime#per}, where there is one
     * @param verdicts receives one per row; only a last one may be {@link #HELD}, not counting rows without a time
     * @return how many rows are not {@link #USED}
     */
    public int judge(LongColumn time, @Nullable Column per, int size, byte[] verdicts) {
        int[] numbers = keys == null || per == null ? null : keys.numbers(per, size);
        long[] times = time.values();
        Validity present = time.validity();
        carried = held == NO_TIME ? USED : HELD;
        int refused = 0;
        for (int i = 0; i < size; i++) {
            verdicts[i] = USED;
            if (present.isNull(i)) {
                continue;
            }
            long t = times[i];
            if (held != NO_TIME) {
                refused -= settle(confirms(t), verdicts);
            }
            if (greatest == NO_TIME) {
                first = first == NO_TIME ? t : first;
            } else if (leaps(t)) {
                held = t;
                heldRow = i;
                heldKey = numbers == null ? 0 : numbers[i];
                hasHeld = true;
                verdicts[i] = HELD;
                refused++;
                continue;
            }
            long ahead = advance(t, numbers == null ? 0 : numbers[i]);
            if (before != null) {
                before[i] = ahead;
            }
            if (ahead != NO_TIME && t < minus(ahead, limits.acceptNanos())) {
                verdicts[i] = LATE;
                refused++;
            }
        }
        // A row that is held now is of an earlier batch by the next call.
        heldRow = -1;
        return refused;
    }

    /** Whether the clock can be moved behind rows without seeing each: not with PER, nor where one of them leaps or one is held. */
    public boolean canPass(TimeStretch rows) {
        long leap = limits.maxLeapNanos();
        boolean leaps = leap != EventTime.ALL && rows.ahead() > leap || greatest != NO_TIME && leaps(rows.first());
        return keys == null && before == null && held == NO_TIME && !leaps;
    }

    /** Whether one of the rows that {@link #canPass can} be passed is late. */
    public boolean findsLate(TimeStretch rows) {
        long accept = limits.acceptNanos();
        return accept != EventTime.ALL && rows.behind() > accept || rows.least() < behind(greatest, accept);
    }

    /** Moves the clock behind rows that {@link #canPass can} be passed, as {@link #judge} would. */
    public void pass(TimeStretch rows) {
        if (greatest == NO_TIME && first == NO_TIME) {
            first = rows.first();
        }
        greatest = Math.max(greatest, rows.greatest());
    }

    /** Moves the clock to a time that is no leap; gives the greatest one before, by which it is judged. */
    private long advance(long t, int key) {
        long ahead = greatest;
        greatest = Math.max(greatest, t);
        return keys == null ? ahead : keys.advance(key, t);
    }

    private boolean leaps(long t) {
        return t > plus(greatest, limits.maxLeapNanos());
    }

    private boolean confirms(long t) {
        long leap = limits.maxLeapNanos();
        return leaps(t) && t >= minus(held, leap) && t <= plus(held, leap);
    }

    /** Decides on the held row; gives 1 where a row of the batch at hand is used by that, else 0. */
    private int settle(boolean confirmed, byte[] verdicts) {
        byte verdict = confirmed ? USED : IMPLAUSIBLE;
        if (confirmed) {
            advance(held, heldKey);
        }
        held = NO_TIME;
        if (heldRow < 0) {
            carried = verdict;
            return 0;
        }
        verdicts[heldRow] = verdict;
        heldRow = -1;
        return confirmed ? 1 : 0;
    }

    /**
     * The verdict on the row that was held when the last call of {@link #judge} began: {@link #USED}, {@link #IMPLAUSIBLE},
     * or {@link #HELD} still. USED where none was.
     */
    public byte carried() {
        return carried;
    }

    /** The lane ends: what is held is implausible. Gives whether something was. */
    public boolean end() {
        boolean unconfirmed = held != NO_TIME;
        held = NO_TIME;
        return unconfirmed;
    }

    /**
     * Whether this clock, which began with nothing at a row in the midst of the lane, has taken the same rows for leaps, namely
     * none, as it would have done behind the rows before. Its verdicts may have been others.
     *
     * @param before the lane's clock at that row
     */
    public boolean canFollow(LaneClock before) {
        return !before.isHolding()
                && !hasHeld
                && (first == NO_TIME || before.greatest == NO_TIME || !before.leaps(first));
    }

    /** Makes this clock, which {@link #canFollow can}, the one that stood at {@code before} when its rows began. */
    public void continueFrom(LaneClock before) {
        first = before.first == NO_TIME ? first : before.first;
        greatest = Math.max(greatest, before.greatest);
        if (keys != null && before.keys != null) {
            keys.continueFrom(before.keys);
        }
    }

    /** The difference, or {@link Long#MIN_VALUE} where it lies below; without end of {@link EventTime#ALL}. */
    static long minus(long time, long nanos) {
        return nanos == EventTime.ALL || time < Long.MIN_VALUE + nanos ? Long.MIN_VALUE : time - nanos;
    }

    private static long plus(long time, long nanos) {
        return nanos == EventTime.ALL || time > Long.MAX_VALUE - nanos ? Long.MAX_VALUE : time + nanos;
    }
}

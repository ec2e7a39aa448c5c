package io.barograph.core.series;

import io.barograph.core.aggregate.StateInput;
import io.barograph.core.aggregate.StateOutput;
import io.barograph.core.aggregate.ValueCodec;
import io.barograph.core.aggregate.exact.Line;
import io.barograph.core.column.Batch;
import io.barograph.core.column.Column;
import io.barograph.core.column.Type;
import io.barograph.core.column.Validity;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A column's values at points that wait, and its last reading. Points are numbered by where they lie in the queue that all columns
 * share; those below {@link #known} have their value. NULL is no reading.
 *
 * <p>Where several readings stand at a point, a line leaves from the last of them and arrives at the first: what is asked for
 * both sides of its points keeps both values.
 */
final class PointColumn {
    /** Above this many texts a codec is made anew with the next key. */
    private static final int MOST_TEXTS = 1 << 16;

    private final Fill fill;
    private final Type type;
    /** The longest distance that is filled, in nanoseconds, unsigned. */
    private final long maxGap;

    private final boolean hasConstant;
    private final long constant;
    private ValueCodec codec;
    private boolean hasReading;
    private long reading;
    /** The first of the readings that stand at {@link #readingTime}; {@link #reading} is the last. */
    private long firstReading;

    private long readingTime;
    private final PointValues leaving = new PointValues();
    /** What a line arrives with, point by point; null where nobody asks for it. */
    private final @Nullable PointValues arriving;

    private long[] encoded = new long[0];
    private Validity validity = Validity.ALL;

    /**
     * @param type of the filled column
     * @param twoSided whether the values that lines arrive with are asked for, too
     */
    PointColumn(Fill fill, Type type, long maxGap, boolean twoSided) {
        this.arriving = twoSided ? new PointValues() : null;
        this.fill = fill;
        this.type = type;
        this.maxGap = maxGap;
        this.codec = new ValueCodec(type);
        this.hasConstant = fill instanceof Fill.Constant;
        this.constant = fill instanceof Fill.Constant given ? encoded(given.number(), type) : 0;
    }

    private static long encoded(Number number, Type type) {
        return type == Type.DOUBLE ? ValueCodec.fromDouble(number.doubleValue()) : number.longValue();
    }

    void begin() {
        hasReading = false;
        reading = 0;
        firstReading = 0;
        readingTime = 0;
        leaving.clear();
        if (arriving != null) {
            arriving.clear();
        }
        if (codec.isCoded() && codec.dictionary().size() > MOST_TEXTS) {
            codec = new ValueCodec(type);
        }
    }

    /** Looks at the readings of a batch. */
    void over(Batch batch, int column) {
        Column given = batch.column(column);
        encoded = codec.encode(type == Type.DOUBLE ? Numbers.of(given, batch.size()) : given, batch.size());
        validity = given.validity();
    }

    /** The batch's readings as they come out. */
    Column readings(int size) {
        return codec.decode(encoded.clone(), size, validity);
    }

    int known() {
        return leaving.known();
    }

    /** Fills what is known of points without looking ahead. */
    void extend(long[] points, int end) {
        while (known() < end) {
            long point = points[known()];
            if (hasReading && readingTime == point) {
                put(reading, firstReading);
            } else if (hasConstant) {
                put(constant);
            } else if (fill == Fill.Method.PREV && hasReading && isNear(readingTime, point)) {
                put(reading);
            } else if (fill == Fill.Method.NEXT || fill == Fill.Method.LINEAR && hasReading) {
                return;
            } else {
                putNull();
            }
        }
    }

    /** A row comes, later than all points: fills those that now have both neighbours, or are too far from them. */
    void arrive(int row, long time, long[] points, int end) {
        boolean isReading = validity.isPresent(row);
        boolean joined = isNear(readingTime, time);
        while (known() < end) {
            long point = points[known()];
            if (fill == Fill.Method.LINEAR) {
                if (!joined) {
                    putNull();
                } else if (isReading) {
                    put(ValueCodec.fromDouble(Line.between(
                            ValueCodec.toDouble(reading),
                            ValueCodec.toDouble(encoded[row]),
                            point - readingTime,
                            time - point)));
                } else {
                    return;
                }
            } else if (!isNear(point, time)) {
                putNull();
            } else if (isReading) {
                put(encoded[row]);
            } else {
                return;
            }
        }
    }

    /** Whether one time is no further behind another than is filled. */
    private boolean isNear(long earlier, long later) {
        return Long.compareUnsigned(later - earlier, maxGap) <= 0;
    }

    /** Takes a row's reading, if it has one, as the last. */
    void take(int row, long time) {
        if (validity.isPresent(row)) {
            if (!hasReading || time != readingTime) {
                firstReading = encoded[row];
            }
            hasReading = true;
            reading = encoded[row];
            readingTime = time;
        }
    }

    /** No row follows: points that wait stay NULL. */
    void end(int end) {
        while (known() < end) {
            putNull();
        }
    }

    private void put(long value) {
        put(value, value);
    }

    private void put(long value, long arrival) {
        leaving.put(value);
        if (arriving != null) {
            arriving.put(arrival);
        }
    }

    private void putNull() {
        leaving.putNull();
        if (arriving != null) {
            arriving.putNull();
        }
    }

    /** The values of some points, as a new column. */
    Column column(int from, int count) {
        return leaving.column(from, count, codec);
    }

    /** As {@link #column}, what lines arrive with; of a column that is two-sided. */
    Column arrivals(int from, int count) {
        return Objects.requireNonNull(arriving).column(from, count, codec);
    }

    /** Forgets the points below a number; those from it on are numbered from 0. */
    void drop(int count) {
        leaving.drop(count);
        if (arriving != null) {
            arriving.drop(count);
        }
    }

    /** Writes the last reading, and what is known of the points that wait. */
    void write(StateOutput output) {
        output.writeByte(hasReading ? 1 : 0);
        if (hasReading) {
            output.writeLong(readingTime);
            codec.write(reading, output);
        }
        leaving.write(output, codec);
        if (arriving != null) {
            if (hasReading) {
                codec.write(firstReading, output);
            }
            arriving.write(output, codec);
        }
    }

    /** @param waiting how many points wait */
    void read(StateInput input, int waiting) {
        hasReading = input.readByte() != 0;
        if (hasReading) {
            readingTime = input.readLong();
            reading = codec.read(input);
        }
        leaving.read(input, codec, waiting);
        if (arriving != null) {
            if (hasReading) {
                firstReading = codec.read(input);
            }
            arriving.read(input, codec, waiting);
        }
    }

    long memoryBytes() {
        return 64 + leaving.memoryBytes() + (arriving == null ? 0 : arriving.memoryBytes()) + codec.memoryBytes();
    }
}

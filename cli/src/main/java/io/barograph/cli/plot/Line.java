package io.barograph.cli.plot;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * One line of a panel.
 *
 * @param label of the legend
 * @param series number of the line's key among all keys of the chart: what its colour goes by
 * @param buckets ascending by column
 * @param marks values to be marked
 * @param gapNanos the line is broken where more time than this passes between two values of different columns
 */
public record Line(String label, int series, List<Bucket> buckets, List<Mark> marks, long gapNanos) {
    /** A gap is more than so many of the usual intervals, as {@code baro summarize} has it. */
    private static final int INTERVALS_OF_GAP = 5;

    public Line {
        buckets = List.copyOf(buckets);
        marks = List.copyOf(marks);
    }

    /** Whether there is a gap between a bucket, not the first, and the one before it. */
    public boolean breaksBefore(int bucket) {
        Bucket before = buckets.get(bucket - 1);
        Bucket after = buckets.get(bucket);
        return after.column() != before.column() && passed(before.lastTime(), after.firstTime()) > gapNanos;
    }

    /** Whether a bucket is a single value with gaps on both sides: no line would show it. */
    public boolean isAlone(int bucket) {
        Bucket at = buckets.get(bucket);
        return at.least() == at.most()
                && (bucket == 0 || breaksBefore(bucket))
                && (bucket == buckets.size() - 1 || breaksBefore(bucket + 1));
    }

    /** The time between two, or the longest that there is. */
    private static long passed(long from, long to) {
        long passed = to - from;
        return passed < 0 ? Long.MAX_VALUE : passed;
    }

    /** What is a gap among these values: more than five of their usual intervals, and more than a column and a half. */
    static long gap(List<Bucket> buckets, TimeGrid grid) {
        long columns = grid.columnNanos() + grid.columnNanos() / 2;
        double gap =
                Math.max((double) INTERVALS_OF_GAP * usualInterval(buckets), columns < 0 ? Long.MAX_VALUE : columns);
        return (long) gap;
    }

    /**
     * The median interval, as nearly as buckets tell: within one, intervals are taken for equal; between two, they are known.
     * 0 where there is none.
     */
    private static long usualInterval(List<Bucket> buckets) {
        record Interval(long nanos, long times) {}
        List<Interval> intervals = new ArrayList<>();
        for (int i = 0; i < buckets.size(); i++) {
            Bucket bucket = buckets.get(i);
            if (bucket.lastTime() > bucket.firstTime()) {
                long times = bucket.count() - 1;
                intervals.add(new Interval(passed(bucket.firstTime(), bucket.lastTime()) / times, times));
            }
            if (i > 0) {
                intervals.add(new Interval(passed(buckets.get(i - 1).lastTime(), bucket.firstTime()), 1));
            }
        }
        intervals.sort(Comparator.comparingLong(Interval::nanos));
        long all = intervals.stream().mapToLong(Interval::times).sum();
        long below = 0;
        for (Interval interval : intervals) {
            below += interval.times();
            if (2 * below >= all) {
                return interval.nanos();
            }
        }
        return 0;
    }
}

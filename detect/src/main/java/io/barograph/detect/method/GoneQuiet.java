package io.barograph.detect.method;

import io.barograph.core.aggregate.StateInput;
import io.barograph.core.aggregate.StateOutput;
import io.barograph.detect.Amounts;
import io.barograph.detect.Detector;
import io.barograph.detect.Parameter;
import io.barograph.detect.Settings;
import io.barograph.detect.States;
import io.barograph.detect.TimeScale;
import io.barograph.detect.Track;
import java.util.List;

/** Silence: no row for much longer than the series ever paused. */
public final class GoneQuiet implements Detector {
    @Override
    public String name() {
        return "gone_quiet";
    }

    @Override
    public String description() {
        return "Finds silence, as soon as its time has passed: no value for much longer than the series used to pause.";
    }

    @Override
    public String source() {
        return "A time-out, learned from the series' own intervals";
    }

    @Override
    public List<Parameter> parameters() {
        return List.of(
                new Parameter(
                        "intervals", "intervals", 20, 1, 1e9, "How many usual intervals a pause may last, at least."),
                new Parameter("factor", "", 3, 1, 1e6, "How many times as long as the longest pause before."));
    }

    @Override
    public Track track(Settings settings, String metric, TimeScale scale) {
        return new Pauses(settings.value("intervals"), settings.value("factor"), scale);
    }

    private static final class Pauses implements Track {
        /** Intervals that must be known before a pause is judged. */
        private static final int WARM_UP = 30;
        /** With each row, older pauses count a little less. */
        private static final double FORGET = 0.9999;

        private final double intervals;
        private final double factor;
        private final TimeScale scale;
        private final Average interval = new Average(2000);
        private double longest;
        private boolean begun;
        private long last;
        private boolean expired;
        /** What the reason tells of: the row before the silence, its length and the interval that was usual. */
        private long since;

        private double usual;
        private double pause;

        Pauses(double intervals, double factor, TimeScale scale) {
            this.intervals = intervals;
            this.factor = factor;
            this.scale = scale;
        }

        @Override
        public double observe(long time, double value) {
            double score = 0;
            if (begun) {
                pause = Elapsed.between(last, time);
                usual = interval.mean();
                double limit = limit();
                score = pause > limit ? Track.score(pause, limit) : 0;
                interval.add(pause);
                longest = Math.max(pause, longest * FORGET);
            }
            begun = true;
            expired = false;
            since = last;
            last = time;
            return score;
        }

        /** The longest pause, in the unit of the scale, that is no silence. */
        private double limit() {
            double limit = Math.max(intervals * interval.mean(), factor * longest);
            return interval.rows() < WARM_UP || limit == 0 ? Double.POSITIVE_INFINITY : limit;
        }

        @Override
        public long deadline() {
            return begun && !expired ? Elapsed.after(last, limit()) : Long.MAX_VALUE;
        }

        @Override
        public double expire() {
            pause = limit();
            usual = interval.mean();
            since = last;
            expired = true;
            return ALARM;
        }

        @Override
        public String reason() {
            return "silent since " + scale.time(since) + ", "
                    + Amounts.count((long) Math.max(1, Math.rint(pause / usual) - (expired ? 0 : 1)))
                    + " rows missing; the usual interval is " + scale.duration(usual);
        }

        @Override
        public void write(StateOutput output) {
            interval.write(output);
            States.writeDouble(output, longest);
            output.writeByte((begun ? 1 : 0) | (expired ? 2 : 0));
            output.writeLong(last);
        }

        @Override
        public void read(StateInput input) {
            interval.read(input);
            longest = States.readDouble(input);
            int flags = input.readByte();
            begun = (flags & 1) != 0;
            expired = (flags & 2) != 0;
            last = input.readLong();
        }

        @Override
        public long memoryBytes() {
            return 112;
        }
    }
}

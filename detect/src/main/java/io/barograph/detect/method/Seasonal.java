package io.barograph.detect.method;

import io.barograph.core.aggregate.StateInput;
import io.barograph.core.aggregate.StateOutput;
import io.barograph.core.zone.Zone;
import io.barograph.core.zone.ZoneCursor;
import io.barograph.detect.Amounts;
import io.barograph.detect.Detector;
import io.barograph.detect.Parameter;
import io.barograph.detect.Settings;
import io.barograph.detect.States;
import io.barograph.detect.TimeScale;
import io.barograph.detect.Track;
import java.util.List;

/** Values that are unusual for their hour of the day and day of the week. */
public final class Seasonal implements Detector {
    private static final int HOURS = 24;
    private static final int DAYS = 7;
    private static final long NANOS = 1_000_000_000L;
    private static final long SECONDS_PER_HOUR = 3600;
    private static final String[] DAY_NAMES = {
        "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"
    };
    /** 1970-01-01 was a Thursday. */
    private static final int FIRST_DAY = 3;

    @Override
    public String name() {
        return "seasonal";
    }

    @Override
    public String description() {
        return "Finds values unusual for their hour of the day and their day of the week, UTC or those of the zone given (zone => 'Asia/Seoul'),"
                + " which it learns as rows come.";
    }

    @Override
    public String source() {
        return "Additive seasonal profile with exponential forgetting: Winters, Management Science 6, 1960; judged by the series'"
                + " own tail, as in extreme_value";
    }

    @Override
    public boolean needsClock() {
        return true;
    }

    @Override
    public List<Parameter> parameters() {
        return List.of(
                new Parameter("days", "days", 7, 1, 1000, "How many days back the profile looks."),
                ExtremeValue.THRESHOLD);
    }

    @Override
    public Track track(Settings settings, String metric, TimeScale scale) {
        return new Profile(settings.rows("days"), settings.value("threshold"), scale.zone());
    }

    /** A day of the week is seen in 24 hours a week; its offset looks back about four of its weeks. */
    private static final double DAY_WEIGHT = 1.0 / (24 * 4);

    private static final class Profile implements Track {
        private final int days;
        private final double limit;
        private final Zone zone;
        private final ZoneCursor clock;
        private final double[] hours = new double[HOURS];
        private final double[] offsets = new double[DAYS];
        /** How often an hour of the day was seen to its end, as far as the profile looks back. */
        private final int[] seen = new int[HOURS];

        private final Tail tail = new Tail();
        private double value;
        private double expected;
        /** Hours on the zone's clocks, since they showed the epoch, of the hour that the last row lies in; its rows so far and their mean. */
        private long present = Long.MIN_VALUE;

        private long rows;
        private double mean;

        Profile(int days, double limit, Zone zone) {
            this.days = days;
            this.limit = limit;
            this.zone = zone;
            this.clock = new ZoneCursor(zone);
        }

        @Override
        public double observe(long time, double observed) {
            value = observed;
            long second = Math.floorDiv(time, NANOS);
            // The hour that clocks show twice in autumn is one hour, of twice the rows.
            long hour = Math.floorDiv(second + clock.offsetAt(second), SECONDS_PER_HOUR);
            if (hour != present) {
                learn();
                present = hour;
                rows = 0;
                mean = 0;
            }
            int ofDay = hourOfDay(hour);
            double score = 0;
            if (seen[ofDay] > 0) {
                expected = hours[ofDay] + offsets[dayOfWeek(hour)];
                double deviation = Math.abs(value - expected);
                score = tail.score(deviation, limit);
                tail.add(deviation);
            }
            rows++;
            mean += (value - mean) / rows;
            return score;
        }

        /** The hour is over: the profile moves towards its mean. */
        private void learn() {
            if (rows == 0) {
                return;
            }
            int ofDay = hourOfDay(present);
            int ofWeek = dayOfWeek(present);
            if (seen[ofDay] < days) {
                seen[ofDay]++;
            }
            double residual = mean - hours[ofDay] - offsets[ofWeek];
            hours[ofDay] += residual / seen[ofDay];
            if (seen[ofDay] > 1) {
                offsets[ofWeek] += residual * DAY_WEIGHT;
            }
        }

        private static int hourOfDay(long hour) {
            return (int) Math.floorMod(hour, (long) HOURS);
        }

        private static int dayOfWeek(long hour) {
            return (int) Math.floorMod(Math.floorDiv(hour, (long) HOURS) + FIRST_DAY, (long) DAYS);
        }

        @Override
        public String reason() {
            int hour = hourOfDay(present);
            return Amounts.exactly(value) + " is " + Amounts.number(Math.abs(value - expected))
                    + (value < expected ? " below" : " above") + " the usual " + Amounts.number(expected) + " of "
                    + DAY_NAMES[dayOfWeek(present)] + " from " + hour + " to " + (hour + 1) + " h " + zone.name() + "; "
                    + Reasons.threshold(tail);
        }

        @Override
        public void write(StateOutput output) {
            for (double hour : hours) {
                States.writeDouble(output, hour);
            }
            for (double offset : offsets) {
                States.writeDouble(output, offset);
            }
            for (int count : seen) {
                output.writeVarint(count);
            }
            tail.write(output);
            output.writeLong(present);
            output.writeVarint(rows);
            States.writeDouble(output, mean);
        }

        @Override
        public void read(StateInput input) {
            for (int i = 0; i < HOURS; i++) {
                hours[i] = States.readDouble(input);
            }
            for (int i = 0; i < DAYS; i++) {
                offsets[i] = States.readDouble(input);
            }
            for (int i = 0; i < HOURS; i++) {
                seen[i] = States.readCount(input, days);
            }
            tail.read(input);
            present = input.readLong();
            rows = input.readVarint();
            mean = States.readDouble(input);
        }

        @Override
        public long memoryBytes() {
            return 8L * (HOURS + DAYS) + 4L * HOURS + 160 + Tail.memoryBytes();
        }
    }
}

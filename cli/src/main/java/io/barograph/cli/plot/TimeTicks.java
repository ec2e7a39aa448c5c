package io.barograph.cli.plot;

import io.barograph.core.zone.Zone;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;

/** Round times to label an axis with, as a zone's clocks and calendar show them. */
final class TimeTicks {
    private static final long SECOND = LocalTimes.NANOS_PER_SECOND;
    private static final long MINUTE = 60 * SECOND;
    private static final long HOUR = 60 * MINUTE;
    private static final long DAY = 24 * HOUR;
    private static final double MONTH = 30.44 * DAY;
    private static final double YEAR = 365.25 * DAY;
    /** Cells between two labels. */
    private static final int ROOM = 2;

    private static final DateTimeFormatter MINUTES = DateTimeFormatter.ofPattern("HH:mm");
    private static final DateTimeFormatter DAY_AND_MINUTES = DateTimeFormatter.ofPattern("MM-dd HH:mm");
    private static final DateTimeFormatter SECONDS = DateTimeFormatter.ofPattern("HH:mm:ss");
    private static final DateTimeFormatter DAYS = DateTimeFormatter.ofPattern("uuuu-MM-dd");
    private static final DateTimeFormatter MONTHS = DateTimeFormatter.ofPattern("uuuu-MM");

    /** A time and how it is written. */
    record Tick(long nanos, String label) {}

    /** What a step counts. */
    private enum Unit {
        NANOS(1, 19),
        SECONDS(SECOND, 8),
        MINUTES(MINUTE, 11),
        DAYS(DAY, 10),
        MONTHS(MONTH, 7),
        YEARS(YEAR, 4);

        private final double nanos;
        private final int cells;

        Unit(double nanos, int cells) {
            this.nanos = nanos;
            this.cells = cells;
        }
    }

    private record Step(Unit unit, int times) {
        double nanos() {
            return unit.nanos * times;
        }

        int cells() {
            return unit == Unit.NANOS ? SECONDS_CELLS + 1 + decimals() : unit.cells;
        }

        /** Digits behind the point of a second that multiples of this step need. */
        int decimals() {
            return Long.toString(SECOND / times - 1).length();
        }
    }

    private static final int SECONDS_CELLS = 8;
    private static final List<Step> STEPS = steps();

    private final long first;
    private final long last;
    private final Zone zone;
    private final List<Tick> ticks = new ArrayList<>();

    private TimeTicks(long first, long last, Zone zone) {
        this.first = first;
        this.last = last;
        this.zone = zone;
    }

    /** The ticks of a range whose labels have room beside each other in a line of so many cells. */
    static List<Tick> of(long first, long last, Zone zone, int cells) {
        // Near together, times of our days are the same double.
        double span = last - first >= 0 ? last - first : (double) last - (double) first;
        Step step = STEPS.get(STEPS.size() - 1);
        for (Step candidate : STEPS) {
            if (span / candidate.nanos() * (candidate.cells() + ROOM) <= cells) {
                step = candidate;
                break;
            }
        }
        TimeTicks ticks = new TimeTicks(first, last, zone);
        ticks.fill(step);
        return ticks.ticks;
    }

    private void fill(Step step) {
        switch (step.unit) {
            case NANOS -> fillNanos(step);
            case SECONDS -> fillSeconds(step.times, SECONDS, SECONDS);
            case MINUTES -> fillSeconds(step.times * 60L, MINUTES, DAY_AND_MINUTES);
            case DAYS -> fillDays(step.times);
            case MONTHS -> fillMonths(step.times, MONTHS);
            case YEARS -> fillMonths(step.times * 12, DateTimeFormatter.ofPattern("uuuu"));
        }
    }

    private void fillNanos(Step step) {
        for (long at = -Math.floorDiv(-first, (long) step.times) * step.times;
                at <= last && at >= first;
                at += step.times) {
            LocalDateTime local = LocalTimes.at(at, zone);
            ticks.add(new Tick(at, SECONDS.format(local) + LocalTimes.fraction(local.getNano(), step.decimals())));
        }
    }

    /** Steps of seconds to hours fall on round local times. */
    private void fillSeconds(long step, DateTimeFormatter format, DateTimeFormatter firstOfDay) {
        long from = Math.floorDiv(first, SECOND);
        long to = Math.floorDiv(last, SECOND);
        int day = Integer.MIN_VALUE;
        for (long local = Math.floorDiv(from + zone.offsetAt(from), step) * step; ; local += step) {
            long instant = zone.instantOf(local);
            if (instant > to) {
                return;
            }
            int today = zone.dayAt(instant);
            // A local time that clocks skip means one that comes again.
            if (add(instant, today == day ? format : firstOfDay)) {
                day = today;
            }
        }
    }

    private void fillDays(int step) {
        int monday = 4;
        int day = zone.dayAt(Math.floorDiv(first, SECOND));
        day -= Math.floorMod(day - monday, step);
        for (; ; day += step) {
            long instant = zone.startOfDay(day);
            if (instant > Math.floorDiv(last, SECOND)) {
                return;
            }
            add(instant, DAYS);
        }
    }

    private void fillMonths(int step, DateTimeFormatter format) {
        LocalDate date = LocalTimes.at(first, zone).toLocalDate().withDayOfMonth(1);
        int months = date.getYear() * 12 + date.getMonthValue() - 1;
        for (date = date.minusMonths(Math.floorMod(months, step)); ; date = date.plusMonths(step)) {
            long instant = zone.startOfDay((int) date.toEpochDay());
            if (instant > Math.floorDiv(last, SECOND)) {
                return;
            }
            add(instant, format);
        }
    }

    /** Whether a tick at this second was added: it lies in the range, behind the one before. */
    private boolean add(long instant, DateTimeFormatter format) {
        boolean isBefore = instant < Math.floorDiv(first, SECOND)
                || instant == Math.floorDiv(first, SECOND) && Math.floorMod(first, SECOND) > 0;
        if (isBefore || !ticks.isEmpty() && instant * SECOND <= ticks.get(ticks.size() - 1).nanos) {
            return false;
        }
        ticks.add(new Tick(instant * SECOND, format.format(LocalTimes.at(instant * SECOND, zone))));
        return true;
    }

    private static List<Step> steps() {
        List<Step> steps = new ArrayList<>();
        for (int tens = 1; tens < SECOND; tens *= 10) {
            for (int times : new int[] {1, 2, 5}) {
                steps.add(new Step(Unit.NANOS, times * tens));
            }
        }
        for (int times : new int[] {1, 2, 5, 10, 15, 30}) {
            steps.add(new Step(Unit.SECONDS, times));
        }
        for (int times : new int[] {1, 2, 5, 10, 15, 30, 60, 120, 180, 360, 720}) {
            steps.add(new Step(Unit.MINUTES, times));
        }
        for (int times : new int[] {1, 2, 7}) {
            steps.add(new Step(Unit.DAYS, times));
        }
        for (int times : new int[] {1, 2, 3, 6}) {
            steps.add(new Step(Unit.MONTHS, times));
        }
        for (int times : new int[] {1, 2, 5, 10, 20, 50, 100, 200}) {
            steps.add(new Step(Unit.YEARS, times));
        }
        return steps;
    }
}

package io.barograph.sql;

import java.util.OptionalLong;

/** Fixed lengths of time, as options and settings give them: {@code '10 minutes'}, {@code '90s'}, {@code '1 hour 30 minutes'}. */
public final class LengthText {
    private LengthText() {}

    /** Nanoseconds, not negative; empty where the text is no such length: no unit, months, below zero, over 292 years. */
    public static OptionalLong nanos(String text) {
        IntervalText.Interval read = IntervalText.read(text).orElse(null);
        return read == null || read.isCalendar() || read.nanos() < 0
                ? OptionalLong.empty()
                : OptionalLong.of(read.nanos());
    }
}

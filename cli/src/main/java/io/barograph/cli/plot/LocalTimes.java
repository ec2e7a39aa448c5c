package io.barograph.cli.plot;

import io.barograph.core.zone.Zone;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** Times as a zone's clocks show them. */
final class LocalTimes {
    static final long NANOS_PER_SECOND = 1_000_000_000L;

    private static final DateTimeFormatter SECONDS = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss");

    private LocalTimes() {}

    /** What the clocks show at an instant. */
    static LocalDateTime at(long nanos, Zone zone) {
        long second = Math.floorDiv(nanos, NANOS_PER_SECOND);
        int fraction = (int) Math.floorMod(nanos, NANOS_PER_SECOND);
        return LocalDateTime.ofEpochSecond(second + zone.offsetAt(second), fraction, ZoneOffset.UTC);
    }

    /** Date and time, with a fraction of a second where there is one. */
    static String text(long nanos, Zone zone) {
        LocalDateTime local = at(nanos, zone);
        String text = SECONDS.format(local);
        return local.getNano() == 0 ? text : text + fraction(local.getNano(), 9).replaceAll("0+$", "");
    }

    /** A point and the first so many digits behind it. */
    static String fraction(int nanos, int digits) {
        String all = Long.toString(NANOS_PER_SECOND + nanos).substring(1);
        return digits == 0 ? "" : "." + all.substring(0, digits);
    }
}

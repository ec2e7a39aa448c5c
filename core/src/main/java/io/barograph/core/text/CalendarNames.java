package io.barograph.core.text;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.stream.Stream;

/** The English names of months and weekdays, which every locale's files may hold. The first three letters are the short names. */
final class CalendarNames {
    static final int SHORT = 3;

    static final byte[][] MONTHS = bytes(
            "January",
            "February",
            "March",
            "April",
            "May",
            "June",
            "July",
            "August",
            "September",
            "October",
            "November",
            "December");

    /** From Monday, as ISO counts them. */
    static final byte[][] WEEKDAYS =
            bytes("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday");

    private CalendarNames() {}

    /** The index of the name that a range begins with in full or in short, whatever the case; or -1. */
    static int find(byte[][] names, byte[] bytes, int from, int to) {
        for (int i = 0; i < names.length; i++) {
            if (common(names[i], bytes, from, to) >= SHORT) {
                return i;
            }
        }
        return -1;
    }

    /** How many bytes a name that {@link #find found} takes: the full name's where it stands there, else the short one's. */
    static int width(byte[] name, byte[] bytes, int from, int to) {
        return common(name, bytes, from, to) == name.length ? name.length : SHORT;
    }

    /** How many letters a range and a name have in common. */
    private static int common(byte[] name, byte[] bytes, int from, int to) {
        int length = Math.min(name.length, to - from);
        int i = 0;
        while (i < length && (bytes[from + i] | 0x20) == (name[i] | 0x20)) {
            i++;
        }
        return i;
    }

    private static byte[][] bytes(String... names) {
        return Stream.of(names).map(name -> name.getBytes(US_ASCII)).toArray(byte[][]::new);
    }
}

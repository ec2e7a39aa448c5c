package io.barograph.cli.summarize;

import io.barograph.cli.render.BoxTable;
import io.barograph.cli.render.BoxTable.Cell;
import io.barograph.cli.render.Durations;
import io.barograph.core.text.TimestampText;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a {@link ClockProfile} found, in words and as a table of keys. */
public final class ClockReport {
    /** Keys that get a row of their own: those with the most to tell. */
    private static final int SHOWN_KEYS = 10;

    /** Where more than one row in so many is out of order, the file is in another order than that of time. */
    private static final int SHUFFLED_SHARE = 10;

    private static final int[] WITHOUT_DATES = {0, 1, 4, 5, 6, 7, 8, 9};

    private ClockReport() {}

    /** The text, lines ended by line feeds. */
    public static String text(
            ClockProfile profile, String timeName, @Nullable String keyName, int width, boolean colours) {
        KeyClock total = profile.total();
        List<ClockProfile.Entry> entries = profile.entries();
        StringBuilder text = new StringBuilder();
        text.append("time: ").append(timeName);
        if (keyName != null) {
            text.append(String.format(Locale.ROOT, "; key: %s (%,d)", keyName, entries.size()));
        }
        text.append('\n');
        if (total.first <= total.last) {
            line(
                    text,
                    "from, to",
                    TimestampText.toString(total.first) + ", " + TimestampText.toString(total.last) + " ("
                            + Durations.text(total.last - total.first) + ")");
            line(text, "rate", rate(total, keyName));
            line(text, "gaps", gaps(profile, keyName));
        }
        line(
                text,
                "duplicates",
                String.format(Locale.ROOT, "%,d", total.duplicates)
                        + (profile.allDuplicatesFound()
                                ? ""
                                : " or more: in so many rows only the last " + KeyClock.RECENT
                                        + " times of a key are compared"));
        boolean shuffled = total.outOfOrder > total.rows / SHUFFLED_SHARE;
        line(
                text,
                "out of order",
                String.format(Locale.ROOT, "%,d", total.outOfOrder)
                        + (shuffled
                                ? ": rate, gaps and clocks are those of the file's order; of the times' own after ORDER BY "
                                        + timeName + " -o sorted.parquet"
                                : ""));
        line(text, "clocks", clocks(total));
        if (profile.nullTimes() > 0) {
            line(text, "without time", String.format(Locale.ROOT, "%,d", profile.nullTimes()));
        }
        if (keyName != null && !entries.isEmpty()) {
            BoxTable table = table(entries, keyName);
            text.append((table.fits(width) ? table : table.select(WITHOUT_DATES)).draw(width, colours));
        }
        return text.toString();
    }

    private static void line(StringBuilder text, String label, String content) {
        text.append(String.format(Locale.ROOT, "  %-14s%s%n", label, content).replace(System.lineSeparator(), "\n"));
    }

    private static String rate(KeyClock total, @Nullable String keyName) {
        long median = total.intervals().median();
        return median == 0
                ? "unknown: no key has two times"
                : "one row every " + Durations.text(median) + (keyName == null ? "" : " and key") + " (median)";
    }

    private static String gaps(ClockProfile profile, @Nullable String keyName) {
        long gaps = 0;
        ClockProfile.Entry longest = null;
        for (ClockProfile.Entry entry : profile.entries()) {
            gaps += entry.clock().gaps();
            if (longest == null || entry.clock().longestGap > longest.clock().longestGap) {
                longest = entry;
            }
        }
        if (gaps == 0 || longest == null) {
            return "none";
        }
        return String.format(
                Locale.ROOT,
                "%,d of more than %d medians; the longest %s from %s%s",
                gaps,
                KeyClock.GAP_MEDIANS,
                Durations.text(longest.clock().longestGap),
                TimestampText.toString(longest.clock().longestGapFrom),
                keyName == null ? "" : " (" + keyName + " " + longest.key() + ")");
    }

    private static String clocks(KeyClock total) {
        List<String> parts = new ArrayList<>();
        if (total.stray > 0) {
            parts.add(String.format(Locale.ROOT, "%,d stray by more than a day", total.stray));
        }
        if (total.setBack > 0) {
            parts.add(String.format(
                    Locale.ROOT, "set back by more than a day %,d time%s", total.setBack, plural(total.setBack)));
        }
        if (total.unset > 0) {
            parts.add(String.format(Locale.ROOT, "%,d before 2000", total.unset));
        }
        return parts.isEmpty() ? "no leaps" : String.join(", ", parts);
    }

    private static BoxTable table(List<ClockProfile.Entry> entries, String keyName) {
        List<BoxTable.Column> columns = new ArrayList<>();
        columns.add(new BoxTable.Column(keyName, "", false));
        for (String name :
                List.of("rows", "first", "last", "interval", "gaps", "longest gap", "double", "disorder", "leaps")) {
            columns.add(new BoxTable.Column(name, "", true));
        }
        List<List<Cell>> rows = entries.stream()
                .sorted(Comparator.<ClockProfile.Entry>comparingLong(entry -> -troubles(entry.clock()))
                        .thenComparing(entry -> -entry.clock().rows))
                .limit(SHOWN_KEYS)
                .map(ClockReport::row)
                .toList();
        return new BoxTable(columns, rows, List.of(), entries.size());
    }

    private static long troubles(KeyClock clock) {
        return clock.duplicates + clock.outOfOrder + clock.stray + clock.setBack + clock.unset;
    }

    private static List<Cell> row(ClockProfile.Entry entry) {
        KeyClock clock = entry.clock();
        boolean timed = clock.first <= clock.last;
        long median = clock.intervals().median();
        return List.of(
                entry.key() == null ? Cell.ofNull() : Cell.of(entry.key().toString()),
                Cell.of(Long.toString(clock.rows)),
                Cell.of(timed ? TimestampText.toString(clock.first) : ""),
                Cell.of(timed ? TimestampText.toString(clock.last) : ""),
                Cell.of(median == 0 ? "" : Durations.text(median)),
                Cell.of(Long.toString(clock.gaps())),
                Cell.of(clock.longestGap == 0 ? "" : Durations.text(clock.longestGap)),
                Cell.of(Long.toString(clock.duplicates)),
                Cell.of(Long.toString(clock.outOfOrder)),
                Cell.of(Long.toString(clock.stray + clock.setBack + clock.unset)));
    }

    private static String plural(long count) {
        return count == 1 ? "" : "s";
    }
}

package io.barograph.formats;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where the lanes of a table begin or end, declared as Flink's users know it: {@code 'scan.startup.mode'},
 * {@code 'scan.bounded.mode'}, and what these need.
 *
 * @param millis since 1970, for {@link Mode#TIMESTAMP}: the first record that came then or later; else 0
 * @param offsets by the lane's index, for {@link Mode#SPECIFIC}; else empty
 */
public record ScanPosition(Mode mode, long millis, Map<Integer, Long> offsets) {
    /** Where it is. */
    public enum Mode {
        EARLIEST("earliest-offset"),
        UNBOUNDED("unbounded"),
        LATEST("latest-offset"),
        TIMESTAMP("timestamp"),
        SPECIFIC("specific-offsets");

        private final String word;

        Mode(String word) {
            this.word = word;
        }
    }

    private static final String START = "scan.startup.";
    private static final String END = "scan.bounded.";
    private static final String MODE = "mode";
    private static final String MILLIS = "timestamp-millis";
    private static final String OFFSETS = "specific-offsets";

    /** The options that say where reading begins. */
    public static final List<String> START_OPTIONS = List.of(START + MODE, START + MILLIS, START + OFFSETS);

    /** The options that say where reading ends. */
    public static final List<String> END_OPTIONS = List.of(END + MODE, END + MILLIS, END + OFFSETS);

    private static final Pattern DIGITS = Pattern.compile("\\d{1,18}");
    private static final Pattern OFFSET =
            Pattern.compile("\\s*partition\\s*:\\s*(\\d{1,9})\\s*,\\s*offset\\s*:\\s*(\\d{1,18})\\s*");

    public ScanPosition {
        offsets = Map.copyOf(offsets);
    }

    /**
     * Takes what says where reading begins: {@link Mode#EARLIEST} where nothing does.
     *
     * @throws io.barograph.core.error.BarographException {@code INVALID_OPTION}
     */
    public static ScanPosition takeStart(GivenOptions given) {
        return take(given, START, Mode.EARLIEST);
    }

    /**
     * Takes what says where reading ends: {@link Mode#UNBOUNDED} where nothing does.
     *
     * @throws io.barograph.core.error.BarographException {@code INVALID_OPTION}
     */
    public static ScanPosition takeEnd(GivenOptions given) {
        return take(given, END, Mode.UNBOUNDED);
    }

    private static ScanPosition take(GivenOptions given, String side, Mode otherwise) {
        List<Mode> modes = List.of(otherwise, Mode.LATEST, Mode.TIMESTAMP, Mode.SPECIFIC);
        List<String> words = modes.stream().map(mode -> mode.word).toList();
        String word = given.takeWord(side + MODE, words);
        Mode mode = word == null ? otherwise : modes.get(words.indexOf(word));
        String millis = takeFor(given, side, MILLIS, mode, Mode.TIMESTAMP);
        String offsets = takeFor(given, side, OFFSETS, mode, Mode.SPECIFIC);
        return new ScanPosition(
                mode,
                millis == null ? 0 : millis(given, side + MILLIS, millis.trim()),
                offsets == null ? Map.of() : offsets(given, side + OFFSETS, offsets));
    }

    /** The value of an option that one mode needs, and no other takes. */
    private static @Nullable String takeFor(GivenOptions given, String side, String option, Mode mode, Mode needed) {
        String value = given.take(side + option);
        if ((mode == needed) != (value != null)) {
            throw given.invalid("options '" + side + MODE + "' = '" + needed.word + "' and '" + side + option
                    + "' need each other");
        }
        return value;
    }

    private static long millis(GivenOptions given, String option, String text) {
        if (!DIGITS.matcher(text).matches()) {
            throw given.invalid("option '" + option + "' is '" + text
                    + "', but must be milliseconds since 1970, such as 1700000000000");
        }
        return Long.parseLong(text);
    }

    private static Map<Integer, Long> offsets(GivenOptions given, String option, String text) {
        Map<Integer, Long> offsets = new TreeMap<>();
        for (String one : text.split(";", -1)) {
            Matcher matcher = OFFSET.matcher(one);
            if (!matcher.matches()) {
                throw given.invalid("option '" + option + "' is '" + text
                        + "', but must be such as 'partition:0,offset:42;partition:1,offset:300'");
            }
            int partition = Integer.parseInt(matcher.group(1));
            if (offsets.put(partition, Long.parseLong(matcher.group(2))) != null) {
                throw given.invalid("option '" + option + "' names partition " + partition + " twice");
            }
        }
        return offsets;
    }

    /** What is declared, in words that are equal where it is the same; empty for {@link Mode#UNBOUNDED}. */
    public String text() {
        return switch (mode) {
            case UNBOUNDED -> "";
            case EARLIEST, LATEST -> mode.word;
            case TIMESTAMP -> mode.word + " " + millis;
            case SPECIFIC -> mode.word + " " + new TreeMap<>(offsets);
        };
    }
}

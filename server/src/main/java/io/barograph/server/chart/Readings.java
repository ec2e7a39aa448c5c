package io.barograph.server.chart;

import io.barograph.core.column.Batch;
import io.barograph.core.column.BooleanColumn;
import io.barograph.core.column.Column;
import io.barograph.core.column.Dictionary;
import io.barograph.core.column.DoubleColumn;
import io.barograph.core.column.LongColumn;
import io.barograph.core.column.Schema;
import io.barograph.core.column.Type;
import io.barograph.core.column.VarcharColumn;
import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.core.series.Numbers;
import io.barograph.core.text.NaturalOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The readings among rows, by line, and the anomalies among them. Rows without a time or a finite number are none. All of
 * them are gone through for each picture, so they stand in arrays as they come, and only lines that are drawn get arrays of their own.
 * Of however many readings, no more are held than {@link #MOST_HELD}: beyond that, those are let go that draw nothing.
 */
final class Readings {
    private static final String NULL = "NULL";
    private static final long DAY_NANOS = TimeUnit.DAYS.toNanos(1);

    /** Numbers of devices below it are found in an array. */
    private static final int SMALL_NUMBERS = 1 << 16;

    private static final NaturalOrder NAMES = new NaturalOrder();

    /** Readings that are held at most: 20 MB. */
    static final int MOST_HELD = 1 << 20;

    private static final int FEWEST_HELD = 1 << 12;

    /** Readings are let go by columns that are so many times as narrow as the chart's, which need not begin where those do. */
    private static final int FINER = 8;

    /** At most so many columns: their readings, four for each line, are a good half of what can be held. */
    private static final int MOST_FINE_COLUMNS = MOST_HELD / (8 * (ChartPicture.MOST_LINES + 1));

    /** Values of a column that tells lines apart, beyond which it does not. */
    static final int MOST_NAMES = 100_000;

    /** Whose readings are only in the band. */
    private static final int NO_LINE = -1;

    private final Schema schema;
    private final ChartColumns columns;
    private final ChartRequest request;
    private final Anomalies anomalies;

    private final List<Series> series = new ArrayList<>();
    private final Map<String, Series> byName = new HashMap<>();
    private final Map<Long, Series> byNumber = new HashMap<>();
    private Series[] bySmallNumber = {};
    private @Nullable Dictionary dictionary;
    private Series[] byCode = {};

    private long[] times;
    private double[] values;
    /** Indexes among {@link #series}, or {@link #NO_LINE}. */
    private int[] owners;

    private int held;
    private long count;
    private long from = Long.MAX_VALUE;
    private long to = Long.MIN_VALUE;

    /** What a value of the column that tells lines apart stands for. */
    private static final class Series {
        final String name;
        final int index;
        final boolean isWanted;
        /** Whether it has readings. */
        boolean isLine;
        /** How many of its readings are held. */
        int held;

        Series(String name, int index, boolean isWanted) {
            this.name = name;
            this.index = index;
            this.isWanted = isWanted;
        }
    }

    /**
     * The least and the greatest of all readings in each column of pixels that has some.
     *
     * @param times of the first reading of each, in nanoseconds since 1970
     */
    record Band(long[] times, double[] least, double[] most) {}

    /** @param expected rows that will be added, more or less */
    Readings(Schema schema, ChartColumns columns, ChartRequest request, long expected) {
        this.schema = schema;
        this.columns = columns;
        this.request = request;
        this.anomalies = new Anomalies(columns.verdict());
        int room = (int) Math.max(FEWEST_HELD, Math.min(expected, MOST_HELD));
        this.times = new long[room];
        this.values = new double[room];
        this.owners = new int[room];
    }

    /**
     * Takes the rows at some positions of a batch, which is the caller's again on return.
     *
     * @throws BarographException {@code INVALID_ARGUMENT} where there are more lines, or anomalies, than can be told apart
     */
    void add(Batch batch, int[] positions) {
        Column time = batch.column(columns.time());
        Column given = batch.column(columns.value());
        DoubleColumn numbers = Numbers.of(given, batch.size());
        Column by = columns.by() < 0 ? null : batch.column(columns.by());
        long unit = time.type() == Type.DATE ? DAY_NANOS : 1;
        long[] rowTimes = ((LongColumn) time).values();
        for (int row : positions) {
            if (time.validity().isNull(row) || isOfAnotherMetric(batch, row)) {
                continue;
            }
            Series owner = by == null ? named("") : owner(by, row);
            if (!owner.isWanted) {
                continue;
            }
            double value = numbers.values()[row];
            boolean isReading = numbers.validity().isPresent(row) && Double.isFinite(value);
            long at = rowTimes[row] * unit;
            if (isReading) {
                hold(at, value, owner);
            }
            boolean isMarked = anomalies.add(batch, row, owner.name, at, isReading ? value : Double.NaN);
            if (isReading || isMarked) {
                from = Math.min(from, at);
                to = Math.max(to, at);
            }
        }
    }

    private void hold(long time, double value, Series owner) {
        if (held == times.length) {
            makeRoom();
        }
        times[held] = time;
        values[held] = value;
        owners[held++] = owner.index;
        owner.held++;
        owner.isLine = true;
        count++;
    }

    private void makeRoom() {
        if (held == MOST_HELD) {
            thin();
            return;
        }
        int room = Math.min(MOST_HELD, 2 * held);
        times = Arrays.copyOf(times, room);
        values = Arrays.copyOf(values, room);
        owners = Arrays.copyOf(owners, room);
    }

    /**
     * Lets go what draws nothing, whatever comes later: a line that is not among the first now never will be, so that its readings are
     * the band's alone; and of all that a line has in one narrow column four readings are enough.
     */
    private void thin() {
        PixelColumns narrow = new PixelColumns(from, to, Math.min(FINER * request.width(), MOST_FINE_COLUMNS));
        List<Series> drawn = first(ChartPicture.MOST_LINES);
        int[] lines = new int[series.size()];
        Arrays.fill(lines, drawn.size());
        for (int i = 0; i < drawn.size(); i++) {
            lines[drawn.get(i).index] = i;
        }
        Thinning thinning = new Thinning(times, values, (drawn.size() + 1) * narrow.width());
        for (int i = 0; i < held; i++) {
            int line = owners[i] == NO_LINE ? drawn.size() : lines[owners[i]];
            thinning.add(line * narrow.width() + narrow.of(times[i]), i);
        }
        series.forEach(one -> one.held = 0);
        int left = 0;
        BitSet chosen = thinning.chosen();
        for (int i = chosen.nextSetBit(0); i >= 0; i = chosen.nextSetBit(i + 1)) {
            int owner = owners[i] != NO_LINE && lines[owners[i]] < drawn.size() ? owners[i] : NO_LINE;
            times[left] = times[i];
            values[left] = values[i];
            owners[left++] = owner;
            if (owner != NO_LINE) {
                series.get(owner).held++;
            }
        }
        held = left;
    }

    /** DETECT gives a row per metric: those that judge another column than the one drawn say nothing of it. */
    private boolean isOfAnotherMetric(Batch batch, int row) {
        ChartColumns.Verdict verdict = columns.verdict();
        if (verdict == null || verdict.metric() < 0) {
            return false;
        }
        VarcharColumn metrics = (VarcharColumn) batch.column(verdict.metric());
        if (metrics.validity().isNull(row)) {
            return false;
        }
        String metric = metrics.dictionary().string(metrics.codes()[row]);
        return !metric.equals(schema.name(columns.value())) && schema.indexOf(metric) >= 0;
    }

    private Series owner(Column by, int row) {
        if (by.validity().isNull(row)) {
            return named(NULL);
        }
        if (by instanceof LongColumn longs) {
            return numbered(longs.values()[row]);
        }
        if (by instanceof BooleanColumn truths) {
            return named(Boolean.toString(truths.values()[row]));
        }
        VarcharColumn texts = (VarcharColumn) by;
        if (texts.dictionary() != dictionary) {
            dictionary = texts.dictionary();
            byCode = new Series[texts.dictionary().size()];
        }
        int code = texts.codes()[row];
        if (code >= byCode.length) {
            // A query's dictionary grows as its rows come.
            byCode = Arrays.copyOf(byCode, texts.dictionary().size());
        }
        Series known = byCode[code];
        if (known == null) {
            known = named(texts.dictionary().string(code));
            byCode[code] = known;
        }
        return known;
    }

    private Series numbered(long number) {
        if (number < 0 || number >= SMALL_NUMBERS) {
            return byNumber.computeIfAbsent(number, unseen -> named(Long.toString(unseen)));
        }
        int small = (int) number;
        if (small >= bySmallNumber.length) {
            bySmallNumber = Arrays.copyOf(bySmallNumber, Math.min(SMALL_NUMBERS, 2 * small + 16));
        }
        Series known = bySmallNumber[small];
        if (known == null) {
            known = named(Long.toString(number));
            bySmallNumber[small] = known;
        }
        return known;
    }

    private Series named(String name) {
        Series known = byName.get(name);
        if (known == null) {
            if (series.size() == MOST_NAMES) {
                throw new BarographException(
                        ErrorCode.INVALID_ARGUMENT,
                        "by: column '" + schema.name(columns.by()) + "' has more than " + MOST_NAMES
                                + " different values, too many for lines; choose another column, or none for one line");
            }
            known = new Series(name, series.size(), name.contains(request.only()));
            series.add(known);
            byName.put(name, known);
        }
        return known;
    }

    /** How many lines there are: those whose names hold what is asked for and that have readings. */
    int lineCount() {
        return (int) series.stream().filter(one -> one.isLine).count();
    }

    /** The first lines as people order names, at most so many. */
    List<Line> lines(int most) {
        Line[] drawn = new Line[series.size()];
        List<Line> first = new ArrayList<>();
        for (Series one : first(most)) {
            Line line = new Line(one.name, one.held);
            drawn[one.index] = line;
            first.add(line);
        }
        for (int i = 0; i < held; i++) {
            Line line = owners[i] == NO_LINE ? null : drawn[owners[i]];
            if (line != null) {
                line.add(times[i], values[i]);
            }
        }
        return first;
    }

    /** Of many names few are first: those are kept sorted, and others passed by. */
    private List<Series> first(int most) {
        List<Series> first = new ArrayList<>();
        for (Series one : series) {
            boolean isFirst = first.size() < most || NAMES.compare(one.name, first.get(most - 1).name) < 0;
            if (!one.isLine || !isFirst) {
                continue;
            }
            int place = first.size();
            while (place > 0 && NAMES.compare(one.name, first.get(place - 1).name) < 0) {
                place--;
            }
            first.add(place, one);
            if (first.size() > most) {
                first.remove(most);
            }
        }
        return first;
    }

    /** The band of all lines. */
    Band band(PixelColumns pixels) {
        long[] begins = new long[pixels.width()];
        double[] least = new double[pixels.width()];
        double[] most = new double[pixels.width()];
        Arrays.fill(begins, Long.MAX_VALUE);
        Arrays.fill(least, Double.POSITIVE_INFINITY);
        Arrays.fill(most, Double.NEGATIVE_INFINITY);
        for (int i = 0; i < held; i++) {
            int column = pixels.of(times[i]);
            begins[column] = Math.min(begins[column], times[i]);
            least[column] = Math.min(least[column], values[i]);
            most[column] = Math.max(most[column], values[i]);
        }
        int[] filled = IntStream.range(0, pixels.width())
                .filter(column -> least[column] <= most[column])
                .toArray();
        return new Band(
                Arrays.stream(filled).mapToLong(column -> begins[column]).toArray(),
                Arrays.stream(filled).mapToDouble(column -> least[column]).toArray(),
                Arrays.stream(filled).mapToDouble(column -> most[column]).toArray());
    }

    Anomalies anomalies() {
        return anomalies;
    }

    /** How many there are, those that were let go among them. */
    long count() {
        return count;
    }

    /** The columns of pixels that they lie in; null where there is nothing to draw. */
    @Nullable
    PixelColumns columns(int width) {
        return from > to ? null : new PixelColumns(from, to, width);
    }
}

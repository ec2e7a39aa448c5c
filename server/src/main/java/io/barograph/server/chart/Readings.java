package io.barograph.server.chart;

import io.barograph.core.column.BooleanColumn;
import io.barograph.core.column.Column;
import io.barograph.core.column.Dictionary;
import io.barograph.core.column.DoubleColumn;
import io.barograph.core.column.LongColumn;
import io.barograph.core.column.Schema;
import io.barograph.core.column.Type;
import io.barograph.core.column.VarcharColumn;
import io.barograph.core.series.Numbers;
import io.barograph.core.text.NaturalOrder;
import io.barograph.server.result.KeptRows;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The readings among a result's rows, by line, and the anomalies among them. Rows without a time or a finite number are none. All of
 * them are gone through for each picture, so they stand in arrays as they come, and only lines that are drawn get arrays of their own.
 */
final class Readings {
    private static final String NULL = "NULL";
    private static final long DAY_NANOS = TimeUnit.DAYS.toNanos(1);

    /** Numbers of devices below it are found in an array. */
    private static final int SMALL_NUMBERS = 1 << 16;

    private static final NaturalOrder NAMES = new NaturalOrder();

    private final Schema schema;
    private final ChartColumns columns;
    private final String only;
    private final Anomalies anomalies;

    private final List<Series> series = new ArrayList<>();
    private final Map<String, Series> byName = new HashMap<>();
    private final Map<Long, Series> byNumber = new HashMap<>();
    private Series[] bySmallNumber = {};
    private @Nullable Dictionary dictionary;
    private Series[] byCode = {};

    private final long[] times;
    private final double[] values;
    /** Indexes among {@link #series}. */
    private final int[] owners;

    private int count;
    private long from = Long.MAX_VALUE;
    private long to = Long.MIN_VALUE;

    /** What a value of the column that tells lines apart stands for. */
    private static final class Series {
        final String name;
        final int index;
        final boolean isWanted;
        int size;

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

    /**
     * @param only as {@link ChartRequest#only}
     * @param most rows that will be added
     */
    Readings(Schema schema, ChartColumns columns, String only, int most) {
        this.schema = schema;
        this.columns = columns;
        this.only = only;
        this.anomalies = new Anomalies(columns.verdict());
        this.times = new long[most];
        this.values = new double[most];
        this.owners = new int[most];
    }

    void add(KeptRows rows) {
        Column time = rows.batch().column(columns.time());
        Column given = rows.batch().column(columns.value());
        DoubleColumn numbers = Numbers.of(given, rows.batch().size());
        Column by = columns.by() < 0 ? null : rows.batch().column(columns.by());
        long unit = time.type() == Type.DATE ? DAY_NANOS : 1;
        long[] rowTimes = ((LongColumn) time).values();
        for (int row : rows.positions()) {
            if (time.validity().isNull(row) || isOfAnotherMetric(rows, row)) {
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
                times[count] = at;
                values[count] = value;
                owners[count++] = owner.index;
                owner.size++;
            }
            boolean isMarked = anomalies.add(rows, row, owner.name, at, isReading ? value : Double.NaN);
            if (isReading || isMarked) {
                from = Math.min(from, at);
                to = Math.max(to, at);
            }
        }
    }

    /** DETECT gives a row per metric: those that judge another column than the one drawn say nothing of it. */
    private boolean isOfAnotherMetric(KeptRows rows, int row) {
        ChartColumns.Verdict verdict = columns.verdict();
        if (verdict == null || verdict.metric() < 0) {
            return false;
        }
        VarcharColumn metrics = (VarcharColumn) rows.batch().column(verdict.metric());
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
            known = new Series(name, series.size(), name.contains(only));
            series.add(known);
            byName.put(name, known);
        }
        return known;
    }

    /** How many lines there are: those whose names hold what is asked for and that have readings. */
    int lineCount() {
        return (int) series.stream().filter(one -> one.size > 0).count();
    }

    /** The first lines as people order names, at most so many. */
    List<Line> lines(int most) {
        Line[] drawn = new Line[series.size()];
        List<Line> first = new ArrayList<>();
        for (Series one : first(most)) {
            Line line = new Line(one.name, one.size);
            drawn[one.index] = line;
            first.add(line);
        }
        for (int i = 0; i < count; i++) {
            Line line = drawn[owners[i]];
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
            if (one.size == 0 || !isFirst) {
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
        for (int i = 0; i < count; i++) {
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

    /** How many there are. */
    long count() {
        return count;
    }

    /** The columns of pixels that they lie in; null where there is nothing to draw. */
    @Nullable
    PixelColumns columns(int width) {
        return from > to ? null : new PixelColumns(from, to, width);
    }
}

package io.barograph.server.chart;

import io.barograph.core.column.Batch;
import io.barograph.core.column.Schema;
import io.barograph.core.engine.ResultSink;
import io.barograph.server.result.RowJson;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The chart of a query's answer, of however many rows: what does not stand out is let go as rows come. */
public final class AnswerPicture implements ResultSink {
    private static final int[] ALL = IntStream.range(0, Batch.CAPACITY).toArray();

    private final ChartRequest request;
    private final Map<String, @Nullable Object> members = new LinkedHashMap<>();

    private @Nullable Schema schema;
    private @Nullable ChartColumns columns;
    private @Nullable Readings readings;
    private long total;

    public AnswerPicture(ChartRequest request) {
        this.request = request;
    }

    /**
     * Chooses the columns.
     *
     * @throws io.barograph.core.error.BarographException where one that was asked for is not there, or of a type that does not serve
     */
    @Override
    public void begin(Schema rows) {
        schema = rows;
        columns = ChartColumns.of(rows, null, request);
        readings = columns == null ? null : new Readings(rows, columns, request, 0);
    }

    @Override
    public void accept(Batch batch) {
        total += batch.size();
        if (readings != null) {
            readings.add(batch, batch.size() == ALL.length ? ALL : Arrays.copyOf(ALL, batch.size()));
        }
    }

    @Override
    public void end() {
        if (schema == null) {
            throw new IllegalStateException("not begun");
        }
        members.put("columns", RowJson.columns(schema));
        members.put("total", total);
        members.putAll(
                columns == null || readings == null
                        ? ChartPicture.chosen(schema, null)
                        : ChartPicture.of(schema, columns, readings, request));
    }

    /** Members of a JSON object: the columns, how many rows there are, and what {@link ChartPicture} tells; empty before the end. */
    public Map<String, @Nullable Object> members() {
        return members;
    }
}

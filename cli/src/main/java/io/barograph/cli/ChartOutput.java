package io.barograph.cli;

import io.barograph.cli.render.BrailleChart;
import io.barograph.cli.render.CellText;
import io.barograph.core.column.Batch;
import io.barograph.core.column.Schema;
import io.barograph.core.column.Type;
import io.barograph.core.engine.ResultSink;
import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import java.util.ArrayList;
import java.util.List;

/** An answer as line charts: the first column, a time or a number in ascending order, against each numeric one. */
final class ChartOutput implements AnswerOutput, ResultSink {
    private static final int HEIGHT = 10;
    private static final int MARGIN = 14;
    private static final int WIDEST = 100;
    private static final int MOST_POINTS = 1_000_000;

    private final Console console;
    private final List<Double> across = new ArrayList<>();
    private final List<Object> labels = new ArrayList<>();
    /** One per numeric column. */
    private final List<List<Double>> series = new ArrayList<>();

    private final List<Integer> columns = new ArrayList<>();
    private Schema schema = new Schema(List.of());

    ChartOutput(Console console) {
        this.console = console;
    }

    @Override
    public ResultSink sink() {
        return this;
    }

    @Override
    public void begin(Schema answer) {
        schema = answer;
        for (int column = 1; column < answer.size(); column++) {
            if (answer.type(column).isNumeric()) {
                columns.add(column);
                series.add(new ArrayList<>());
            }
        }
        Type first = answer.size() == 0 ? Type.VARCHAR : answer.type(0);
        if (columns.isEmpty() || first == Type.VARCHAR || first == Type.BOOLEAN) {
            throw new BarographException(
                    ErrorCode.INVALID_ARGUMENT,
                    "a chart needs a time or a number in the first column and numbers behind it, but the answer is "
                            + answer);
        }
    }

    @Override
    public void accept(Batch batch) {
        if (across.size() + batch.size() > MOST_POINTS) {
            throw new BarographException(
                    ErrorCode.INVALID_ARGUMENT, "too many rows for a chart; aggregate them, or add a LIMIT");
        }
        for (int row = 0; row < batch.size(); row++) {
            Object x = batch.column(0).value(row);
            if (x == null) {
                continue;
            }
            across.add(((Number) x).doubleValue());
            labels.add(x);
            for (int i = 0; i < series.size(); i++) {
                Object y = batch.column(columns.get(i)).value(row);
                series.get(i).add(y == null ? Double.NaN : ((Number) y).doubleValue());
            }
        }
    }

    @Override
    public void end() {}

    @Override
    public void finish() {
        if (across.isEmpty()) {
            console.println("no rows, no chart");
            return;
        }
        int last = across.size() - 1;
        List<String> marks = List.of(label(0), label(last / 2), label(last));
        BrailleChart chart = new BrailleChart(Math.max(10, Math.min(WIDEST, console.width() - MARGIN)), HEIGHT);
        for (int i = 0; i < series.size(); i++) {
            console.println(schema.name(columns.get(i)));
            console.print(chart.draw(doubles(across), doubles(series.get(i)), marks));
        }
    }

    @Override
    public void close() {}

    private String label(int row) {
        return CellText.text(schema.type(0), labels.get(row));
    }

    private static double[] doubles(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).toArray();
    }
}

package io.barograph.testkit.corpus;

import io.barograph.core.column.Batch;
import io.barograph.core.column.Field;
import io.barograph.core.column.Schema;
import io.barograph.core.column.Type;
import io.barograph.core.engine.ResultSink;
import io.barograph.core.text.DateText;
import io.barograph.core.text.DoubleText;
import io.barograph.core.text.IntervalText;
import io.barograph.core.text.TimestampText;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** An answer kept whole, as boxed values and as the corpus writes it: the sink that tests give to an engine. */
public final class Answer implements ResultSink {
    private Schema schema = new Schema(List.of());
    private final List<List<@Nullable Object>> rows = new ArrayList<>();
    private boolean ended;

    /** An answer that is there already, complete. */
    public static Answer of(Schema schema, List<List<@Nullable Object>> rows) {
        Answer answer = new Answer();
        answer.begin(schema);
        answer.rows.addAll(rows);
        answer.end();
        return answer;
    }

    @Override
    public void begin(Schema answerSchema) {
        schema = answerSchema;
    }

    @Override
    public void accept(Batch batch) {
        for (int position = 0; position < batch.size(); position++) {
            rows.add(batch.row(position));
        }
    }

    @Override
    public void end() {
        ended = true;
    }

    public Schema schema() {
        return schema;
    }

    public List<List<@Nullable Object>> rows() {
        return rows;
    }

    /** Whether the engine called {@link #end}, as it must once. */
    public boolean isComplete() {
        return ended;
    }

    /** The columns as {@code name:TYPE|name:TYPE}. */
    public String header() {
        return schema.fields().stream().map(Answer::column).collect(Collectors.joining("|"));
    }

    /** The rows as the corpus writes them, in the order in which they came. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>(rows.size());
        for (List<@Nullable Object> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < row.size(); i++) {
                line.append(i == 0 ? "" : "|").append(cell(schema.type(i), row.get(i)));
            }
            lines.add(line.toString());
        }
        return lines;
    }

    private static String column(Field field) {
        return field.name() + ":" + field.type();
    }

    private static String cell(Type type, @Nullable Object value) {
        if (value == null) {
            return "NULL";
        }
        return switch (type.kind()) {
            case DOUBLE -> DoubleText.toString((Double) value);
            case TIMESTAMP -> TimestampText.toString((Long) value);
            case DATE -> DateText.toString((Long) value);
            case DECIMAL -> ((BigDecimal) value).toPlainString();
            case INTERVAL -> IntervalText.toString((Long) value);
            case BOOLEAN, BIGINT -> value.toString();
            case VARCHAR -> text((String) value);
        };
    }

    private static String text(String value) {
        return value.isEmpty() ? "(empty)" : value.replace("\n", "\\n").replace("\r", "\\r");
    }
}

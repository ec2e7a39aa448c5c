package io.barograph.sql;

import io.barograph.core.column.Batch;
import io.barograph.core.column.Column;
import io.barograph.core.column.Schema;
import io.barograph.core.engine.ResultSink;
import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.core.expr.Expr;
import io.barograph.core.plan.Query;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/** Runs a query while another is planned: {@code PIVOT} without IN makes columns of the values that there are. */
@FunctionalInterface
public interface ValueFinder {
    /** Finds none: whoever has no engine at hand. */
    ValueFinder NONE = query -> {
        throw new BarographException(
                ErrorCode.NOT_SUPPORTED,
                "which values there are is not looked up here; list them: ON column IN ('a', 'b')");
    };

    /**
     * The values of a query's only column, in its order; no more than a few thousand are asked for.
     *
     * @throws io.barograph.core.error.BarographException what running it throws
     */
    List<Expr.Literal> values(Query query);

    /** Finds values with an engine. */
    static ValueFinder by(BiConsumer<Query, ResultSink> engine) {
        return query -> {
            List<Expr.Literal> values = new ArrayList<>();
            engine.accept(query, new ResultSink() {
                @Override
                public void begin(Schema schema) {}

                @Override
                public void accept(Batch batch) {
                    Column column = batch.column(0);
                    for (int i = 0; i < batch.size(); i++) {
                        values.add(new Expr.Literal(column.type(), column.value(i)));
                    }
                }

                @Override
                public void end() {}
            });
            return values;
        };
    }
}

package io.barograph.core.expr;

import io.barograph.core.column.Column;
import io.barograph.core.column.Type;

/** Evaluates the arguments, then runs the kernel over them. */
final class CallNode extends Node {
    private final Node[] arguments;
    private final Kernel kernel;
    private final ResultValidity result;
    private final Column[] columns;

    CallNode(Type type, Node[] arguments, Kernel kernel, ResultValidity result) {
        super(type);
        this.arguments = arguments;
        this.kernel = kernel;
        this.result = result;
        this.columns = new Column[arguments.length];
    }

    @Override
    Column compute(Rows rows) {
        for (int i = 0; i < columns.length; i++) {
            columns[i] = arguments[i].evaluate(rows);
        }
        result.begin(columns, rows.active(), rows.size());
        return kernel.apply(columns, rows.size(), result);
    }
}

package io.barograph.core.stage;

import io.barograph.core.column.Schema;
import java.util.List;

/** One input of a stage and the row operators that its rows pass. Immutable. */
public record Branch(StageInput input, List<RowOperator> operators) {
    public Branch {
        operators = List.copyOf(operators);
    }

    /** The columns behind the last operator. */
    public Schema schema() {
        return operators.isEmpty()
                ? input.schema()
                : operators.get(operators.size() - 1).schema();
    }
}

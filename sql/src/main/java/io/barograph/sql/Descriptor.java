package io.barograph.sql;

import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.jspecify.annotations.Nullable;

/** {@code DESCRIPTOR(column)}. */
final class Descriptor {
    private Descriptor() {}

    /** The column's name, or null where this is no descriptor of one column. */
    static @Nullable SqlIdentifier column(SqlNode node) {
        return node instanceof SqlCall descriptor
                        && descriptor.getOperator().getName().equalsIgnoreCase("DESCRIPTOR")
                        && descriptor.operandCount() == 1
                        && descriptor.operand(0) instanceof SqlIdentifier name
                ? name
                : null;
    }
}

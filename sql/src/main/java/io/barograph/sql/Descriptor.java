package io.barograph.sql;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.jspecify.annotations.Nullable;

/** {@code DESCRIPTOR(column, …)}. */
final class Descriptor {
    private Descriptor() {}

    /** The names of the columns of a descriptor, or the one that stands alone; empty where this is neither. */
    static List<String> names(SqlNode node) {
        List<SqlNode> columns = node instanceof SqlCall descriptor
                        && descriptor.getOperator().getName().equalsIgnoreCase("DESCRIPTOR")
                ? descriptor.getOperandList()
                : List.of(node);
        List<String> names = new ArrayList<>();
        for (SqlNode column : columns) {
            if (!(column instanceof SqlIdentifier name) || !name.isSimple() || name.isStar()) {
                return List.of();
            }
            names.add(name.getSimple());
        }
        return names;
    }

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

package io.barograph.sql;

import io.barograph.core.error.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;

/** The arguments of a table function, PARTITION BY taken off its table: {@code TABLE t PARTITION BY (key, …)}. */
final class PartitionedTable {
    private final ParsedQuery query;
    private final List<SqlNode> arguments;
    private final List<SqlNode> keys = new ArrayList<>();

    /** @param usage how the function is called, for messages */
    PartitionedTable(ParsedQuery query, SqlCall call, String usage) {
        this.query = query;
        this.arguments = new ArrayList<>(call.getOperandList());
        takeKeys(usage);
    }

    /** The arguments, the table among them without its keys. */
    List<SqlNode> arguments() {
        return arguments;
    }

    /** Takes the keys off the table, and what follows it up to DESCRIPTOR, where several columns lack parentheses. */
    private void takeKeys(String usage) {
        for (int i = 0; i < arguments.size(); i++) {
            boolean named = arguments.get(i).getKind() == SqlKind.ARGUMENT_ASSIGNMENT;
            SqlNode data = named ? ((SqlCall) arguments.get(i)).operand(0) : arguments.get(i);
            if (data.getKind() != SqlKind.SET_SEMANTICS_TABLE) {
                continue;
            }
            List<SqlNode> parts = ((SqlCall) data).getOperandList();
            keys.addAll((SqlNodeList) parts.get(1));
            if (parts.get(2) instanceof SqlNodeList order && !order.isEmpty()) {
                throw query.error(
                        ErrorCode.INVALID_ARGUMENT,
                        order,
                        "rows go by the time in DESCRIPTOR; leave ORDER BY away in " + usage);
            }
            SqlCall argument = named ? (SqlCall) arguments.get(i) : null;
            arguments.set(
                    i,
                    argument == null
                            ? parts.get(0)
                            : argument.getOperator()
                                    .createCall(argument.getParserPosition(), parts.get(0), argument.operand(1)));
            while (i + 1 < arguments.size() && arguments.get(i + 1) instanceof SqlIdentifier) {
                keys.add(arguments.remove(i + 1));
            }
        }
    }

    /** The columns of PARTITION BY, by index, in the order of the text. */
    List<Integer> keys(Relation input) {
        return keys.stream().map(key -> column(input, key)).toList();
    }

    private int column(Relation input, SqlNode key) {
        if (!(key instanceof SqlIdentifier name)) {
            throw query.error(
                    ErrorCode.INVALID_ARGUMENT,
                    key,
                    "PARTITION BY names columns; compute others in a sub-query: TABLE (SELECT …) PARTITION BY …");
        }
        NameLookup names = new NameLookup(query, input, List.of());
        int column = names.find(name);
        if (column < 0) {
            throw names.unknown(name);
        }
        return column;
    }
}

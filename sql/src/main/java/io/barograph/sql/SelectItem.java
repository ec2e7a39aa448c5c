package io.barograph.sql;

import io.barograph.core.error.ErrorCode;
import io.barograph.core.error.NearNames;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.jspecify.annotations.Nullable;

/**
 * A column of the result of a SELECT.
 *
 * @param expression as written; for a column that {@code *} stands for, the star
 * @param column index of the input's column that {@code *} stands for, or -1
 */
record SelectItem(SqlNode expression, int column, String name) {
    /**
     * The items that a SELECT list stands for.
     *
     * @param nodes the list
     * @param names of what it is computed over
     */
    static List<SelectItem> list(ParsedQuery query, List<SqlNode> nodes, NameLookup names) {
        List<SelectItem> items = new ArrayList<>();
        int star = 0;
        for (SqlNode node : nodes) {
            if (node instanceof SqlIdentifier name && name.isStar()) {
                star = items.size();
                for (int column : names.star(name)) {
                    items.add(new SelectItem(name, column, names.column(column).name()));
                }
            } else if (isCall(node, StarText.EXCLUDE)) {
                List<SelectItem> all = items.subList(star, items.size());
                for (SqlNode name : ((SqlCall) node).getOperandList()) {
                    all.remove(place(query, all, name));
                }
                if (all.isEmpty()) {
                    throw query.error(ErrorCode.INVALID_ARGUMENT, node, "no column is left of *");
                }
            } else if (isCall(node, StarText.REPLACE)) {
                List<SelectItem> all = items.subList(star, items.size());
                List<SqlNode> operands = ((SqlCall) node).getOperandList();
                for (int i = 0; i < operands.size(); i += 2) {
                    int place = place(query, all, operands.get(i + 1));
                    all.set(
                            place,
                            new SelectItem(operands.get(i), -1, all.get(place).name()));
                }
            } else {
                items.add(of(query, node));
            }
        }
        return items;
    }

    private static boolean isCall(SqlNode node, String name) {
        return node instanceof SqlCall call && call.getOperator().getName().equals(name);
    }

    /** Which of the columns that a star stands for has a name. */
    private static int place(ParsedQuery query, List<SelectItem> all, SqlNode node) {
        String name = node instanceof SqlIdentifier identifier ? identifier.names.get(identifier.names.size() - 1) : "";
        for (int i = 0; i < all.size(); i++) {
            if (all.get(i).name().equalsIgnoreCase(name)) {
                return i;
            }
        }
        throw query.error(
                ErrorCode.UNKNOWN_COLUMN,
                node,
                "* has no column " + name
                        + NearNames.hint(
                                name, all.stream().map(SelectItem::name).toList(), "columns"));
    }

    private static SelectItem of(ParsedQuery query, SqlNode node) {
        if (node.getKind() == SqlKind.AS) {
            SqlCall as = (SqlCall) node;
            return new SelectItem(as.operand(0), -1, ((SqlIdentifier) as.operand(1)).getSimple());
        }
        return node instanceof SqlIdentifier name
                ? new SelectItem(name, -1, name.names.get(name.names.size() - 1))
                : new SelectItem(node, -1, query.itemText(node));
    }

    /** The first item of a name, or null. */
    static @Nullable SelectItem named(List<SelectItem> items, String name) {
        return items.stream()
                .filter(item -> item.name().equalsIgnoreCase(name))
                .findFirst()
                .orElse(null);
    }
}

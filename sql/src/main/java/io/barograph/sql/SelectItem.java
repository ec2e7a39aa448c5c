package io.barograph.sql;

import io.barograph.core.error.ErrorCode;
import io.barograph.core.error.NearNames;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;

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
                    List<Integer> excluded = columns(query, names, all, name);
                    all.removeIf(item -> excluded.contains(item.column()));
                }
                if (all.isEmpty()) {
                    throw query.error(ErrorCode.INVALID_ARGUMENT, node, "no column is left of *");
                }
            } else if (isCall(node, StarText.REPLACE)) {
                List<SelectItem> all = items.subList(star, items.size());
                List<SqlNode> operands = ((SqlCall) node).getOperandList();
                for (int i = 0; i < operands.size(); i += 2) {
                    SqlNode name = operands.get(i + 1);
                    List<Integer> replaced = columns(query, names, all, name);
                    if (replaced.size() > 1) {
                        throw names.ambiguous((SqlIdentifier) name, replaced);
                    }
                    SqlNode expression = operands.get(i);
                    all.replaceAll(item ->
                            replaced.contains(item.column()) ? new SelectItem(expression, -1, item.name()) : item);
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

    /** Which of the columns that a star stands for a name is of. */
    private static List<Integer> columns(ParsedQuery query, NameLookup names, List<SelectItem> all, SqlNode node) {
        if (!(node instanceof SqlIdentifier name)) {
            throw query.error(ErrorCode.INVALID_ARGUMENT, node, "EXCLUDE and REPLACE take names of columns");
        }
        List<Integer> found = names.among(
                name,
                all.stream()
                        .map(SelectItem::column)
                        .filter(column -> column >= 0)
                        .toList());
        if (found.isEmpty()) {
            String text = String.join(".", name.names);
            throw query.error(
                    ErrorCode.UNKNOWN_COLUMN,
                    node,
                    "* has no column " + text
                            + NearNames.hint(
                                    text, all.stream().map(SelectItem::name).toList(), "columns"));
        }
        return found;
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
}

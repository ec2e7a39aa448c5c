package io.barograph.sql;

import io.barograph.core.error.ErrorCode;
import io.barograph.core.expr.Expr;
import io.barograph.core.plan.Plan;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.jspecify.annotations.Nullable;

/**
 * Reads GROUP BY: keys, and the sets of them that ROLLUP, CUBE and GROUPING SETS stand for. Elements side by side multiply:
 * {@code GROUP BY a, ROLLUP (b, c)} is {@code GROUPING SETS ((a, b, c), (a, b), (a))}.
 */
final class GroupBy {
    private static final int MOST_SETS = 1024;

    private final ParsedQuery query;
    private final Function<SqlNode, Expr> binder;
    private final List<Expr> keys = new ArrayList<>();

    /** @param binder binds a key */
    private GroupBy(ParsedQuery query, Function<SqlNode, Expr> binder) {
        this.query = query;
        this.binder = binder;
    }

    /**
     * What rows are grouped by.
     *
     * @param keys each once, in the order of the text
     * @param sets positions of keys, ascending; null where there is only the one set of all keys
     */
    record Grouping(List<Expr> keys, @Nullable List<List<Integer>> sets) {
        static Grouping of(List<Expr> keys) {
            return new Grouping(keys.stream().distinct().toList(), null);
        }
    }

    static Grouping bind(SqlNodeList group, ParsedQuery query, Function<SqlNode, Expr> binder) {
        return new GroupBy(query, binder).bind(group);
    }

    private Grouping bind(SqlNodeList group) {
        List<List<Integer>> sets = List.of(List.of());
        boolean several = false;
        for (SqlNode element : group) {
            several |= isForm(element);
            sets = product(sets, sets(element), element);
        }
        if (several && keys.size() > Plan.GroupingSets.MOST_KEYS) {
            throw query.error(
                    ErrorCode.NOT_SUPPORTED,
                    group,
                    "grouping sets can have " + Plan.GroupingSets.MOST_KEYS + " keys; these have " + keys.size());
        }
        return new Grouping(keys, several ? sets : null);
    }

    private static boolean isForm(SqlNode node) {
        return node.getKind() == SqlKind.ROLLUP
                || node.getKind() == SqlKind.CUBE
                || node.getKind() == SqlKind.GROUPING_SETS;
    }

    /** The sets that one element stands for. */
    private List<List<Integer>> sets(SqlNode element) {
        return switch (element.getKind()) {
            case ROLLUP -> {
                List<List<Integer>> parts = parts((SqlCall) element);
                List<List<Integer>> sets = new ArrayList<>();
                for (int length = parts.size(); length >= 0; length--) {
                    sets.add(union(parts.subList(0, length)));
                }
                yield sets;
            }
            case CUBE -> cube(parts((SqlCall) element), element);
            case GROUPING_SETS -> {
                List<List<Integer>> sets = new ArrayList<>();
                for (SqlNode part : ((SqlCall) element).getOperandList()) {
                    sets.addAll(sets(part));
                    refuseMore(sets.size(), element);
                }
                yield sets;
            }
            default -> List.of(part(element));
        };
    }

    /** Every choice of the parts; as in a count down in binary, the first part changes least often. */
    private List<List<Integer>> cube(List<List<Integer>> parts, SqlNode element) {
        refuseMore(1L << Math.min(parts.size(), Integer.SIZE), element);
        List<List<Integer>> sets = new ArrayList<>();
        for (int chosen = (1 << parts.size()) - 1; chosen >= 0; chosen--) {
            List<List<Integer>> some = new ArrayList<>();
            for (int i = 0; i < parts.size(); i++) {
                if ((chosen >> parts.size() - 1 - i & 1) != 0) {
                    some.add(parts.get(i));
                }
            }
            sets.add(union(some));
        }
        return sets;
    }

    private List<List<Integer>> parts(SqlCall form) {
        return form.getOperandList().stream().map(this::part).toList();
    }

    /** A key, or several in parentheses, which stand and fall together. */
    private List<Integer> part(SqlNode node) {
        List<SqlNode> nodes = node instanceof SqlNodeList list
                ? list
                : node.getKind() == SqlKind.ROW ? ((SqlCall) node).getOperandList() : List.of(node);
        return nodes.stream().map(this::key).distinct().sorted().toList();
    }

    private int key(SqlNode node) {
        if (isForm(node)) {
            throw query.error(
                    ErrorCode.INVALID_ARGUMENT,
                    node,
                    node.getKind() + " cannot stand here; put it into GROUPING SETS (…), or beside it with a comma");
        }
        Expr key = binder.apply(node);
        int known = keys.indexOf(key);
        if (known >= 0) {
            return known;
        }
        keys.add(key);
        return keys.size() - 1;
    }

    private List<List<Integer>> product(List<List<Integer>> left, List<List<Integer>> right, SqlNode element) {
        refuseMore((long) left.size() * right.size(), element);
        List<List<Integer>> sets = new ArrayList<>();
        for (List<Integer> first : left) {
            for (List<Integer> second : right) {
                sets.add(union(List.of(first, second)));
            }
        }
        return sets;
    }

    private static List<Integer> union(List<List<Integer>> parts) {
        return parts.stream()
                .flatMap(part -> Stream.of(part.toArray(Integer[]::new)))
                .distinct()
                .sorted()
                .toList();
    }

    private void refuseMore(long sets, SqlNode element) {
        if (sets > MOST_SETS) {
            throw query.error(
                    ErrorCode.NOT_SUPPORTED,
                    element,
                    "GROUP BY stands for more than " + MOST_SETS + " grouping sets; name those that you want with"
                            + " GROUPING SETS (…)");
        }
    }
}

package io.barograph.local.live;

import io.barograph.core.column.Schema;
import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.core.expr.Constants;
import io.barograph.core.expr.Expr;
import io.barograph.core.fold.FirstRow;
import io.barograph.core.plan.rewrite.ColumnUse;
import io.barograph.core.source.TableDeclaration;
import io.barograph.core.stage.Branch;
import io.barograph.core.stage.RowOperator;
import io.barograph.core.stage.Stage;
import io.barograph.core.stage.StageInput;
import io.barograph.core.stage.StagePlan;
import io.barograph.core.stage.Terminal;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/** Which columns of an answer tell its rows apart, so that a new row can take the place of an old one. */
final class SinkKeys {
    private SinkKeys() {}

    /** The columns that a target declares to do so: indexes, ascending. */
    static List<Integer> declared(TableDeclaration target, Schema schema) {
        return target.primaryKey().stream()
                .map(name -> indexOf(name, target, schema))
                .sorted()
                .toList();
    }

    /**
     * What a query knows of its own rows: indexes, ascending; null where that is nothing, for they are no groups, or not all keys come
     * out.
     */
    static @Nullable List<Integer> of(StagePlan plan) {
        Known known = known(plan, plan.root());
        BitSet keys = known == null ? null : known.keyColumns();
        return keys == null ? null : keys.stream().boxed().toList();
    }

    /**
     * What is known of rows that keys tell apart.
     *
     * @param keys how many
     * @param columns a reference to the key that a column is, or to a number that no key has; or a constant
     */
    private record Known(int keys, List<Expr> columns) {
        /** Of each key the first column that it is; null where one does not come out. */
        @Nullable
        BitSet keyColumns() {
            BitSet found = new BitSet();
            BitSet seen = new BitSet();
            for (int i = 0; i < columns.size(); i++) {
                if (columns.get(i) instanceof Expr.ColumnRef column
                        && column.index() < keys
                        && !seen.get(column.index())) {
                    seen.set(column.index());
                    found.set(i);
                }
            }
            return seen.cardinality() == keys ? found : null;
        }

        /** Whether a column is a key or a constant: something that the revision of a row leaves as it is. */
        boolean stays(int column) {
            return columns.get(column) instanceof Expr.Literal
                    || columns.get(column) instanceof Expr.ColumnRef reference && reference.index() < keys;
        }

        Known behind(RowOperator.Project project) {
            return new Known(
                    keys, project.expressions().stream().map(this::behind).toList());
        }

        private Expr behind(Expr expression) {
            Expr made =
                    Constants.folded(ColumnUse.replace(expression, column -> columns.get(column.index())), List.of());
            return made instanceof Expr.ColumnRef || made instanceof Expr.Literal
                    ? made
                    : new Expr.ColumnRef(keys, expression.type());
        }
    }

    private static @Nullable Known known(StagePlan plan, Stage stage) {
        Terminal terminal = stage.terminal();
        if (terminal instanceof Terminal.Merge merge) {
            return known(stage.schema(), merge.keys().size(), IntUnaryOperator.identity());
        } else if (terminal instanceof Terminal.MergeSessions merge) {
            return known(stage.schema(), merge.keys().size(), IntUnaryOperator.identity());
        } else if (terminal instanceof Terminal.Fold fold && fold.operator() instanceof FirstRow) {
            return known(stage.schema(), fold.keys().size(), fold.keys()::indexOf);
        } else if (terminal instanceof Terminal.Join || terminal instanceof Terminal.Fold) {
            return null;
        }
        List<Known> branches = new ArrayList<>();
        for (Branch branch : stage.branches()) {
            Known known = branch.input() instanceof StageInput.StageRows earlier
                    ? known(plan, plan.stages().get(earlier.stage()))
                    : null;
            for (RowOperator operator : branch.operators()) {
                if (known == null || operator instanceof RowOperator.AssignWindow) {
                    return null;
                }
                known = operator instanceof RowOperator.Project project ? known.behind(project) : known;
            }
            if (known == null) {
                return null;
            }
            branches.add(known);
        }
        return branches.size() == 1 ? branches.get(0) : together(stage.schema(), branches);
    }

    /** @param number of the key that a column is, or one below 0 */
    private static Known known(Schema schema, int keys, IntUnaryOperator number) {
        List<Expr> columns = new ArrayList<>();
        for (int i = 0; i < schema.size(); i++) {
            int key = number.applyAsInt(i);
            columns.add(new Expr.ColumnRef(key < 0 ? keys : key, schema.type(i)));
        }
        return new Known(keys, columns);
    }

    /**
     * Rows of several branches: told apart by the keys of all and by constants, as GROUPING has them, and names of what UNION ALL puts
     * together; null where these do not tell one branch from another.
     */
    private static @Nullable Known together(Schema schema, List<Known> branches) {
        BitSet all = new BitSet();
        List<List<Expr>> constants = new ArrayList<>();
        for (Known branch : branches) {
            BitSet own = branch.keyColumns();
            if (own == null) {
                return null;
            }
            all.or(own);
            constants.add(new ArrayList<>());
        }
        for (int i = 0; i < schema.size(); i++) {
            int column = i;
            List<Expr> values = branches.stream()
                    .map(branch -> branch.columns().get(column))
                    .toList();
            if (values.stream().allMatch(Expr.Literal.class::isInstance)
                    && values.stream().distinct().count() > 1) {
                all.set(i);
                for (int branch = 0; branch < values.size(); branch++) {
                    constants.get(branch).add(values.get(branch));
                }
            }
        }
        // Of one branch a key, of another what it computes: that changes with its rows, and no sink could take back
        // what it was.
        boolean stay = all.stream().allMatch(column -> branches.stream().allMatch(branch -> branch.stays(column)));
        List<Integer> keys = all.stream().boxed().toList();
        return stay && constants.stream().distinct().count() == branches.size()
                ? known(schema, keys.size(), keys::indexOf)
                : null;
    }

    /** Of columns by name, where the target's are declared by place: an INSERT goes by position. */
    private static int indexOf(String name, TableDeclaration target, Schema schema) {
        int index = target.columns() == null
                ? schema.indexOf(name)
                : target.columns().indexOf(name);
        if (index < 0) {
            throw new BarographException(
                    ErrorCode.UNKNOWN_COLUMN,
                    "the primary key of " + target.name() + " names column '" + name
                            + "', which is not among its rows");
        }
        return index;
    }
}

package io.barograph.local.live;

import io.barograph.core.column.Schema;
import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.core.expr.Expr;
import io.barograph.core.fold.FirstRow;
import io.barograph.core.source.TableDeclaration;
import io.barograph.core.stage.Branch;
import io.barograph.core.stage.RowOperator;
import io.barograph.core.stage.Stage;
import io.barograph.core.stage.StageInput;
import io.barograph.core.stage.StagePlan;
import io.barograph.core.stage.Terminal;
import java.util.ArrayList;
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

    /** What a query knows of its own rows: indexes, ascending; null where that is nothing, for they are no groups, or not all keys come out. */
    static @Nullable List<Integer> of(StagePlan plan) {
        Stage stage = plan.root();
        int[] origins = new int[stage.schema().size()];
        for (int i = 0; i < origins.length; i++) {
            origins[i] = i;
        }
        while (stage.branches().size() == 1) {
            if (stage.terminal() instanceof Terminal.Merge merge) {
                return keys(origins, merge.keys().size(), IntUnaryOperator.identity());
            } else if (stage.terminal() instanceof Terminal.MergeSessions merge) {
                return keys(origins, merge.keys().size(), IntUnaryOperator.identity());
            } else if (stage.terminal() instanceof Terminal.Fold fold && fold.operator() instanceof FirstRow) {
                return keys(origins, fold.keys().size(), fold.keys()::indexOf);
            } else if (stage.terminal() instanceof Terminal.Join || stage.terminal() instanceof Terminal.Fold) {
                return null;
            }
            Branch branch = stage.branches().get(0);
            if (!follow(branch.operators(), origins) || !(branch.input() instanceof StageInput.StageRows earlier)) {
                return null;
            }
            stage = plan.stages().get(earlier.stage());
        }
        return null;
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

    /** @param number of the key that a column is, or one that no key has */
    private static @Nullable List<Integer> keys(int[] origins, int keys, IntUnaryOperator number) {
        List<Integer> found = new ArrayList<>();
        boolean[] seen = new boolean[keys];
        for (int i = 0; i < origins.length; i++) {
            int key = origins[i] < 0 ? -1 : number.applyAsInt(origins[i]);
            if (key >= 0 && key < keys && !seen[key]) {
                seen[key] = true;
                found.add(i);
            }
        }
        return found.size() == keys ? found : null;
    }

    /** Turns positions behind operators into those before them, -1 where a column is made. False for windows. */
    private static boolean follow(List<RowOperator> operators, int[] origins) {
        for (int step = operators.size() - 1; step >= 0; step--) {
            if (operators.get(step) instanceof RowOperator.AssignWindow) {
                return false;
            }
            for (int i = 0; operators.get(step) instanceof RowOperator.Project project && i < origins.length; i++) {
                origins[i] = origins[i] >= 0 && project.expressions().get(origins[i]) instanceof Expr.ColumnRef column
                        ? column.index()
                        : -1;
            }
        }
        return true;
    }
}

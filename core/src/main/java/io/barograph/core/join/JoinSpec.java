package io.barograph.core.join;

import io.barograph.core.column.Field;
import io.barograph.core.column.Schema;
import io.barograph.core.column.Type;
import io.barograph.core.expr.Expr;
import io.barograph.core.plan.JoinKind;
import io.barograph.core.plan.JoinRange;
import io.barograph.core.plan.Plan;
import io.barograph.core.plan.rewrite.ColumnUse;
import io.barograph.core.stage.Terminal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A join with its sides dealt out: one is held in a {@link JoinTable}, the other goes by in batches. Immutable.
 *
 * @param join kind, keys and condition
 * @param left the columns of the left rows
 * @param right the columns of the right rows
 * @param holdsLeft whether the left side is the one held; only where the join yields pairs, and does not go along time
 */
public record JoinSpec(Terminal.Join join, Schema left, Schema right, boolean holdsLeft) {
    public JoinSpec {
        if (holdsLeft && (!join.kind().yieldsPairs() || join.asOf() != null)) {
            throw new IllegalArgumentException("the right side of this join is the one to hold: " + join.text());
        }
    }

    /** The same join of rows that carry their position in their side's order, as a last column. */
    public JoinSpec withPositions() {
        int width = left.size();
        Expr condition = join.residual() == null
                ? null
                : ColumnUse.replace(
                        join.residual(),
                        column -> column.index() < width
                                ? column
                                : new Expr.ColumnRef(column.index() + 1, column.type()));
        return of(join.kind(), condition, withPosition(left), withPosition(right));
    }

    /** The same join, of another kind. */
    public JoinSpec withKind(JoinKind other) {
        return of(other, join.residual(), left, right);
    }

    private JoinSpec of(JoinKind otherKind, @Nullable Expr condition, Schema otherLeft, Schema otherRight) {
        Terminal.Join other = new Terminal.Join(
                join.leftBranches(),
                otherKind,
                join.leftKeys(),
                join.rightKeys(),
                join.asOf(),
                condition,
                Plan.Join.schemaOf(otherKind, otherLeft, otherRight));
        return new JoinSpec(other, otherLeft, otherRight, holdsLeft);
    }

    private static Schema withPosition(Schema schema) {
        List<Field> fields = new ArrayList<>(schema.fields());
        fields.add(new Field("$position", Type.BIGINT));
        return new Schema(fields);
    }

    /** The stretch of held rows that a passing row may match, where the condition says one; else null. */
    @Nullable
    JoinRange range() {
        return join.asOf() == null ? JoinRange.of(join.residual(), left.size(), holdsLeft) : null;
    }

    /** Whether a passing row need not be compared with every held row of its key: there is one to find, or a stretch. */
    public boolean isNarrow() {
        JoinRange range = range();
        return join.asOf() != null || range != null && range.isBounded();
    }

    /** The columns that come out. */
    public Schema result() {
        return join.schema();
    }

    public JoinKind kind() {
        return join.kind();
    }

    /** The columns of the held rows. */
    public Schema held() {
        return holdsLeft ? left : right;
    }

    /** The columns of the rows that go by. */
    public Schema passing() {
        return holdsLeft ? right : left;
    }

    List<Expr> heldKeys() {
        return holdsLeft ? join.leftKeys() : join.rightKeys();
    }

    List<Expr> passingKeys() {
        return holdsLeft ? join.rightKeys() : join.leftKeys();
    }

    /** Whether a passing row without a match comes out, the held columns NULL. */
    public boolean keepsPassing() {
        return holdsLeft ? kind().keepsRight() : kind().keepsLeft();
    }

    /** Whether a held row without a match comes out, at the end, the passing columns NULL. */
    public boolean keepsHeld() {
        return holdsLeft ? kind().keepsLeft() : kind().keepsRight();
    }

    /** The columns that keys of these types are held in: a DECIMAL in the two BIGINTs that carry it. */
    static List<Type> columnTypes(List<Type> keyTypes) {
        List<Type> types = new ArrayList<>();
        for (Type type : keyTypes) {
            types.add(type.isDecimal() ? Type.BIGINT : type);
            if (type.isDecimal()) {
                types.add(Type.BIGINT);
            }
        }
        return types;
    }

    /** The keys as they are compared: a BIGINT and a DOUBLE as BIGINT, which loses nothing. */
    List<Type> keyTypes() {
        List<Type> types = new ArrayList<>();
        for (int i = 0; i < join.leftKeys().size(); i++) {
            Type leftType = join.leftKeys().get(i).type();
            types.add(leftType == join.rightKeys().get(i).type() ? leftType : Type.BIGINT);
        }
        return types;
    }
}

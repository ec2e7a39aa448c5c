package io.barograph.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.barograph.core.column.Batch;
import io.barograph.core.column.Column;
import io.barograph.core.column.Field;
import io.barograph.core.column.LongColumn;
import io.barograph.core.column.Schema;
import io.barograph.core.column.Type;
import io.barograph.core.column.Validity;
import io.barograph.core.expr.EvaluationContext;
import io.barograph.core.expr.Expr;
import io.barograph.core.join.AlongEntry;
import io.barograph.core.join.AlongJoin;
import io.barograph.core.join.JoinSpec;
import io.barograph.core.plan.JoinKind;
import io.barograph.core.plan.Plan;
import io.barograph.core.stage.Terminal;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a live fold holds. What comes out of it, replays of live queries compare. */
class LiveFoldTest {
    private static final int ROUNDS = 60;
    private static final int ROWS = 1000;
    private static final Schema SIDE = Schema.of(new Field("t", Type.TIMESTAMP), new Field("order", Type.BIGINT));

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void keysThatComeOnceAreForgotten(boolean revises) {
        EvaluationContext context = new EvaluationContext(List.of(), false);
        List<Expr> keys = List.of(new Expr.ColumnRef(1, Type.BIGINT));
        Expr time = new Expr.ColumnRef(0, Type.TIMESTAMP);
        Schema both = Plan.Join.schemaOf(JoinKind.LEFT, SIDE, SIDE);
        Terminal.Join terminal = new Terminal.Join(1, JoinKind.LEFT, keys, keys, null, null, both);
        AlongJoin join = new AlongJoin(new JoinSpec(terminal, SIDE, SIDE, false), time, time, null, -5, 5);
        LiveFold.Ripeness ripeness = new LiveFold.Ripeness() {
            @Override
            public long ripeAt(long at) {
                return at + 1;
            }

            @Override
            public long passedAt(long upTo) {
                return upTo;
            }
        };
        LiveFold fold = new LiveFold(join.rows(), join.fold(context), ripeness, revises, 16, context);
        AlongEntry left = join.newEntry(true, context);
        AlongEntry right = join.newEntry(false, context);
        long[] shown = new long[1];
        long most = 0;
        for (int round = 0; round < ROUNDS; round++) {
            left.accept(rows(round), batch -> fold.add(copied(batch)), batch -> {});
            right.accept(rows(round), batch -> fold.add(copied(batch)), batch -> {});
            fold.publish(10L * round, 10L * round - 20, changes -> shown[0] += changes.size());
            most = round < ROUNDS / 2 ? Math.max(most, fold.memoryBytes()) : most;
        }
        fold.publish(10L * ROUNDS, 10L * ROUNDS, changes -> shown[0] += changes.size());
        assertThat(shown[0]).isEqualTo((long) ROUNDS * ROWS);
        assertThat(fold.memoryBytes()).as("as much as after half of the keys").isLessThan(most + most / 4);
    }

    /** New keys of one time. */
    private static Batch rows(int round) {
        long[] times = new long[ROWS];
        long[] keys = new long[ROWS];
        for (int i = 0; i < ROWS; i++) {
            times[i] = 10L * round;
            keys[i] = (long) round * ROWS + i;
        }
        return new Batch(
                new Column[] {
                    new LongColumn(Type.TIMESTAMP, times, Validity.ALL), new LongColumn(Type.BIGINT, keys, Validity.ALL)
                },
                ROWS);
    }

    private static Batch copied(Batch batch) {
        RowBuffer rows = new RowBuffer(schema(batch));
        rows.append(batch);
        return rows.batch(0);
    }

    private static Schema schema(Batch batch) {
        return new Schema(List.of(batch.columns()).stream()
                .map(column -> new Field("c", column instanceof LongColumn longs ? longs.type() : Type.BOOLEAN))
                .toList());
    }
}

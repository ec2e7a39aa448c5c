package io.barograph.core.expr;

import static org.assertj.core.api.Assertions.assertThat;

import io.barograph.core.column.Batch;
import io.barograph.core.column.BatchCompactor;
import io.barograph.core.column.Column;
import io.barograph.core.column.Dictionary;
import io.barograph.core.column.Type;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BatchCompactorTest {
    private static final long SEED = Long.getLong("barograph.seed", 42);

    @Test
    void rowsKeepTheirValuesWhereverTheyGo() {
        Random random = new Random(SEED);
        RandomExpressions generator = new RandomExpressions(new RandomExpressions.Shapes(), random);
        Type[] types = new Type[2 * Type.values().length];
        for (int i = 0; i < types.length; i++) {
            types[i] = Type.values()[i / 2];
        }
        BatchCompactor compactor = new BatchCompactor(types);
        for (int round = 0; round < 30; round++) {
            int size = 1 + random.nextInt(300);
            Batch batch = Columns.batch(size, generator.columns(size, new Dictionary()));
            int[] positions = random.ints(random.nextInt(400), 0, size).toArray();
            Batch compacted = compactor.compact(batch, positions, positions.length);
            assertThat(compacted.size()).isEqualTo(positions.length);
            for (int i = 0; i < positions.length; i++) {
                assertThat(compacted.row(i)).as("seed %d round %d", SEED, round).isEqualTo(batch.row(positions[i]));
            }
        }
    }

    @Test
    void allRowsInOrderAreTheBatchItself() {
        Batch batch = Columns.batch(2, Columns.of(Type.BIGINT, 1L, 2L));
        BatchCompactor compactor = new BatchCompactor(Type.BIGINT);
        assertThat(compactor.compact(batch, new int[] {0, 1}, 2)).isSameAs(batch);
        Column swapped = compactor.compact(batch, new int[] {1, 0}, 2).column(0);
        assertThat(Columns.values(swapped, 2)).containsExactly(2L, 1L);
    }
}

package io.barograph.core.aggregate;

import static org.assertj.core.api.Assertions.assertThat;

import io.barograph.core.column.Column;
import io.barograph.core.column.DoubleColumn;
import io.barograph.core.column.Type;
import io.barograph.core.column.Validity;
import java.math.BigDecimal;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The median of two values is the true half of their sum, rounded once, of the least and the greatest numbers too. */
class MedianHalvesTest {
    @Test
    void halfIsRoundedOnce() {
        SplittableRandom random = new SplittableRandom(5);
        BoundAggregate median = ExactQuantiles.median().bind(Signature.of(Type.DOUBLE, Type.DOUBLE), List.of());
        int[] exponents = {-1074, -1023, -1022, -1021, -2, 0, 1022, 1023};
        for (int i = 0; i < 20_000; i++) {
            double[] pair = new double[2];
            for (int j = 0; j < 2; j++) {
                int exponent = exponents[random.nextInt(exponents.length)];
                pair[j] = Math.scalb(random.nextDouble(-2, 2), exponent);
            }
            GroupedState state = median.state().create();
            state.resize(1);
            state.add(new Column[] {new DoubleColumn(pair, Validity.ALL)}, new int[2], 2);
            double found = ((DoubleColumn) median.finisher().finish(state, new int[1], 1)).values()[0];
            double wanted = new BigDecimal(pair[0])
                    .add(new BigDecimal(pair[1]))
                    .multiply(new BigDecimal("0.5"))
                    .doubleValue();
            assertThat(found).as("%s and %s", pair[0], pair[1]).isEqualTo(wanted + 0.0);
        }
    }
}

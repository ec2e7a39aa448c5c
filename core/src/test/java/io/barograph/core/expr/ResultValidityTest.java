package io.barograph.core.expr;

import static org.assertj.core.api.Assertions.assertThat;

import io.barograph.core.column.Column;
import io.barograph.core.column.Validity;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ResultValidityTest {
    private final EvaluationContext context = new EvaluationContext(List.of(), false);
    private final AtomicInteger written = new AtomicInteger();
    private final ResultValidity results = ResultValidity.counting(
            () -> {
                written.incrementAndGet();
                return "1 / x";
            },
            context);

    @Test
    void theTextOfAnExpressionThatIsNeverUndefinedIsNotWritten() {
        results.begin(new Column[0], Validity.ALL, 2);
        results.makeNull(0);

        assertThat(results.validity().isNull(0)).isTrue();
        assertThat(written).hasValue(0);
        assertThat(context.undefinedCounts()).isEmpty();
    }

    @Test
    void itIsWrittenOnceHoweverOftenTheExpressionIsUndefined() {
        for (int batch = 0; batch < 3; batch++) {
            results.begin(new Column[0], Validity.ALL, 2);
            results.undefined(0);
            results.undefined(1);
        }

        assertThat(written).hasValue(1);
        assertThat(context.undefinedCounts()).isEqualTo(Map.of("1 / x", 6L));
    }
}

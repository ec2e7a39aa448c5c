package io.barograph.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.barograph.core.column.Field;
import io.barograph.core.column.Schema;
import io.barograph.core.column.Type;
import io.barograph.core.plan.PlanText;
import io.barograph.core.source.TableDescription;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TableSummaryTest {
    @Test
    void decimalsAreAskedForAllThatNumbersAre() {
        assertThat(calls(Type.decimal(12, 3)))
                .contains(" min:", " max:", " avg:", " stddev_samp:", " approx_quantile:", " approx_count_distinct:");
        assertThat(calls(Type.INTERVAL)).contains(" min:", " max:").doesNotContain(" avg:", " approx_quantile:");
    }

    /** The plan of a table's summary that has one column. */
    private static String calls(Type type) {
        TableDescription table = new TableDescription(
                "t.parquet", "parquet", List.of("t.parquet"), Map.of(), Schema.of(new Field("x", type)));
        return PlanText.of(TableSummary.query(table, new FakeCatalog()));
    }
}

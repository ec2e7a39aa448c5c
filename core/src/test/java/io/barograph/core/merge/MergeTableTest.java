package io.barograph.core.merge;

import static io.barograph.core.merge.Rows.call;
import static io.barograph.core.merge.Rows.distinct;
import static io.barograph.core.merge.Rows.filter;
import static io.barograph.core.merge.Rows.results;
import static java.util.Arrays.asList;
import static org.assertj.core.api.Assertions.assertThat;

import io.barograph.core.aggregate.StateInput;
import io.barograph.core.aggregate.StateOutput;
import io.barograph.core.column.Type;
import java.util.List;
import org.junit.jupiter.api.Test;

class MergeTableTest {
    @Test
    void withoutKeysOneGroupExistsEvenOverEmptyInput() {
        Rows rows = new Rows(Type.DOUBLE);
        MergeTable table = rows.table(List.of(), call("count", Type.BIGINT), call("min", Type.DOUBLE, 0));

        assertThat(table.groups()).isEqualTo(1);
        assertThat(results(table)).containsExactly(asList(0L, null));
        assertThat(results(table, table.empty())).containsExactly(asList(0L, null));
    }

    @Test
    void withKeysEmptyInputYieldsNoGroup() {
        Rows rows = new Rows(Type.DOUBLE);

        assertThat(results(rows.table(List.of(0), call("count", Type.BIGINT)))).isEmpty();
    }

    @Test
    void nullsAreOneKeyAndComeLast() {
        Rows rows = new Rows(Type.BIGINT, Type.DOUBLE)
                .add(null, 1.0)
                .add(5L, 2.0)
                .add(0L, 3.0)
                .add(null, 4.0)
                .add(0L, null);

        for (int batchSize = 1; batchSize <= 5; batchSize++) {
            MergeTable table = rows.into(
                    rows.table(
                            List.of(0),
                            call("count", Type.BIGINT),
                            call("count", Type.BIGINT, 1),
                            call("max", Type.DOUBLE, 1)),
                    batchSize);
            assertThat(results(table))
                    .containsExactly(asList(0L, 2L, 1L, 3.0), asList(5L, 1L, 1L, 2.0), asList(null, 2L, 2L, 4.0));
        }
    }

    @Test
    void zerosAreOneKeyAndNansAreOneKey() {
        double otherNan = Double.longBitsToDouble(0x7FF8_0000_0000_0001L);
        Rows rows = new Rows(Type.DOUBLE)
                .add(-0.0)
                .add(0.0)
                .add(Double.NaN)
                .add(otherNan)
                .add(Double.POSITIVE_INFINITY)
                .add(Double.NEGATIVE_INFINITY)
                .add(-1.0);
        MergeTable table = rows.into(rows.table(List.of(0), call("count", Type.BIGINT)), 10);

        assertThat(results(table))
                .containsExactly(
                        asList(Double.NEGATIVE_INFINITY, 1L),
                        asList(-1.0, 1L),
                        asList(0.0, 2L),
                        asList(Double.POSITIVE_INFINITY, 1L),
                        asList(Double.NaN, 2L));
    }

    @Test
    void textsOfManyDictionariesAreOneKey() {
        Rows rows = new Rows(Type.VARCHAR, Type.VARCHAR)
                .add("b", "x")
                .add("ä", "y")
                .add("b", "a")
                .add("", "z")
                .add("\uD83D\uDE00", "q")
                .add("\uFFFD", "q");
        MergeTable table =
                rows.into(rows.table(List.of(0), call("min", Type.VARCHAR, 1), call("max", Type.VARCHAR, 1)), 1);
        MergeTable whole = rows.into(table.empty(), 10);

        assertThat(results(table))
                .containsExactly(
                        asList("", "z", "z"),
                        asList("b", "a", "x"),
                        asList("ä", "y", "y"),
                        asList("\uFFFD", "q", "q"),
                        asList("\uD83D\uDE00", "q", "q"))
                .isEqualTo(results(whole));
    }

    @Test
    void filterAndDistinctApplyToTheirCallAlone() {
        Rows rows = new Rows(Type.BIGINT, Type.BOOLEAN)
                .add(1L, true)
                .add(1L, false)
                .add(2L, null)
                .add(2L, true)
                .add(3L, false)
                .add(1L, true);
        MergeTable table = rows.into(
                rows.table(
                        List.of(),
                        call("count", Type.BIGINT),
                        filter(call("count", Type.BIGINT), 1),
                        distinct(call("count", Type.BIGINT, 0)),
                        filter(distinct(call("count", Type.BIGINT, 0)), 1),
                        filter(call("max", Type.BIGINT, 0), 1)),
                4);

        assertThat(results(table)).containsExactly(asList(6L, 3L, 3L, 2L, 2L));
    }

    @Test
    void writtenGroupsReadBackIntoAnyTable() {
        Rows rows = new Rows(Type.VARCHAR, Type.BIGINT, Type.DOUBLE)
                .add("a", 1L, 1.5)
                .add(null, 2L, -2.5)
                .add("a", 1L, 3.5)
                .add("b", null, null);
        MergeTable table = rows.into(
                rows.table(
                        List.of(0, 1),
                        call("count", Type.BIGINT),
                        call("min", Type.DOUBLE, 2),
                        distinct(call("count", Type.BIGINT, 2))),
                2);
        MergeTable restored = table.empty();
        for (int group = table.groups() - 1; group >= 0; group--) {
            StateOutput output = new StateOutput();
            table.writeGroup(group, output);
            StateInput input = new StateInput(output.toByteArray());
            restored.readGroup(input);
            assertThat(input.isAtEnd()).isTrue();
        }

        assertThat(results(restored)).isEqualTo(results(table)).hasSize(3);
    }
}

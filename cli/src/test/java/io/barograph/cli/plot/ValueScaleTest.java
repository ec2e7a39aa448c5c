package io.barograph.cli.plot;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ValueScaleTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "14.6; 38.1; 5; 15 20 25 30 35",
                "-1; 1; 4; -1.0 -0.5 0 0.5 1.0",
                "0; 1e300; 2; 0 5e299 1e300",
                "1000000000.001; 1000000000.003; 2; 1000000000.001 1000000000.002 1000000000.003",
                "0; 4.9e-324; 1; 0 5e-324",
                "-0.00000000001; 0.00000000001; 2; -1e-11 0 1e-11",
            })
    void labelsAreRoundAndHaveTheDigitsThatTellThemApart(double least, double most, int atMost, String labels) {
        String found = String.join(
                " ",
                ValueScale.of(least, most).ticks(atMost).stream()
                        .map(ValueScale.Tick::label)
                        .toList());
        assertThat(found).isEqualTo(labels);
    }

    @Test
    void aConstantHasRoomAroundIt() {
        assertThat(ValueScale.of(5, 5)).isEqualTo(new ValueScale(4.5, 5.5));
        assertThat(ValueScale.of(1e300, 1e300).depth(1e300)).isCloseTo(0.5, org.assertj.core.data.Offset.offset(1e-9));
        assertThat(ValueScale.of(Double.MAX_VALUE, Double.MAX_VALUE).most()).isEqualTo(Double.MAX_VALUE);
    }

    @Test
    void allDoublesHaveAPlace() {
        ValueScale all = ValueScale.of(-Double.MAX_VALUE, Double.MAX_VALUE);
        assertThat(all.pixel(Double.MAX_VALUE, 100)).isZero();
        assertThat(all.pixel(0, 101)).isEqualTo(50);
        assertThat(all.pixel(-Double.MAX_VALUE, 100)).isEqualTo(99);
        assertThat(all.ticks(5)).isNotEmpty();
        assertThat(ValueScale.of(0, Double.MIN_VALUE).pixel(Double.MIN_VALUE, 100))
                .isZero();
    }
}

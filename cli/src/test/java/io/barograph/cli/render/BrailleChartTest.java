package io.barograph.cli.render;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class BrailleChartTest {
    @Test
    void aLineRunsFromTheFirstPointToTheLast() {
        String chart = new BrailleChart(4, 2).draw(new double[] {0, 1}, new double[] {0, 1}, List.of("a", "b"));
        assertThat(chart).isEqualTo("""
                        1.00 ┤  ⡠⠊
                        0.00 ┤⡠⠊
                             └────
                              a  b
                        """);
    }

    @Test
    void whatIsNoNumberBreaksTheLine() {
        double[] x = {0, 1, 2, 3, 4};
        String chart = new BrailleChart(5, 1).draw(x, new double[] {1, 1, Double.NaN, 1, 1}, List.of());
        assertThat(chart.lines().findFirst().orElseThrow()).isEqualTo("1.50 ┤⠤⠄ ⠠⠤");
    }

    @Test
    void aConstantIsDrawnInTheMiddle() {
        assertThat(new BrailleChart(3, 3).draw(new double[] {0, 1}, new double[] {5, 5}, List.of()))
                .contains("5.50 ┤\n")
                .contains("4.50 ┤\n");
    }
}

package io.barograph.core.error;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NearNamesTest {
    private static final List<String> COLUMNS = List.of("temperature", "humidity", "pressure", "온도계");

    @Test
    void aSwapOfNeighboursIsOneEdit() {
        assertThat(NearNames.distance("form", "from")).isEqualTo(1);
        assertThat(NearNames.distance("kitten", "sitting")).isEqualTo(3);
        assertThat(NearNames.distance("", "abc")).isEqualTo(3);
    }

    @Test
    void theNearestComesFirstWhateverTheCase() {
        assertThat(NearNames.of("TEMPRATURE", COLUMNS)).containsExactly("temperature");
        assertThat(NearNames.of("stdev", List.of("stddev_pop", "stddev"))).containsExactly("stddev");
    }

    @Test
    void aBeginningIsNear() {
        assertThat(NearNames.of("temp", COLUMNS)).containsExactly("temperature");
        assertThat(NearNames.of("온도", List.of("온도계", "습도계"))).containsExactly("온도계");
    }

    @Test
    void whatIsFarIsNotProposedButListed() {
        assertThat(NearNames.didYouMean("wind", COLUMNS)).isEmpty();
        assertThat(NearNames.hint("wind", COLUMNS, "columns"))
                .isEqualTo("; columns: temperature, humidity, pressure, 온도계");
        assertThat(NearNames.hint("wind", List.of(), "columns")).isEmpty();
    }

    @Test
    void longListsAreCut() {
        List<String> many = List.of("c1", "c2", "c3", "c4", "c5", "c6", "c7", "c8", "c9", "c10", "c11", "c12", "c13");

        assertThat(NearNames.hint("xyz", many, "columns")).endsWith("c11, c12, …");
    }
}

package io.barograph.cli.render;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TextWidthTest {
    @Test
    void wideAndCombiningCharactersAreCountedAsTerminalsShowThem() {
        assertThat(TextWidth.of("abc")).isEqualTo(3);
        assertThat(TextWidth.of("온도")).isEqualTo(4);
        assertThat(TextWidth.of("温度")).isEqualTo(4);
        assertThat(TextWidth.of("e\u0301")).isEqualTo(1);
        assertThat(TextWidth.of("°C")).isEqualTo(2);
        assertThat(TextWidth.of("😀")).isEqualTo(2);
    }

    @Test
    void aTextIsNeverCutInsideAWideCharacter() {
        assertThat(TextWidth.cut("온도계", 4)).isEqualTo("온…");
        assertThat(TextWidth.cut("온도계", 5)).isEqualTo("온도…");
        assertThat(TextWidth.cut("온도계", 6)).isEqualTo("온도계");
    }
}

package io.barograph.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MemorySizeTest {
    @ParameterizedTest
    @ValueSource(
            strings = {"128m", "128M", "128MB", "128mb", "128MiB", "0.125g", "0.125GB", ".125GiB", "131072k", "131072KB"
            })
    void unitsAreWrittenAsPeopleDo(String text) {
        assertThat(MemorySize.parse(text)).isEqualTo(128L << 20);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "m", "128", "128b", "128ib", "128mm", "-128m", "1m", "0x10m", "1e3m", "NaNg"})
    void otherTextsAreNoSizes(String text) {
        assertThatThrownBy(() -> MemorySize.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void sixtyFourMegabytesAreTheLeast() {
        assertThat(MemorySize.parse("64m")).isEqualTo(MemorySize.LEAST);
    }
}

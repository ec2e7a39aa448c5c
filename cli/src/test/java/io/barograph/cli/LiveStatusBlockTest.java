package io.barograph.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LiveStatusBlockTest {
    @Test
    void whatIsWrongIsShownToItsEnd() {
        assertThat(LiveStatusBlock.wrapped("", 20)).isEmpty();
        assertThat(LiveStatusBlock.wrapped("all is lost", 20)).containsExactly("! all is lost");
        assertThat(LiveStatusBlock.wrapped("db:5432/plant: it refuses the connection, for 7 s", 21))
                .containsExactly("! db:5432/plant: it", "  refuses the", "  connection, for 7 s");
        assertThat(LiveStatusBlock.wrapped("abcdefghijklmnop", 8)).containsExactly("! abcdef", "  ghijkl", "  mnop");
    }
}

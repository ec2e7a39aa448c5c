package io.barograph.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class ArgumentsTest {
    private static final Option THREADS = Option.of("--threads", "N", "");
    private static final Option OUTPUT = new Option("--output", "-o", "FILE", "");
    private static final Option STRICT = Option.flag("--strict", "");
    private static final Option GPU = Option.flagOr("--gpu", "auto", "");

    private static Arguments parse(String... line) {
        return Arguments.parse(List.of(line), List.of(THREADS, OUTPUT, STRICT, GPU));
    }

    @Test
    void optionsMayStandAnywhere() {
        Arguments arguments = parse("--threads=3", "SELECT 1", "-o", "out.csv", "--strict");
        assertThat(arguments.operands()).containsExactly("SELECT 1");
        assertThat(arguments.number(THREADS, 1, 1, 10)).isEqualTo(3);
        assertThat(arguments.value(OUTPUT)).isEqualTo("out.csv");
        assertThat(arguments.has(STRICT)).isTrue();
    }

    @Test
    void dashesThatBeginNoOptionAreOperands() {
        assertThat(parse("-", "-- a comment\nSELECT 1").operands()).containsExactly("-", "-- a comment\nSELECT 1");
        assertThat(parse("--", "--threads").operands()).containsExactly("--threads");
    }

    @Test
    void anUnknownOptionIsAnsweredWithTheNearest() {
        assertThatThrownBy(() -> parse("--thread", "3")).hasMessage("unknown option --thread; did you mean --threads?");
        assertThatThrownBy(() -> parse("--bogus")).hasMessage("unknown option --bogus; see baro --help");
    }

    @Test
    void valuesAreChecked() {
        assertThatThrownBy(() -> parse("--threads")).hasMessage("option --threads needs a value: --threads N");
        assertThatThrownBy(() -> parse("--strict=yes")).hasMessage("option --strict takes no value");
        assertThatThrownBy(() -> parse("-o", "a", "--output", "b")).hasMessage("option --output is given twice");
        assertThatThrownBy(() -> parse("--threads", "0").number(THREADS, 1, 1, 8))
                .hasMessage("option --threads expects a whole number from 1 to 8, not '0'");
        assertThatThrownBy(() -> parse("--threads", "two").number(THREADS, 1, 1, 8))
                .hasMessageContaining("'two'");
    }

    @Test
    void aWordMayStandBehindASwitch() {
        assertThat(parse("--gpu", "file.csv").operands()).containsExactly("file.csv");
        assertThat(parse("--gpu", "file.csv").value(GPU)).isEqualTo("true");
        assertThat(parse("--gpu", "auto", "file.csv").operands()).containsExactly("file.csv");
        assertThat(parse("--gpu", "auto").value(GPU)).isEqualTo("auto");
        assertThat(parse("--gpu=auto").value(GPU)).isEqualTo("auto");
        assertThat(parse("--gpu").has(GPU)).isTrue();
        assertThatThrownBy(() -> parse("--gpu=maybe"))
                .hasMessage("option --gpu stands alone or with auto, not with 'maybe'");
        assertThat(GPU.synopsis()).isEqualTo("    --gpu [auto]");
    }

    @Test
    void moreThanOneOperandIsAMissingQuote() {
        assertThatThrownBy(() -> parse("SELECT", "1").operand("query"))
                .hasMessage("one query is expected, but there are 2: SELECT 1 (is a quote missing?)");
    }
}

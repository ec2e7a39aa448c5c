package io.barograph.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BaroTest {
    private final Session baro = new Session();

    @Test
    void helpNamesEveryCommandAndEveryCommandHasHelp() {
        assertThat(baro.run()).isZero();
        String overview = baro.out();
        assertThat(baro.run("--help")).isZero();
        assertThat(baro.out()).isEqualTo(overview);
        assertThat(baro.run("help")).isZero();
        assertThat(baro.out()).isEqualTo(overview);
        assertThat(baro.run("help", "plot")).isZero();
        assertThat(baro.out()).startsWith(new PlotCommand().summary());
        for (Command command : Baro.COMMANDS) {
            assertThat(overview).contains("  " + command.name() + " ").contains(command.summary());
            assertThat(baro.run(command.name(), "--help")).isZero();
            assertThat(baro.out()).startsWith(command.summary());
            for (Option option : command.options()) {
                assertThat(baro.out()).contains(option.synopsis()).contains(option.help());
            }
            assertThat(baro.out().lines()).allMatch(line -> line.length() <= 120);
        }
    }

    @Test
    void theVersionIsTheBuilds() {
        assertThat(baro.run("--version")).isZero();
        assertThat(baro.out()).matches("barograph \\d+\\.\\d+\\.\\d+\\S*, time zones \\d{4}\\w \\(Java .*\\)\n");
    }

    @Test
    void aMistypedCommandIsAnsweredWithTheNearest() {
        assertThat(baro.run("sumarize", "x.csv")).isEqualTo(2);
        assertThat(baro.err()).isEqualTo("error: there is no command 'sumarize'; did you mean summarize?\n");
    }

    @Test
    void aFileAloneIsAnsweredWithWhatCanBeDoneWithIt(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("a.csv"), "x\n1\n");
        assertThat(baro.run(file.toString())).isEqualTo(2);
        assertThat(baro.err()).contains("baro summarize " + file);
    }

    @Test
    void generatedFilesAreTheSameAtEveryNumberOfThreads(@TempDir Path folder) throws Exception {
        Path one = folder.resolve("one.csv");
        Path seven = folder.resolve("seven.csv");
        assertThat(baro.run("generate", one.toString(), "--rows", "150_000", "--threads", "1", "--step", "10ms"))
                .isZero();
        assertThat(baro.err()).contains("150,000 readings of 100 devices");
        assertThat(baro.run("generate", seven.toString(), "--rows", "150000", "--threads", "7", "--step", "10ms"))
                .isZero();
        assertThat(Files.mismatch(one, seven)).isEqualTo(-1);
        assertThat(baro.run("generate", "-", "--rows", "1", "--start", "2020-02-29 12:00:00"))
                .isZero();
        assertThat(baro.out()).contains("\n2020-02-29 12:00:00,60,20.3915,");
    }

    @Test
    void generateSaysWhatIsWrong(@TempDir Path folder) {
        assertThat(baro.run("generate")).isEqualTo(2);
        assertThat(baro.err()).isEqualTo("error: FILE is missing\n");
        assertThat(baro.run("generate", "x.csv", "--step", "fast")).isEqualTo(2);
        assertThat(baro.err()).contains("a time such as 10ms, 1s or 5m, not 'fast'");
        Path parquet = folder.resolve("x.parquet");
        assertThat(baro.run("generate", parquet.toString(), "--rows", "1")).isEqualTo(2);
        assertThat(baro.err()).contains("generated as csv, not as parquet").contains("-o " + parquet);
        assertThat(parquet).doesNotExist();
        assertThat(baro.run("generate", folder.resolve("no/such/x.csv").toString()))
                .isEqualTo(3);
        assertThat(baro.err()).contains("its folder does not exist");
        assertThat(baro.run("generate", "x.csv", "--rows", "1000000000", "--step", "300d"))
                .isEqualTo(2);
        assertThat(baro.err()).contains("1677-09-21");
    }

    @Test
    void aDefectIsOneLineAndAReport() throws Exception {
        Console console = new Console(
                new java.io.InputStream() {
                    @Override
                    public int read() {
                        throw new IllegalStateException("a planted defect");
                    }
                },
                java.io.OutputStream.nullOutputStream(),
                new java.io.PrintStream(
                        new java.io.ByteArrayOutputStream(), true, java.nio.charset.StandardCharsets.UTF_8) {
                    @Override
                    public void println(String line) {
                        said.append(line).append('\n');
                    }
                },
                java.util.Map.of(),
                new Console.Terminals(false, false, false),
                80,
                new io.barograph.core.engine.Cancellation());
        assertThat(Baro.run(java.util.List.of("-"), console)).isEqualTo(1);
        assertThat(said.toString().lines()).hasSize(1);
        Path report = Path.of(said.toString().strip().replaceAll(".*please send us (\\S+): .*", "$1"));
        assertThat(Files.readString(report))
                .contains("java.lang.IllegalStateException", "at io.barograph.cli")
                .doesNotContain("a planted defect");
        Files.delete(report);
    }

    private final StringBuilder said = new StringBuilder();
}

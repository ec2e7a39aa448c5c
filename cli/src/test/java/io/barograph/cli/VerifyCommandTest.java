package io.barograph.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VerifyCommandTest {
    @TempDir
    Path folder;

    private final Session baro = new Session();
    private Path file = Path.of("");
    private String query = "";

    @BeforeEach
    void generate() {
        file = folder.resolve("sensors.csv");
        query = "SELECT device_id, avg(temperature), stddev(pressure) FROM '" + file + "' GROUP BY device_id";
        assertThat(baro.run("generate", file.toString(), "--rows", "5000")).isZero();
    }

    @Test
    void everySettingGivesOneChecksum() {
        assertThat(baro.run("verify", query)).isZero();
        assertThat(baro.out())
                .contains("1 thread, ")
                .contains("7 threads, ")
                .contains("files in reverse")
                .contains("100 rows; read 5,000 = used 5,000 + late 0 + rejected 0 + duplicate 0")
                .containsPattern("the same answer, [78] times\n$");
        assertThat(baro.out().lines().filter(line -> line.contains("bag:")).map(line -> line.replaceAll(".*bag:", "")))
                .hasSizeBetween(7, 8)
                .containsOnly(baro.out().lines().findFirst().orElseThrow().replaceAll(".*bag:", ""));
    }

    /** Where there is no GPU, the line is the reason that baro engines gives; where there is one, it is one way more. */
    @Test
    void theGpuIsOneMoreWayOrTheReasonIsSaid() {
        String gpu = baro.gpu();
        assertThat(baro.run("verify", query)).isZero();
        if (gpu.startsWith("works: ")) {
            assertThat(baro.out()).contains("on the GPU, ").endsWith("the same answer, 8 times\n");
            assertThat(baro.run("verify", "SELECT median(pressure) FROM '" + file + "'"))
                    .isZero();
            assertThat(baro.out()).contains("not on the GPU: --gpu: a GPU adds up counts");
        } else {
            assertThat(baro.out()).contains("not on a GPU: " + gpu.substring("none: ".length()) + "\n");
        }
    }

    @Test
    void aReceiptIsProvedAgainUntilTheFileChanges() throws IOException {
        Path receipt = folder.resolve("receipt.json");
        assertThat(baro.run(
                        query,
                        "--receipt",
                        receipt.toString(),
                        "-o",
                        folder.resolve("out.csv").toString()))
                .isZero();
        assertThat(receipt).content().contains("\"rows\" : 100").contains("\"checksum\" : \"bag:");
        assertThat(baro.run("verify", receipt.toString())).isZero();
        assertThat(baro.out()).endsWith("the receipt's answer, 7 times\n");

        Files.writeString(receipt, Files.readString(receipt).replaceAll("\"bag:....", "\"bag:0000"));
        assertThat(baro.run("verify", receipt.toString())).isEqualTo(1);
        assertThat(baro.err()).contains("the answer is not the receipt's").contains("the plan is the same");

        Files.writeString(file, "x\n1\n");
        assertThat(baro.run("verify", receipt.toString())).isEqualTo(1);
        assertThat(baro.err()).contains("no longer those of the receipt");
    }

    @Test
    void whatIsNoQueryCannotBeVerified() throws IOException {
        assertThat(baro.run("verify", "DESCRIBE '" + file + "'")).isEqualTo(2);
        assertThat(baro.err()).contains("only a query can be verified");
        Path junk = Files.writeString(folder.resolve("junk.json"), "[]");
        assertThat(baro.run("verify", junk.toString())).isEqualTo(2);
        assertThat(baro.run("verify", folder.resolve("none.sql").toString())).isEqualTo(3);
    }

    @Test
    void theQueryMayStandInAFile() throws IOException {
        Path sql = Files.writeString(folder.resolve("query.sql"), query);
        assertThat(baro.run("verify", sql.toString())).isZero();
    }
}

package io.barograph.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
            assertThat(baro.run("verify", "SELECT device_id FROM '" + file + "'"))
                    .isZero();
            assertThat(baro.out()).contains("not on the GPU: --gpu: this query has no groups to add up");
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

    @ParameterizedTest
    @ValueSource(strings = {"", ".gz"})
    void aReceiptOverFoldersOfWhichSomeWereLeftOutIsProved(String compression) throws IOException {
        Path days = folder.resolve("days");
        for (String day : List.of("2023-01-01", "2023-01-02", "2023-01-03")) {
            Path part = Files.createDirectories(days.resolve("dt=" + day)).resolve("part-0.csv" + compression);
            try (OutputStream file = Files.newOutputStream(part);
                    OutputStream text = compression.isEmpty() ? file : new GZIPOutputStream(file)) {
                text.write(("device,value\n" + "a,1\n".repeat(1000)).getBytes(StandardCharsets.UTF_8));
            }
        }
        Path receipt = folder.resolve("receipt.json");
        for (String first : List.of("2023-01-02", "2024-01-01")) {
            String ofDays = "SELECT count(*), sum(value) FROM '" + days + "/' WHERE dt >= DATE '" + first + "'";
            assertThat(baro.run(ofDays, "--receipt", receipt.toString())).isZero();
            assertThat(receipt).content().contains("dt=2023-01-01").contains("\"end_offset\" : 0");

            assertThat(baro.run("verify", receipt.toString())).as(baro.err()).isZero();
            assertThat(baro.out()).endsWith("the receipt's answer, 7 times\n");
        }
        baro.run("SELECT count(*) FROM '" + days + "/' WHERE dt >= DATE '2023-01-02'", "--receipt", receipt.toString());
        Files.writeString(days.resolve("dt=2023-01-02/part-0.csv" + compression), "x\n");
        assertThat(baro.run("verify", receipt.toString())).isEqualTo(1);
        assertThat(baro.err()).contains("dt=2023-01-02").doesNotContain("dt=2023-01-01");
    }

    @Test
    void aCompressedFileLargerThanItsTextIsProved() throws IOException {
        Path tiny = folder.resolve("tiny.csv.gz");
        try (OutputStream text = new GZIPOutputStream(Files.newOutputStream(tiny))) {
            text.write("a\n1\n".getBytes(StandardCharsets.UTF_8));
        }
        Path receipt = folder.resolve("receipt.json");
        assertThat(baro.run("SELECT sum(a) FROM '" + tiny + "'", "--receipt", receipt.toString()))
                .isZero();
        assertThat(receipt).content().contains("\"end_offset\" : " + Files.size(tiny));
        assertThat(baro.run("verify", receipt.toString())).as(baro.err()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".gz"})
    void aQueryThatHadEnoughRowsIsProved(String compression) throws IOException {
        Path large = folder.resolve("large.csv" + compression);
        assertThat(baro.run("generate", large.toString(), "--rows", "60000")).isZero();
        Path receipt = folder.resolve("receipt.json");
        String first = "SELECT * FROM '" + large + "' LIMIT 5";
        assertThat(baro.run(first, "--receipt", receipt.toString())).isZero();
        assertThat(receipt)
                .content()
                .contains("\"size\" : " + Files.size(large))
                .doesNotContain("\"end_offset\" : " + Files.size(large));
        assertThat(baro.run("verify", receipt.toString())).as(baro.err()).isZero();
        assertThat(baro.out()).endsWith("the receipt's answer, 7 times\n");
        Files.write(large, new byte[1], StandardOpenOption.APPEND);
        assertThat(baro.run("verify", receipt.toString())).isEqualTo(1);
        assertThat(baro.err()).contains("no longer those of the receipt").contains("bytes and has");
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

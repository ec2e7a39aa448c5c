package io.barograph.connectors.hdfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.core.source.Block;
import io.barograph.core.source.Lane;
import io.barograph.core.source.Table;
import io.barograph.formats.FileCatalog;
import io.barograph.frame.Frame;
import io.barograph.testkit.hdfs.HdfsCluster;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
class HdfsReadTest {
    private static final HdfsCluster cluster = HdfsFiles.cluster();

    @TempDir
    static Path local;

    @TempDir
    Path scratch;

    @BeforeAll
    static void write() throws IOException {
        for (Path file : HdfsFiles.inEveryForm(local)) {
            HdfsFiles.upload(file, cluster.uri("data/" + file.getFileName()));
        }
        for (int day = 1; day <= 3; day++) {
            Path file = local.resolve("day-" + day + ".csv");
            Files.writeString(file, HdfsFiles.readings(day, 800));
            HdfsFiles.upload(file, cluster.uri("days/dt=2023-01-0" + day + "/part.csv"));
            Path here = local.resolve("days/dt=2023-01-0" + day);
            Files.createDirectories(here);
            Files.copy(file, here.resolve("part.csv"));
        }
    }

    @Test
    void everyFormAnswersAsFromThisMachine() throws IOException {
        String expected = HdfsFiles.answer(local.resolve("readings.csv").toString(), scratch);
        assertThat(expected.lines()).hasSize(21);
        for (String name :
                List.of("readings.csv", "packed.csv.gz", "readings.jsonl", "readings.parquet", "readings.arrow")) {
            assertThat(HdfsFiles.answer(cluster.uri("data/" + name), scratch))
                    .as(name)
                    .isEqualTo(expected);
        }
    }

    @Test
    void globsAndFoldersAreTables() throws IOException {
        String expected = HdfsFiles.answer(local + "/days/*/*.csv", scratch);
        assertThat(HdfsFiles.answer(cluster.uri("days/*/*.csv"), scratch)).isEqualTo(expected);
        assertThat(HdfsFiles.answer(cluster.uri("days/**/part.csv"), scratch)).isEqualTo(expected);
        assertThat(HdfsFiles.answer(cluster.uri("days"), scratch)).isEqualTo(expected);
        assertThat(HdfsFiles.answer(cluster.uri("days/"), scratch)).isEqualTo(expected);
    }

    @Test
    void keysInFoldersNamesAreColumns() {
        String query = "SELECT dt, count(*) AS n, sum(temperature) AS total FROM '%s' WHERE dt >= DATE '2023-01-02'"
                + " GROUP BY dt ORDER BY dt";
        String there = Frame.sql(String.format(query, cluster.uri("days/dt=*/*.csv")))
                .rows()
                .toString();
        assertThat(there)
                .isEqualTo(Frame.sql(String.format(query, local + "/days/dt=*/*.csv"))
                        .rows()
                        .toString());
        assertThat(there).contains("2023-01-02", "2023-01-03").doesNotContain("2023-01-01");
    }

    @Test
    void aBlockKnowsItsHosts() throws IOException {
        FileCatalog catalog = new FileCatalog();
        Table table = catalog.open(catalog.table(cluster.uri("data/readings.csv"), Map.of(), null));
        Lane lane = table.lanes().get(0);
        List<Block> blocks = table.blocks(lane);
        long size = Files.size(local.resolve("readings.csv"));
        assertThat(lane.sizeBytes()).isEqualTo(size);
        assertThat(blocks).hasSize((int) ((size + HdfsFiles.BLOCK_BYTES - 1) / HdfsFiles.BLOCK_BYTES));
        long end = 0;
        for (Block block : blocks) {
            assertThat(block.start()).isEqualTo(end);
            assertThat(block.hosts()).isNotEmpty();
            end = block.end();
        }
        assertThat(end).isEqualTo(size);
    }

    @Test
    void filesOfThisMachineHaveNoBlocks() throws IOException {
        FileCatalog catalog = new FileCatalog();
        Table table = catalog.open(catalog.table(local.resolve("readings.csv").toString(), Map.of(), null));
        assertThat(table.blocks(table.lanes().get(0))).isEmpty();
    }

    @Test
    void whatIsNotThereIsNamedWithWhatIs() {
        assertThatThrownBy(() -> Frame.read(cluster.uri("data/reading.csv")))
                .isInstanceOfSatisfying(
                        BarographException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.FILE_NOT_FOUND))
                .hasMessageContainingAll("data/reading.csv", "did you mean 'readings.csv'");
        assertThatThrownBy(() -> Frame.read(cluster.uri("nowhere/a.csv")))
                .hasMessageContainingAll("the directory '" + cluster.uri("nowhere") + "' does not exist");
        assertThatThrownBy(() -> Frame.read(cluster.uri("data/*.tsv")))
                .hasMessageContainingAll("no file matches", "there are ", "readings.csv");
    }

    @Test
    @Timeout(60)
    void aNameNodeThatRefusesIsSaidSoon() throws IOException {
        int port;
        try (ServerSocket held = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = held.getLocalPort();
        }
        long began = System.nanoTime();
        assertThatThrownBy(() -> Frame.read("hdfs://127.0.0.1:" + port + "/data/*.csv"))
                .isInstanceOfSatisfying(
                        BarographException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNAVAILABLE))
                .hasMessageContainingAll("127.0.0.1:" + port, "refuses connections", "is it running")
                .message()
                .hasLineCount(1);
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(30));
    }

    @Test
    void aNameThatIsNoneIsRefused() {
        assertThatThrownBy(() -> Frame.read("hdfs:///data/a.csv"))
                .hasMessageContainingAll("names no NameNode", "HADOOP_CONF_DIR");
        assertThatThrownBy(() -> Frame.read("hdfs://no.such.host.invalid:8020/a.csv"))
                .hasMessageContainingAll("no.such.host.invalid:8020", "no host that is known");
    }

    @Test
    void liveQueriesDoNotFollowIt() {
        assertThatThrownBy(() -> new FileCatalog()
                        .table("t", Map.of("path", cluster.uri("data/readings.csv"), "follow", "true"), null))
                .hasMessageContainingAll("not on this machine", "without 'follow'");
    }
}

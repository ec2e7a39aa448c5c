package io.barograph.connectors.hdfs;

import static org.assertj.core.api.Assertions.assertThat;

import io.barograph.formats.store.FileStores;
import io.barograph.formats.store.StoredBytes;
import io.barograph.frame.Frame;
import io.barograph.testkit.hdfs.DataNode;
import io.barograph.testkit.hdfs.HdfsCluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A DataNode goes as by {@code kill -9} while a file is read; every block lies on the other one too. */
@Tag("slow")
@Timeout(120)
class HdfsDataNodeLossTest {
    private static final int ROWS = 40_000;

    private static HdfsCluster cluster;

    @TempDir
    static Path folder;

    private static Path file;

    private DataNode lost = cluster.dataNode(0);

    @BeforeAll
    static void start() throws IOException {
        cluster = HdfsCluster.start(2);
        file = folder.resolve("readings.csv");
        Files.writeString(file, HdfsFiles.readings(3, ROWS));
        HdfsFiles.upload(file, cluster.uri("readings.csv"));
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @AfterEach
    void bothAreThereAgain() {
        lost.restart();
    }

    @Test
    void theAnswerIsTheSame() throws IOException {
        String expected = HdfsFiles.answer(file.toString(), folder);
        AtomicBoolean killed = new AtomicBoolean();
        Path answer = folder.resolve("answer.csv");
        Frame.sql(String.format(HdfsFiles.QUERY, cluster.uri("readings.csv")))
                .options(options -> options.withThreads(2)
                        .withSplitBytes(HdfsFiles.BLOCK_BYTES)
                        .withProgress((done, total) -> {
                            if (done > total / 4 && killed.compareAndSet(false, true)) {
                                lost.kill();
                            }
                        }))
                .write(answer.toString());
        assertThat(killed).isTrue();
        assertThat(Files.readString(answer)).isEqualTo(expected);
    }

    @Test
    void aStreamGoesOn() throws IOException {
        byte[] expected = Files.readAllBytes(file);
        byte[] bytes = new byte[expected.length];
        int half = bytes.length / 2;
        try (StoredBytes stored = FileStores.open(cluster.uri("readings.csv"))) {
            assertThat(stored.size()).isEqualTo(bytes.length);
            assertThat(stored.readAll(0, bytes, 0, half)).isEqualTo(half);
            lost = cluster.dataNode(1);
            lost.kill();
            assertThat(stored.readAll(half, bytes, half, bytes.length - half)).isEqualTo(bytes.length - half);
            assertThat(stored.read(bytes.length, new byte[1], 0, 1)).isEqualTo(-1);
        }
        assertThat(bytes).isEqualTo(expected);
    }
}

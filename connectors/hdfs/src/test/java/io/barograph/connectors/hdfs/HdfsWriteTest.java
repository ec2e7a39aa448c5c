package io.barograph.connectors.hdfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.barograph.core.engine.TableTarget;
import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.core.source.TableDeclaration;
import io.barograph.formats.TableTargets;
import io.barograph.formats.output.AtomicFile;
import io.barograph.formats.store.FileStore;
import io.barograph.formats.store.FileStores;
import io.barograph.frame.Frame;
import io.barograph.testkit.hdfs.HdfsCluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
class HdfsWriteTest {
    private static final HdfsCluster cluster = HdfsFiles.cluster();
    private static Path readings;

    @TempDir
    static Path local;

    @TempDir
    Path scratch;

    @BeforeAll
    static void write() throws IOException {
        readings = local.resolve("readings.csv");
        Files.writeString(readings, HdfsFiles.readings(1, 2000));
    }

    private static void makeFolder(String name) throws IOException {
        FileStores.of(cluster.uri(name)).makeFolders(cluster.uri(name));
    }

    @Test
    void everyFormIsWrittenAndReadAgain() throws IOException {
        makeFolder("out");
        String expected = HdfsFiles.answer(readings.toString(), scratch);
        List<String> names = List.of("a.arrow", "a.csv", "a.jsonl", "a.parquet");
        for (String name : names) {
            Frame.read(readings.toString()).write(cluster.uri("out/" + name));
            assertThat(HdfsFiles.answer(cluster.uri("out/" + name), scratch))
                    .as(name)
                    .isEqualTo(expected);
        }
        assertThat(HdfsFiles.list(cluster, "out")).isEqualTo(names);
    }

    @Test
    void anAnswerTakesThePlaceOfTheOneBefore() throws IOException {
        makeFolder("again");
        String file = cluster.uri("again/a.csv");
        Frame.read(readings.toString()).write(file);
        Frame.read(readings.toString()).limit(3).write(file);
        assertThat(Frame.read(file).count()).isEqualTo(3);
        assertThat(HdfsFiles.list(cluster, "again")).containsExactly("a.csv");
    }

    @Test
    void aRunThatFailsLeavesNothing() throws IOException {
        makeFolder("failed");
        Path bad = scratch.resolve("bad.csv");
        Files.writeString(bad, Files.readString(readings) + "2023-01-02 00:00:00,d1,1,2,ok,too,many\n");
        assertThatThrownBy(() -> Frame.read(bad.toString(), Map.of("header", "true"))
                        .options(options -> options.withStrict(true))
                        .write(cluster.uri("failed/a.parquet")))
                .isInstanceOf(BarographException.class);
        assertThat(HdfsFiles.list(cluster, "failed")).isEmpty();
    }

    @Test
    void nobodySeesAHalf() throws IOException {
        makeFolder("half");
        try (AtomicFile file = AtomicFile.create(cluster.uri("half/a.csv"))) {
            file.write("a\n1\n");
            assertThat(HdfsFiles.list(cluster, "half"))
                    .singleElement()
                    .asString()
                    .startsWith(".a.csv.");
            assertThatThrownBy(() -> Frame.read(cluster.uri("half/*.csv"))).hasMessageContaining("no file matches");
            file.commit();
        }
        assertThat(HdfsFiles.list(cluster, "half")).containsExactly("a.csv");
    }

    @Test
    void whatAKilledProcessLeftIsRemovedButNotWhatOthersWrite() throws IOException {
        makeFolder("left");
        FileStore store = FileStores.of(cluster.uri("left"));
        String mine = store.processName();
        // No process has this number: Linux and macOS end below it.
        String dead = mine.substring(0, mine.lastIndexOf('-')) + "-99999999";
        String elsewhere = "another-host-7";
        for (String process : List.of(dead, elsewhere)) {
            store.create(cluster.uri("left/.a.csv." + process + ".tmp")).close();
        }
        Frame.read(readings.toString()).limit(1).write(cluster.uri("left/a.csv"));
        assertThat(HdfsFiles.list(cluster, "left")).containsExactly(".a.csv." + elsewhere + ".tmp", "a.csv");
    }

    @Test
    void aFolderThatIsNotThereIsSaid() {
        assertThatThrownBy(() -> Frame.read(readings.toString()).write(cluster.uri("absent/a.csv")))
                .isInstanceOfSatisfying(
                        BarographException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.FILE_NOT_FOUND))
                .hasMessageContainingAll("absent/a.csv", "its folder does not exist");
    }

    @Test
    void aTableIsWrittenByPartitions() throws IOException {
        Frame frame = Frame.sql("SELECT device_id, temperature, state FROM '" + readings + "'");
        TableDeclaration table = new TableDeclaration(
                "parts", Map.of("path", cluster.uri("parts"), "format", "parquet"), null, null, List.of("state"));
        try (TableTarget target = TableTargets.open(table, frame.schema())) {
            frame.run(target.sink());
            target.commit();
        }
        assertThat(HdfsFiles.list(cluster, "parts")).hasSize(2).allMatch(name -> name.startsWith("state="));
        String query = "SELECT state, count(*) AS n, sum(temperature) AS total FROM '%s' GROUP BY state ORDER BY state";
        assertThat(Frame.sql(String.format(query, cluster.uri("parts"))).rows().toString())
                .isEqualTo(Frame.sql(String.format(query, readings)).rows().toString());
    }

    @Test
    void partitionsThatWereNotCommittedLeaveNothing() throws IOException {
        Frame frame = Frame.sql("SELECT device_id, temperature, state FROM '" + readings + "'");
        TableDeclaration table = new TableDeclaration(
                "parts", Map.of("path", cluster.uri("given-up"), "format", "csv"), null, null, List.of("state"));
        try (TableTarget target = TableTargets.open(table, frame.schema())) {
            frame.run(target.sink());
        }
        assertThat(HdfsFiles.list(cluster, "")).doesNotContain("given-up");
    }
}

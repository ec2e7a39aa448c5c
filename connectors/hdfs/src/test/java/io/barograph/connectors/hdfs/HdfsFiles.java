package io.barograph.connectors.hdfs;

import io.barograph.formats.store.FileStore;
import io.barograph.formats.store.FileStores;
import io.barograph.formats.store.StoredFile;
import io.barograph.frame.Frame;
import io.barograph.testkit.hdfs.HdfsCluster;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;

/** Files for tests, on this machine and on a real HDFS. */
final class HdfsFiles {
    /** Small, so that files of tests have many. */
    static final long BLOCK_BYTES = 32 << 10;

    static final String QUERY = "SELECT device_id, count(*) AS n, sum(temperature) AS total, avg(humidity) AS mean,"
            + " stddev(temperature) AS spread, min(timestamp) AS since FROM '%s' GROUP BY device_id ORDER BY device_id";

    private HdfsFiles() {}

    /** Started when first asked for; it ends with the tests' JVM. */
    private static final class Shared {
        static final HdfsCluster CLUSTER = HdfsCluster.start(2);
    }

    /** One cluster for all tests that break nothing of it: starting one takes longer than they do. */
    static HdfsCluster cluster() {
        return Shared.CLUSTER;
    }

    /** Readings of twenty devices as CSV, the same for the same seed. */
    static String readings(long seed, int rows) {
        Random random = new Random(seed);
        StringBuilder csv = new StringBuilder("timestamp,device_id,temperature,humidity,state\n");
        for (int row = 0; row < rows; row++) {
            csv.append(String.format("2023-01-01 %02d:%02d:%02d", row / 3600 % 24, row / 60 % 60, row % 60))
                    .append(",d")
                    .append(random.nextInt(20))
                    .append(',')
                    .append(random.nextInt(10) == 0 ? "" : Double.toString(20 + random.nextGaussian()))
                    .append(',')
                    .append(40 + random.nextInt(2000) / 100.0)
                    .append(random.nextBoolean() ? ",ok\n" : ",\"low, \"\"very\"\"\"\n");
        }
        return csv.toString();
    }

    /** Writes a file of readings in every form that can be read. */
    static List<Path> inEveryForm(Path folder) throws IOException {
        Path csv = folder.resolve("readings.csv");
        String text = readings(1, 5000);
        Files.writeString(csv, text);
        Path packed = folder.resolve("packed.csv.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(packed))) {
            out.write(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        }
        List<Path> files = new ArrayList<>(List.of(csv, packed));
        for (String name : List.of("readings.jsonl", "readings.parquet", "readings.arrow")) {
            Path file = folder.resolve(name);
            Frame.read(csv.toString()).write(file.toString());
            files.add(file);
        }
        return files;
    }

    /** Copies a file into HDFS in small blocks; folders are made. */
    static void upload(Path file, String target) {
        Configuration configuration = new Configuration();
        org.apache.hadoop.fs.Path path = new org.apache.hadoop.fs.Path(target);
        try (FileSystem hdfs = FileSystem.newInstance(URI.create(target), configuration);
                OutputStream out = hdfs.create(path, true, 1 << 16, (short) 2, BLOCK_BYTES)) {
            Files.copy(file, out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What a query over a file answers, as CSV. */
    static String answer(String file, Path scratch) throws IOException {
        Path answer = scratch.resolve("answer.csv");
        Frame.sql(String.format(QUERY, file))
                .options(options -> options.withThreads(2).withSplitBytes(BLOCK_BYTES))
                .write(answer.toString());
        return Files.readString(answer);
    }

    /** Names of all that lies directly in a folder, sorted. */
    static List<String> list(HdfsCluster cluster, String folder) throws IOException {
        List<StoredFile> found = new ArrayList<>();
        FileStore store = FileStores.of(cluster.uri(folder));
        store.walk(cluster.uri(folder), 1, found::add);
        return found.stream().map(file -> store.lastOf(file.name())).sorted().toList();
    }
}

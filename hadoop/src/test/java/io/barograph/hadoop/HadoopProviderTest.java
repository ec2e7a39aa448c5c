package io.barograph.hadoop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.barograph.core.engine.Cancellation;
import io.barograph.core.engine.Engine;
import io.barograph.core.engine.RunOptions;
import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.formats.FileCatalog;
import io.barograph.local.HostedEngine;
import io.barograph.local.Job;
import io.barograph.local.TaskHost;
import io.barograph.local.TaskHostSettings;
import io.barograph.sql.SqlPlanner;
import io.barograph.sql.Statement;
import io.barograph.sql.ValueFinder;
import io.barograph.testkit.corpus.Answer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.mapred.LocalJobRunner;
import org.apache.hadoop.mapreduce.Counters;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HadoopProviderTest {
    @TempDir
    private Path folder;

    private Path temp;
    private Path file;

    @BeforeEach
    void writeReadings() throws IOException {
        temp = Files.createDirectory(folder.resolve("temp"));
        file = Files.writeString(folder.resolve("r.csv"), "d,v\na,1\nb,2\na,3\nc,4,5\n");
    }

    private TaskHostSettings settings(String master, Map<String, String> properties) {
        return new TaskHostSettings(master, folder.resolve("job.jar"), 2, temp.toString(), properties);
    }

    private TaskHost open(String master, Map<String, String> properties, Map<String, String> environment) {
        return new HadoopProvider(environment).open(settings(master, properties));
    }

    private Answer run(TaskHost host) {
        FileCatalog catalog = new FileCatalog();
        Engine engine = new HostedEngine(catalog, host);
        RunOptions options = RunOptions.defaults().withTemp(temp.toString());
        Statement statement = SqlPlanner.plan(
                "SELECT d, sum(v) FROM '" + file + "' GROUP BY d ORDER BY d",
                catalog,
                ValueFinder.by((inner, sink) -> engine.run(inner, sink, options)));
        Answer answer = new Answer();
        engine.run(((Statement.Select) statement).query(), answer, options);
        return answer;
    }

    private void assertNothingStays() throws IOException {
        try (Stream<Path> left = Files.list(temp)) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void recordsAreCountedAndNothingStays() throws IOException {
        try (TaskHost host = open(null, Map.of(), Map.of())) {
            assertThat(run(host).lines()).hasSize(2);
            Counters counters = ((HadoopTaskHost) host).counters().get(0);
            assertThat(counters.findCounter("barograph", "read").getValue()).isEqualTo(4);
            assertThat(counters.findCounter("barograph", "used").getValue()).isEqualTo(3);
            assertThat(counters.findCounter("barograph", "rejected").getValue()).isEqualTo(1);
        }
        assertNothingStays();
    }

    @Test
    void jobsAreStagedInAFolderThatIsRemoved() throws IOException {
        Configuration configuration = HadoopConfiguration.local(settings(null, Map.of()), temp);
        assertThat(new LocalJobRunner(configuration).getStagingAreaDir()).startsWith("file:" + temp);
    }

    @Test
    void whatATaskFailsWithIsToldInItsOwnWords() throws IOException {
        try (TaskHost host = open(null, Map.of(), Map.of())) {
            assertThatThrownBy(() -> run(new Losing(host, file)))
                    .isInstanceOf(BarographException.class)
                    .hasMessageContaining(file.toString())
                    .hasMessageNotContaining("Hadoop");
        }
        assertNothingStays();
    }

    /** Loses a file when the query has been planned. */
    private record Losing(TaskHost host, Path file) implements TaskHost {
        @Override
        public String name() {
            return host.name();
        }

        @Override
        public int partitions() {
            return host.partitions();
        }

        @Override
        public void run(Job job, Cancellation cancellation, Consumer<byte[]> answer) {
            try {
                Files.delete(file);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            host.run(job, cancellation, answer);
        }
    }

    @Test
    void aClusterThatIsNotKnownIsAskedFor() {
        assertRefused("yarn", Map.of(), "HADOOP_CONF_DIR", "--master HOST:8032");
        assertRefused("resourcemanager:8032", Map.of(), "fs.defaultFS=hdfs://HOST:8020");
        assertRefused("yarn", Map.of("HADOOP_CONF_DIR", folder.toString()), "core-site.xml");
    }

    private void assertRefused(String master, Map<String, String> environment, String... words) {
        assertThatThrownBy(() -> open(master, Map.of(), environment))
                .isInstanceOfSatisfying(
                        BarographException.class,
                        refused -> assertThat(refused.code()).isEqualTo(ErrorCode.INVALID_OPTION))
                .hasMessageContainingAll(words);
    }
}

package io.barograph.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.barograph.testkit.kafka.KafkaBroker;
import io.barograph.testkit.kafka.KafkaTopics;
import io.barograph.testkit.postgres.PostgresServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Real servers that a service reads from and writes to go away and come back: pipelines wait, catch up, lose and double nothing. */
@Tag("slow")
class ServeOutageTest {
    private static final int ROWS = 100;

    /** Of all tests here; null before the first that needs one. */
    private static @Nullable PostgresServer database;

    @TempDir
    Path folder;

    private int next;

    @AfterAll
    static void end() {
        if (database != null) {
            database.close();
        }
    }

    private static PostgresServer database() {
        assumeTrue(PostgresServer.find().isPresent(), "no PostgreSQL on this machine: apt-get install postgresql");
        PostgresServer server = database == null ? PostgresServer.start() : database;
        database = server;
        return server;
    }

    /** Appends so many numbers, each once. */
    private void append(int rows) throws IOException {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < rows; i++) {
            lines.append(next++).append('\n');
        }
        Files.writeString(folder.resolve("numbers.csv"), lines, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private ServedProcess serve() throws IOException {
        Files.writeString(
                folder.resolve("c.yaml"),
                "pipelines: [p.sql]\npipeline: {first-pause: 100 milliseconds, longest-pause: 500 milliseconds}\n"
                        + "requests-per-second: 0\n");
        return ServedProcess.in(folder, "--config", "c.yaml");
    }

    private static String numbers() {
        return "SET 'checkpoint.interval' = '100 milliseconds';\n"
                + "CREATE TABLE numbers (n BIGINT)"
                + " WITH ('path' = 'numbers.csv', 'format' = 'csv', 'header' = 'false', 'follow' = 'true');\n";
    }

    private static String postgres(PostgresServer server, String table, String key, String patience) {
        return "CREATE TABLE " + table + " (n BIGINT" + key + ") WITH ('connector' = 'postgres', 'url' = '"
                + server.url() + "', 'username' = '" + PostgresServer.USER + "', 'password' = '"
                + PostgresServer.PASSWORD + "', 'retry.for' = '" + patience + "');\n"
                + "INSERT INTO " + table + " SELECT n FROM numbers;\n";
    }

    /** A pipeline waits behind its circuit breaker, or fails and is started again: depending on how patient its tables are. */
    @ParameterizedTest
    @CsvSource({"patient, 1 minute, true", "hasty, 300 milliseconds, false"})
    void aDatabaseThatWasDownGetsAllRowsOnce(String name, String patience, boolean waits) throws Exception {
        PostgresServer server = database();
        String upserted = name + "_upserted";
        String committed = name + "_committed";
        Files.writeString(
                folder.resolve("p.sql"),
                numbers()
                        + postgres(server, upserted, ", PRIMARY KEY (n) NOT ENFORCED", patience)
                        + postgres(server, committed, "", patience));
        append(ROWS);
        try (ServedProcess service = serve()) {
            service.until("the first rows are there", () -> isThere(server, committed));
            server.stop();
            append(ROWS);
            if (waits) {
                service.awaitStatus("circuit breaker: open", "\"phase\":\"running\"");
                service.until("the breaker is open", () -> breaker(service, "sink") == 2);
                assertThat(service.metric("barograph_retries_total")).isPositive();
            } else {
                service.until(
                        "it has been started again more than once",
                        () -> service.metric("barograph_pipeline_restarts_total") > 1);
            }
            assertThat(service.get("health/live")).contains("live");
            append(ROWS);
            server.restart();
            append(ROWS);
            service.until("all rows are there", () -> isThere(server, committed) && isThere(server, upserted));
            service.awaitStatus("\"phase\":\"running\"", "\"health\":\"\"");
            assertThat(breaker(service, "sink")).isZero();
            assertThat(service.metric("barograph_pipeline_restarts_total") > 0).isNotEqualTo(waits);
            service.terminate();
        }
        for (String table : List.of(committed, upserted)) {
            assertThat(server.rows("SELECT count(*), count(DISTINCT n), min(n), max(n) FROM " + table))
                    .containsExactly(next + "|" + next + "|0|" + (next - 1));
        }
    }

    /** The state of the breaker that is in the greatest trouble: 2 where it is open. */
    private static double breaker(ServedProcess service, String role) throws Exception {
        return service.metric("barograph_breaker_state", "role=\"" + role + "\"");
    }

    private boolean isThere(PostgresServer server, String table) {
        return server.rows("SELECT to_regclass('" + table + "')").contains(table)
                && server.rows("SELECT count(DISTINCT n) FROM " + table).equals(List.of(Integer.toString(next)));
    }

    @Test
    void aBrokerThatIsStartedAgainLosesAndDoublesNothing() throws Exception {
        try (KafkaBroker broker = KafkaBroker.start();
                KafkaTopics topics = new KafkaTopics(broker.bootstrapServers())) {
            topics.create("in", 2);
            topics.create("committed", 2);
            topics.create("upserted", 2);
            String place = "'connector' = 'kafka', 'properties.bootstrap.servers' = '" + broker.bootstrapServers()
                    + "', 'format' = 'csv', 'topic' = ";
            Files.writeString(
                    folder.resolve("p.sql"),
                    "SET 'checkpoint.interval' = '100 milliseconds';\nCREATE TABLE numbers (n BIGINT) WITH (" + place
                            + "'in', 'scan.startup.mode' = 'earliest-offset');\n"
                            + "CREATE TABLE committed (n BIGINT) WITH (" + place + "'committed');\n"
                            + "CREATE TABLE upserted (n BIGINT, PRIMARY KEY (n) NOT ENFORCED) WITH (" + place
                            + "'upserted');\n"
                            + "INSERT INTO committed SELECT n FROM numbers;\nINSERT INTO upserted SELECT n FROM numbers;\n");
            send(topics);
            try (ServedProcess service = serve()) {
                service.until("the first rows are there", () -> isThere(topics));
                broker.stop();
                service.awaitStatus("circuit breaker: open");
                service.until("the source's breaker is open", () -> breaker(service, "source") == 2);
                assertThat(service.get("health/live")).contains("live");
                broker.restart();
                send(topics);
                service.until("all rows are there", () -> isThere(topics));
                service.awaitStatus("\"phase\":\"running\"", "\"health\":\"\"");
                service.terminate();
            }
            assertThat(committed(topics)).isEqualTo(all());
        }
    }

    private void send(KafkaTopics topics) {
        for (int i = 0; i < ROWS; i++) {
            topics.send("in", next % 2, Integer.toString(next));
            next++;
        }
        topics.flush();
    }

    private boolean isThere(KafkaTopics topics) {
        return committed(topics).equals(all()) && topics.table("upserted").size() == next;
    }

    private static List<Integer> committed(KafkaTopics topics) {
        return topics.read("committed", "read_committed").stream()
                .map(message -> Integer.valueOf(message.valueText().strip()))
                .sorted()
                .toList();
    }

    private List<Integer> all() {
        return IntStream.range(0, next).boxed().toList();
    }
}

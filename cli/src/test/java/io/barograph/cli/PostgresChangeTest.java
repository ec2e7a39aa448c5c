package io.barograph.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.barograph.testkit.postgres.PostgresServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Between two runs that write to a database, its declaration is changed. */
@Tag("slow")
class PostgresChangeTest {
    private static final String RETYPED = "another horse";

    private static PostgresServer server;

    @TempDir
    Path folder;

    private final Session baro = new Session();

    @BeforeAll
    static void start() {
        assumeTrue(PostgresServer.find().isPresent(), "no PostgreSQL on this machine: apt-get install postgresql");
        server = PostgresServer.start();
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
    }

    private int run(String url, String more) throws IOException {
        Path file = Files.writeString(
                folder.resolve("live.sql"),
                """
                CREATE TABLE s (ts TIMESTAMP, v BIGINT, WATERMARK FOR ts AS ts - INTERVAL '5' SECOND)
                  WITH ('path' = 'FOLDER/in.csv', 'follow' = 'true');
                CREATE TABLE minutes (window_start TIMESTAMP, n BIGINT) WITH ('connector' = 'postgres', 'url' = 'URL', MORE);
                INSERT INTO minutes SELECT window_start, count(*) FROM TABLE(TUMBLE(TABLE s, DESCRIPTOR(ts), INTERVAL '1' MINUTE))
                  GROUP BY window_start, window_end;
                """.replace("FOLDER", folder.toString()).replace("URL", url).replace("MORE", more));
        return baro.run("run", file.toString(), "--until-caught-up");
    }

    private void append(String rows) throws IOException {
        Files.writeString(folder.resolve("in.csv"), rows, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    @Test
    void howToGetToTheDatabaseIsNoPartOfTheQueryButTheTableIs() throws IOException {
        append("ts,v\n2023-01-01 00:00:10,1\n2023-01-01 00:00:50,2\n2023-01-01 00:01:20,3\n");
        assertThat(run(server.url(), "'username' = 'tester', 'password' = '" + PostgresServer.PASSWORD + "'"))
                .as(baro.err())
                .isZero();
        append("2023-01-01 00:01:30,4\n2023-01-01 00:02:10,5\n");
        server.execute("CREATE ROLE second SUPERUSER LOGIN PASSWORD '" + RETYPED + "'");
        Files.writeString(folder.resolve("password"), RETYPED);
        String changed = "'user' = 'second', 'password-file' = '" + folder.resolve("password")
                + "', 'retry.for' = '20 s', 'create' = 'false', 'properties.ApplicationName' = 'baro'";
        String url = server.url().replace("127.0.0.1", "localhost");
        assertThat(run(url, changed)).as(baro.err()).isZero();
        assertThat(server.rows("SELECT * FROM minutes ORDER BY 1"))
                .as(baro.err())
                .containsExactly("2023-01-01 00:00:00+00|2", "2023-01-01 00:01:00+00|2");
        assertThat(baro.err()).doesNotContain("changed since its last checkpoint");

        assertThat(run(url, changed.replace("'false'", "'true'") + ", 'table-name' = 'others'"))
                .as("another table has nothing of this checkpoint")
                .isNotZero();
        assertThat(baro.err()).contains("minutes", "--drop-state");
    }
}

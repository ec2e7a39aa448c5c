package io.barograph.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What results show outlives the service: a checkpoint keeps their rows. */
class ResultsAfterRestartTest {
    private static final String LATEST = "SELECT device_id, n, seen FROM latest ORDER BY device_id";
    private static final String TWO = "device_id,n,seen\nx,2,2026-01-01 00:00:01\ny,1,2026-01-01 00:00:02\n";
    private static final String THREE = TWO + "z,1,2026-01-01 00:00:03\n";

    @TempDir
    Path folder;

    private static String sql(Path journal) throws IOException {
        // Checkpoints are made when they are asked for: files that come and go could not be copied.
        return "SET 'checkpoint.interval' = '1 hour';\nCREATE TABLE gw (ts TIMESTAMP, device_id VARCHAR) WITH ('connector' = 'http', 'format' = 'csv', 'port' = '"
                + Service.freePort() + "', 'journal' = '" + journal
                + "');\nCREATE TABLE latest WITH ('connector' = 'results');\n"
                + "INSERT INTO latest SELECT device_id, count(*) AS n, max(ts) AS seen FROM gw GROUP BY device_id;\n"
                + "SELECT ts, device_id FROM gw";
    }

    private static void push(Service service, String rows) throws Exception {
        Service.until(
                "rows are taken",
                () -> service.post("/v1/tables/gw/rows", rows, "Content-Type", "text/csv")
                                .statusCode()
                        == 200);
    }

    private static void awaitLatest(Service service, String rows) throws Exception {
        Service.until(
                "the latest are " + rows,
                () -> service.query(LATEST).body().equals(rows)
                        && service.query("SELECT count(*) AS n FROM \"p.results\"")
                                .body()
                                .equals(rows.equals(TWO) ? "n\n3\n" : "n\n4\n"));
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.walkFileTree(from, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path one, BasicFileAttributes attributes) throws IOException {
                Files.createDirectories(to.resolve(from.relativize(one)));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path one, BasicFileAttributes attributes) throws IOException {
                Files.copy(one, to.resolve(from.relativize(one)));
                return FileVisitResult.CONTINUE;
            }
        });
    }

    @Test
    void rowsOfSilentDevicesAreThereAfterARestart() throws Exception {
        Path live = Files.createDirectory(folder.resolve("live"));
        Path crashed = folder.resolve("crashed");
        try (Service service = Service.in(live)) {
            HttpResponse<String> made = service.post("/v1/pipelines?name=p", sql(live.resolve("gw.journal")));
            assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
            push(service, "2026-01-01 00:00:00,x\n2026-01-01 00:00:01,x\n2026-01-01 00:00:02,y\n");
            awaitLatest(service, TWO);
            assertThat(service.post("/v1/pipelines/p/checkpoint", "").statusCode())
                    .isEqualTo(200);
            push(service, "2026-01-01 00:00:03,z\n");
            // What a kill would leave: a journal that goes on behind the checkpoint.
            copy(live, crashed);
        }
        try (Service service = Service.in(live)) {
            awaitLatest(service, THREE);
            assertThat(service.get("/v1/pipelines/p/results?sink=latest", "Accept", "application/json")
                            .body())
                    .contains("\"total\":3");
        }
        Files.move(live, folder.resolve("stopped"));
        Files.move(crashed, live);
        try (Service service = Service.in(live)) {
            awaitLatest(service, THREE);
            assertThat(service.query(LATEST).headers().allValues("Barograph-Note"))
                    .isEmpty();
        }
    }
}

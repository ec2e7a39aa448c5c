package io.barograph.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A service on a disk that fills up: it says so, runs on, and goes on when there is room; no row that it took is lost. */
@Tag("slow")
class ServeDiskTest {
    private static final int INSUFFICIENT_STORAGE = 507;
    private static final int BLOCK = 1 << 12;
    private static final int CREATED = 201;

    @TempDir
    Path folder;

    private Path disk;
    private boolean isMounted;
    private int next;

    @BeforeEach
    void mount() throws Exception {
        disk = Files.createDirectory(folder.resolve("disk"));
        isMounted = run("mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", disk.toString());
        assumeTrue(isMounted, "a small file system of its own needs root, and the right to mount one");
    }

    @AfterEach
    void unmount() throws Exception {
        if (isMounted) {
            assertThat(run("umount", "-l", disk.toString())).isTrue();
        }
    }

    private static boolean run(String... command) throws InterruptedException {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException notThere) {
            return false;
        }
    }

    /** Writes until nothing more fits, behind what was written before. */
    private void fill() throws IOException {
        try (OutputStream out =
                Files.newOutputStream(disk.resolve("ballast"), StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            byte[] block = new byte[BLOCK];
            while (true) {
                out.write(block);
            }
        } catch (IOException full) {
            assertThat(full).hasMessageContaining("No space left");
        }
    }

    private HttpResponse<String> push(ServedProcess service, int rows) throws Exception {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < rows; i++) {
            lines.append(next + i).append('\n');
        }
        HttpResponse<String> answer =
                service.post("v1/tables/numbers/rows", lines.toString(), "Content-Type", "text/csv");
        next += answer.statusCode() == 200 ? rows : 0;
        return answer;
    }

    private String numbers(ServedProcess service) throws Exception {
        String sql =
                "SELECT count(*) AS n, count(DISTINCT n) AS d, min(n) AS least, max(n) AS most FROM 'disk/out/*.csv'";
        return service.get("v1/query?sql=" + URLEncoder.encode(sql, StandardCharsets.UTF_8));
    }

    private String wanted() {
        return "n,d,least,most\n" + next + "," + next + ",0," + (next - 1) + "\n";
    }

    @Test
    void whatIsTakenOnADiskThatWasFullIsWrittenInTheEnd() throws Exception {
        Files.writeString(
                folder.resolve("p.sql"),
                "SET 'checkpoint.interval' = '100 milliseconds';\nSET 'checkpoint.dir' = 'disk/state';\n"
                        + "CREATE TABLE numbers (n BIGINT)"
                        + " WITH ('connector' = 'http', 'format' = 'csv', 'journal' = 'disk/numbers.journal');\n"
                        + "CREATE TABLE o WITH ('path' = 'disk/out/', 'format' = 'csv');\n"
                        + "INSERT INTO o SELECT n FROM numbers");
        Files.writeString(
                folder.resolve("c.yaml"),
                "pipelines: [p.sql]\ndata: disk/service\nrequests-per-second: 0\n"
                        + "pipeline: {first-pause: 100 milliseconds, longest-pause: 500 milliseconds}\n");
        try (ServedProcess service = ServedProcess.in(folder, "--config", "c.yaml")) {
            service.until("the table takes rows", () -> push(service, 10).statusCode() == 200);
            service.until("they are written", () -> numbers(service).equals(wanted()));

            fill();
            service.until("a push finds the disk full", () -> {
                HttpResponse<String> answer = push(service, 1000);
                assertThat(answer.statusCode()).as(answer.body()).isIn(200, INSUFFICIENT_STORAGE, 404, 503);
                if (answer.statusCode() == INSUFFICIENT_STORAGE) {
                    assertThat(answer.body()).contains("the disk is full");
                    assertThat(answer.headers().firstValue("Retry-After")).isPresent();
                }
                return answer.statusCode() == INSUFFICIENT_STORAGE;
            });
            String pipeline = Files.readString(folder.resolve("p.sql"));
            service.until("a new pipeline finds the disk full, too", () -> {
                // A checkpoint or a journal's file that went may have left room for one.
                fill();
                HttpResponse<String> made = service.post("v1/pipelines?name=another&start=false", pipeline);
                if (made.statusCode() == CREATED) {
                    service.delete("v1/pipelines/another");
                    return false;
                }
                assertThat(made.statusCode()).as(made.body()).isEqualTo(INSUFFICIENT_STORAGE);
                return true;
            });
            assertThat(service.get("v1/pipelines")).doesNotContain("another");
            assertThat(service.get("health/live")).contains("true");

            Files.delete(disk.resolve("ballast"));
            service.until("the table takes rows again", () -> push(service, 10).statusCode() == 200);
            service.until(
                    "all rows that were taken are written, once",
                    () -> numbers(service).equals(wanted()));
            service.awaitStatus("\"phase\":\"running\"", "\"health\":\"\"");
            assertThat(service.terminate()).isEqualTo(143);
        }
    }
}

package io.barograph.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What somebody asks for by mistake is refused with what there is, not passed over. */
class RequestMistakesTest {
    @TempDir
    Path folder;

    private Service service;

    @BeforeEach
    void start() throws IOException {
        Files.writeString(folder.resolve("s.csv"), "ts,x\n2024-01-01 00:00:00,1\n");
        service = Service.in(folder);
    }

    @AfterEach
    void end() {
        service.close();
    }

    private String select() {
        return "SELECT * FROM '" + folder.resolve("s.csv") + "'";
    }

    private static void assertRefused(HttpResponse<String> answer, String... words) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(answer.body()).contains(words);
    }

    @Test
    void anUnknownParameterIsNamedWithTheNearestOne() throws Exception {
        assertRefused(
                service.get("/v1/query?formt=csv&sql=SELECT+1"),
                "INVALID_PARAMETER",
                "there is no parameter 'formt' at this address; did you mean format?");
        assertRefused(
                service.post("/v1/query?querry=SELECT+1", ""), "'querry'", "there are: sql, format, notes, chart");
        assertRefused(service.post("/v1/pipelines?name=p&strt=false", "SELECT 1"), "'strt'", "did you mean start?");
        assertThat(service.get("/v1/pipelines/p").statusCode()).isEqualTo(404);
        assertRefused(service.get("/v1/status?pipeline=p"), "'pipeline' at this address, which takes none");
        assertRefused(service.post("/v1/tables/t/rows?format=csv", "1"), "'format' at this address, which takes none");
        // The page's own address is none of the API's.
        assertThat(service.get("/?sql=SELECT+1&x=1").statusCode()).isEqualTo(200);
    }

    @Test
    void aParameterThatIsGivenTwiceIsRefused() throws Exception {
        assertRefused(service.get("/v1/query?sql=SELECT+1&sql=SELECT+2"), "gives 'sql' more than once");
    }

    @Test
    void aTokenIsAskedForBeforeParametersAreLookedAt() throws Exception {
        try (Service guarded = new Service(Service.config(folder, "0123456789abcdef"))) {
            assertThat(guarded.get("/v1/query?formt=csv").statusCode()).isEqualTo(401);
        }
    }

    @Test
    void sqlThatIsWrappedIsToldToStandAlone() throws Exception {
        assertRefused(
                service.post("/v1/query", "{\"query\": \"SELECT 1\"}"),
                "the body is JSON, but must be the SQL itself: curl /v1/query -d 'SELECT …'");
        assertRefused(service.post("/v1/query", "sql=SELECT+1"), "the body is a form");
        assertRefused(service.post("/v1/pipelines?name=p", "{\"sql\": \"SELECT 1\"}"), "the body is JSON");
        assertRefused(service.post("/v1/query", ""), "MISSING_PARAMETER", "as the body of a POST");
        assertRefused(service.post("/v1/query?sql=SELECT+1", "SELECT 2"), "in the address and in the body");
    }

    @Test
    void notesAreAskedForWhereTheyAreGiven() throws Exception {
        assertRefused(service.get("/v1/query?format=jsonl&notes=first&sql=SELECT+1"), "notes is 'last'", "not 'first'");
        assertRefused(service.get("/v1/query?chart=300&notes=last&sql=SELECT+1"), "a chart holds its notes as 'notes'");
        assertRefused(service.get("/v1/query?format=csv&notes=last&sql=DESCRIBE+x"), "ask for format=jsonl");
    }

    @Test
    void whatDoesNotGoTogetherIsRefused() throws Exception {
        String sql = "&sql=" + Service.encoded(select());
        assertRefused(service.get("/v1/query?value=x" + sql), "'value' chooses what a chart shows", "chart=800");
        assertRefused(service.get("/v1/query?chart=300&format=csv" + sql), "a chart comes as JSON");
        assertThat(service.get("/v1/query?chart=300&format=json" + sql).statusCode())
                .isEqualTo(200);
        assertRefused(
                service.get("/v1/query?format=csv&sql=" + Service.encoded("EXPLAIN " + select())),
                "EXPLAIN answers with a text");
        assertRefused(
                service.post("/v1/pipelines?name=p&start=flase", "SELECT 1"), "start is true or false, not 'flase'");
    }
}

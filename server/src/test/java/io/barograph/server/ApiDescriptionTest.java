package io.barograph.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.barograph.server.http.Route;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The API's description says what there is: no more, no less. */
class ApiDescriptionTest {
    private static final Set<String> METHODS = Set.of("get", "post", "put", "delete", "patch", "head");

    @TempDir
    Path folder;

    @Test
    void everyRouteIsDescribedAndNothingElse() throws Exception {
        try (Service service = Service.in(folder)) {
            Set<String> described = described(service.get("/v1/openapi.json").body());
            Set<String> served = new TreeSet<>();
            service.server.routes().forEach(route -> served.add(route.method() + " " + route.template()));
            assertThat(described).isEqualTo(served);
        }
    }

    @Test
    void thePageOfTheDocumentationNamesEveryPath() throws Exception {
        String page = Files.readString(
                Path.of(System.getProperty("barograph.root", "..")).resolve("docs/reference/api.md"));
        try (Service service = Service.in(folder)) {
            service.server
                    .routes()
                    .forEach(route -> assertThat(page)
                            .contains(
                                    route.template().substring(route.template().lastIndexOf('/') + 1)));
        }
    }

    @Test
    void parametersOfAddressesAreDescribedAndNoOthers() throws Exception {
        try (Service service = Service.in(folder)) {
            Map<?, ?> paths = (Map<?, ?>) document(service).get("paths");
            for (Route route : service.server.routes()) {
                Map<?, ?> path = (Map<?, ?>) paths.get(route.template());
                Map<?, ?> operation = (Map<?, ?>) path.get(route.method().toLowerCase(Locale.ROOT));
                List<Object> described = new ArrayList<>();
                if (operation.get("parameters") instanceof List<?> parameters) {
                    for (Object one : parameters) {
                        Map<?, ?> parameter = (Map<?, ?>) one;
                        if ("query".equals(parameter.get("in"))) {
                            described.add(parameter.get("name"));
                        }
                    }
                }
                assertThat(described)
                        .as(route.method() + " " + route.template())
                        .containsExactlyInAnyOrderElementsOf(route.parameters());
            }
        }
    }

    /** JSON is YAML as well. */
    private static Map<?, ?> document(Service service) throws Exception {
        String json = service.get("/v1/openapi.json").body();
        return (Map<?, ?>) new Load(LoadSettings.builder().build()).loadFromString(json);
    }

    private static Set<String> described(String json) throws IOException {
        Set<String> found = new TreeSet<>();
        try (JsonParser parser = new JsonFactory().createParser(json)) {
            while (parser.nextToken() != null) {
                boolean isPaths = parser.currentToken() == JsonToken.FIELD_NAME
                        && parser.currentName().equals("paths");
                if (isPaths) {
                    parser.nextToken();
                    while (parser.nextToken() == JsonToken.FIELD_NAME) {
                        String path = parser.currentName();
                        parser.nextToken();
                        while (parser.nextToken() == JsonToken.FIELD_NAME) {
                            String method = parser.currentName();
                            parser.nextToken();
                            parser.skipChildren();
                            if (METHODS.contains(method)) {
                                found.add(method.toUpperCase(Locale.ROOT) + " " + path);
                            }
                        }
                    }
                }
            }
        }
        return found;
    }
}

package io.barograph.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** Each query of the Grafana dashboard and of the alarms for Prometheus asks for metrics, and labels, that a running service exposes. */
class DashboardTest {
    /** {@code name{label="value",…} 1.5}, as the text format has a sample. */
    private static final Pattern SAMPLE =
            Pattern.compile("([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\\{(.*)\\})? (?:[-+0-9.eE]+|NaN|[-+]Inf)");

    private static final Pattern LABEL = Pattern.compile("([a-zA-Z_][a-zA-Z0-9_]*)=\"((?:[^\"\\\\]|\\\\.)*)\"");
    private static final Pattern ASKED =
            Pattern.compile("((?:barograph|process|jvm)_[a-z_]+|\\bup\\b)(?:\\{([^}]*)\\})?");
    private static final Pattern GROUPED = Pattern.compile("by \\(([^)]*)\\)");
    private static final Pattern TOLD = Pattern.compile("\\$labels\\.(\\w+)");
    private static final Pattern SHOWN = Pattern.compile("\\{\\{(\\w+)\\}\\}");

    @TempDir
    Path folder;

    private Map<String, Set<String>> exposed() throws Exception {
        Path file = folder.resolve("readings.csv");
        Files.writeString(file, "ts,device_id,temperature\n2024-01-01 00:00:00,1,20\n2024-01-01 00:02:00,1,20\n");
        String sql = "CREATE TABLE readings (ts TIMESTAMP, device_id BIGINT, temperature DOUBLE,"
                + " WATERMARK FOR ts AS ts - INTERVAL '5' SECOND)"
                + " WITH ('path' = '" + file + "', 'format' = 'csv', 'follow' = 'true');\n"
                + "CREATE TABLE minutes (device_id BIGINT, window_start TIMESTAMP, n BIGINT) WITH ('connector' = 'guarded');\n"
                + "INSERT INTO minutes SELECT device_id, window_start, count(*) AS n FROM TABLE(TUMBLE(TABLE readings,"
                + " DESCRIPTOR(ts), INTERVAL '1' MINUTE)) GROUP BY device_id, window_start, window_end";
        Path text = Files.writeString(folder.resolve("p.sql"), sql);
        try (Service service = Service.in(folder, text)) {
            Service.until(
                    "a window is shown",
                    () -> service.get("/v1/pipelines/p").body().contains("\"added\":1"));
            service.post("/v1/pipelines/p/checkpoint", "");
            String metrics = service.get("/metrics").body();
            Map<String, Set<String>> labels = new HashMap<>();
            for (String line : metrics.lines().toList()) {
                if (line.startsWith("#")) {
                    assertThat(line).matches("# (HELP|TYPE) (barograph|process|jvm)_\\w+ .+");
                    continue;
                }
                Matcher sample = SAMPLE.matcher(line);
                assertThat(sample.matches()).as(line).isTrue();
                Set<String> names = labels.computeIfAbsent(sample.group(1), unseen -> new HashSet<>());
                if (sample.group(2) != null) {
                    Matcher label = LABEL.matcher(sample.group(2));
                    while (label.find()) {
                        names.add(label.group(1));
                    }
                }
            }
            return labels;
        }
    }

    @Test
    void everyQueryFindsItsMetricsAndLabels() throws Exception {
        Map<String, Set<String>> exposed = exposed();
        Path file = packaged("grafana/barograph.json");
        List<String> queries = new ArrayList<>();
        List<String> legends = new ArrayList<>();
        read(file, queries, legends);
        assertThat(queries).hasSizeGreaterThan(15).hasSameSizeAs(legends);
        for (int i = 0; i < queries.size(); i++) {
            assertAnswered(exposed, queries.get(i), named(SHOWN, legends.get(i)));
        }
    }

    @Test
    void everyAlarmFindsItsMetricsAndLabels() throws Exception {
        Map<String, Set<String>> exposed = exposed();
        // Those that Prometheus itself adds to all that it scrapes.
        exposed.values().forEach(labels -> labels.add("instance"));
        exposed.put("up", Set.of("instance", "job"));
        Map<?, ?> file = (Map<?, ?>) new Load(LoadSettings.builder().build())
                .loadFromString(Files.readString(packaged("prometheus/barograph.yml")));
        List<Map<?, ?>> rules = new ArrayList<>();
        for (Object group : (List<?>) file.get("groups")) {
            for (Object rule : (List<?>) ((Map<?, ?>) group).get("rules")) {
                rules.add((Map<?, ?>) rule);
            }
        }
        assertThat(rules).hasSizeGreaterThan(8);
        for (Map<?, ?> rule : rules) {
            assertThat(rule.get("alert")).as("%s", rule).isInstanceOf(String.class);
            assertAnswered(
                    exposed,
                    (String) rule.get("expr"),
                    named(TOLD, rule.get("annotations").toString()));
        }
    }

    private static Path packaged(String name) {
        return Path.of(System.getProperty("barograph.root", ".."))
                .resolve("packaging")
                .resolve(name);
    }

    /** The names of labels that a text puts values of in their place. */
    private static Set<String> named(Pattern place, String text) {
        Set<String> names = new TreeSet<>();
        Matcher found = place.matcher(text);
        while (found.find()) {
            names.add(found.group(1));
        }
        return names;
    }

    /** @param told labels that its answer has to have */
    private static void assertAnswered(Map<String, Set<String>> exposed, String query, Set<String> told) {
        Set<String> known = new TreeSet<>();
        Matcher asked = ASKED.matcher(query);
        while (asked.find()) {
            assertThat(exposed).as(query).containsKey(asked.group(1));
            Set<String> labels = exposed.get(asked.group(1));
            known.addAll(labels);
            if (asked.group(2) != null) {
                for (String part : asked.group(2).split(",")) {
                    assertThat(labels)
                            .as(query)
                            .contains(part.replaceAll("[=!~].*", "").strip());
                }
            }
        }
        assertThat(asked.reset().find()).as(query).isTrue();
        Set<String> shown = known;
        Matcher grouped = GROUPED.matcher(query);
        if (grouped.find()) {
            shown = Set.of(grouped.group(1).split(" *, *"));
            assertThat(known).as(query).containsAll(shown);
        }
        assertThat(shown).as(query).containsAll(told);
    }

    @Test
    void namesFollowTheConventions() throws Exception {
        exposed().keySet().stream()
                .filter(name -> name.startsWith("barograph_"))
                .forEach(name -> assertThat(name)
                        .matches("barograph_[a-z]+(_[a-z]+)*")
                        .doesNotContain("millis", "nanos", "_ms", "_kb"));
    }

    private static void read(Path file, List<String> queries, List<String> legends) throws IOException {
        try (JsonParser parser = new JsonFactory().createParser(file.toFile())) {
            while (parser.nextToken() != null) {
                if (parser.currentToken() == JsonToken.VALUE_STRING && "expr".equals(parser.currentName())) {
                    queries.add(parser.getText());
                } else if (parser.currentToken() == JsonToken.VALUE_STRING
                        && "legendFormat".equals(parser.currentName())) {
                    legends.add(parser.getText());
                }
            }
        }
    }
}

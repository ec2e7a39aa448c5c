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

/** Each query of the Grafana dashboard asks for metrics, and labels, that a running service exposes. */
class DashboardTest {
    /** {@code name{label="value",…} 1.5}, as the text format has a sample. */
    private static final Pattern SAMPLE =
            Pattern.compile("([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\\{(.*)\\})? (?:[-+0-9.eE]+|NaN|[-+]Inf)");

    private static final Pattern LABEL = Pattern.compile("([a-zA-Z_][a-zA-Z0-9_]*)=\"((?:[^\"\\\\]|\\\\.)*)\"");
    private static final Pattern ASKED = Pattern.compile("((?:barograph|process|jvm)_[a-z_]+)(?:\\{([^}]*)\\})?");
    private static final Pattern GROUPED = Pattern.compile("by \\(([^)]*)\\)");
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
        Path file = Path.of(System.getProperty("barograph.root", "..")).resolve("packaging/grafana/barograph.json");
        List<String> queries = new ArrayList<>();
        List<String> legends = new ArrayList<>();
        read(file, queries, legends);
        assertThat(queries).hasSizeGreaterThan(15).hasSameSizeAs(legends);
        for (int i = 0; i < queries.size(); i++) {
            String query = queries.get(i);
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
            Set<String> shown = known;
            Matcher grouped = GROUPED.matcher(query);
            if (grouped.find()) {
                shown = Set.of(grouped.group(1).split(" *, *"));
                assertThat(known).as(query).containsAll(shown);
            }
            Matcher legend = SHOWN.matcher(legends.get(i));
            while (legend.find()) {
                assertThat(shown).as(legends.get(i)).contains(legend.group(1));
            }
        }
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

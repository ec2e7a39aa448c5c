package io.barograph.oracle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The how-to pages' queries on the real files that they are about, against DuckDB; skipped where the files are absent. */
class RealDataTest {
    private static final Path ROOT =
            Path.of(System.getProperty("barograph.root", "..")).toAbsolutePath().normalize();
    private static final Pattern SQL = Pattern.compile("```sql\n(.*?)```", Pattern.DOTALL);

    @Test
    void dailyStatisticsOfFourStations() throws IOException, SQLException {
        Path data = data("beijing-air");
        List<String[]> ours = Command.run(query("beijing-air", 0).replace("'PRSA", "'" + data + "/PRSA"))
                .rows();
        assertThat(ours).hasSize(5844);
        agree(ours, 2, """
                SELECT station, make_timestamp(year, month, day, 0, 0, 0) AS day, avg("PM2.5"), stddev("PM2.5"),
                avg(TEMP), stddev(TEMP) FROM read_csv('%s/PRSA_Data_*.csv', nullstr = 'NA')
                GROUP BY ALL ORDER BY station, day""".formatted(data));
    }

    @Test
    void everyLineOfTheGatewaysLogIsAccountedFor() throws IOException {
        Path log = data("yard-nodes").resolve("yard_2023_2025_gateway_raw.csv");
        long lines;
        long comments;
        try (Stream<String> all = Files.lines(log)) {
            lines = all.count();
        }
        try (Stream<String> all = Files.lines(log)) {
            comments = all.filter(line -> line.startsWith("#")).count();
        }
        Command.Output output = Command.run("SELECT count(*) AS n FROM '" + log + "'");
        long used = Long.parseLong(output.rows().get(0)[0]);
        Matcher rejected =
                Pattern.compile("([\\d,]+) of [\\d,]+ records rejected").matcher(output.messages());
        assertThat(rejected.find()).as(output.messages()).isTrue();
        assertThat(used + comments + Long.parseLong(rejected.group(1).replace(",", "")))
                .isEqualTo(lines);
    }

    @Test
    void impossibleNodesAndValuesAreFilteredInSql() throws IOException {
        Path data = data("yard-nodes");
        List<String[]> rows = Command.run(query("gateway-log", 0).replace("'yard", "'" + data + "/yard"))
                .rows();
        assertThat(rows).extracting(row -> row[0]).containsExactly("3", "5", "10");
        assertThat(rows)
                .allSatisfy(row -> assertThat(Double.parseDouble(row[2])).isBetween(-40.0, 50.0));
    }

    /** Each clock that leaps or runs back in the order of the lines, and no clock that went on while nothing was received. */
    @Test
    void theClocksOfTheGatewaysLogThatLeap(@TempDir Path folder) throws IOException {
        List<String> lines = Files.readAllLines(data("yard-nodes").resolve("yard_2023_2025_gateway_raw.csv"));
        List<String> numbered = new ArrayList<>(List.of("line,node,message,sent"));
        List<String> leaps = new ArrayList<>();
        Map<Integer, long[]> before = new HashMap<>();
        for (int i = 0; i < lines.size(); i++) {
            String[] cells = lines.get(i).split(" *, *");
            if (cells.length != 8 || !Character.isDigit(lines.get(i).charAt(0))) {
                continue;
            }
            int node = Integer.parseInt(cells[0]);
            long[] reading = {Long.parseLong(cells[1]), Long.parseLong(cells[2])};
            numbered.add((i + 1) + "," + node + "," + reading[0] + "," + reading[1]);
            long[] last = before.put(node, reading);
            if (last != null && List.of(3, 5, 10).contains(node)) {
                long seconds = reading[1] - last[1];
                boolean ahead = seconds > 86_400 && !(reading[0] > last[0] && seconds <= (reading[0] - last[0]) * 3700);
                if (ahead || seconds < -60) {
                    leaps.add(node + "," + (i + 1));
                }
            }
        }
        Path file = Files.write(folder.resolve("numbered.csv"), numbered);
        List<String[]> rows = Command.run(query("gateway-log", 1).replace("'numbered.csv'", "'" + file + "'"))
                .rows();
        assertThat(rows).extracting(row -> row[0] + "," + row[1]).containsExactlyElementsOf(leaps);
        assertThat(rows).hasSize(28);
    }

    @Test
    void statisticsOfMotesSplitByLabel() throws IOException, SQLException {
        Path data = data("wsn-labelled");
        List<String[]> ours = Command.run(query("labelled-motes", 0).replace("'*_hop", "'" + data + "/*_hop"))
                .rows();
        agree(ours, 2, """
                SELECT label, mote_id, count(*), avg(temperature), stddev(temperature), avg(humidity), stddev(humidity)
                FROM read_csv('%s/*_hop.csv') GROUP BY ALL ORDER BY mote_id, label""".formatted(data));
    }

    private static void agree(List<String[]> ours, int keys, String oracle) throws SQLException {
        List<String[]> theirs = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(oracle)) {
            int width = rows.getMetaData().getColumnCount();
            while (rows.next()) {
                String[] row = new String[width];
                for (int i = 0; i < width; i++) {
                    String cell = rows.getString(i + 1);
                    row[i] = cell == null ? "" : cell;
                }
                theirs.add(row);
            }
        }
        assertThat(ours).hasSameSizeAs(theirs);
        for (int i = 0; i < ours.size(); i++) {
            for (int cell = 0; cell < theirs.get(i).length; cell++) {
                String mine = ours.get(i)[cell];
                String other = theirs.get(i)[cell];
                if (cell < keys || mine.isEmpty() || other.isEmpty()) {
                    assertThat(other.replaceAll("\\.0$", "")).isEqualTo(mine);
                } else {
                    double value = Double.parseDouble(mine);
                    assertThat(Double.parseDouble(other))
                            .isCloseTo(value, org.assertj.core.data.Offset.offset(1e-9 * Math.abs(value) + 1e-9));
                }
            }
        }
    }

    private static Path data(String folder) {
        String shared = System.getenv("BAROGRAPH_SHARED");
        Path path = (shared == null ? ROOT.resolveSibling("shared") : Path.of(shared))
                .resolve("data")
                .resolve(folder);
        assumeTrue(Files.isDirectory(path), "the real files are not here: " + path);
        return path;
    }

    /** A query of a how-to page, by its place on it. */
    private static String query(String page, int index) throws IOException {
        Matcher blocks = SQL.matcher(Files.readString(ROOT.resolve("docs/how-to/" + page + ".md")));
        for (int i = 0; i <= index; i++) {
            assertThat(blocks.find()).as("query %d of %s", index, page).isTrue();
        }
        return blocks.group(1).strip();
    }
}

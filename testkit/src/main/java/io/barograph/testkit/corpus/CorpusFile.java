package io.barograph.testkit.corpus;

import io.barograph.core.error.ErrorCode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads a corpus file: SQL text cases with their answers, close to sqllogictest.
 *
 * <pre>
 * # A comment; the first one says what the file is about.
 *
 * table sensors.csv              a file that the queries below can name; ends at ----
 * timestamp,device_id
 * 2023-01-01 00:00:00,1
 * ----
 *
 * query [ordered | by key]       a query, ----, its columns, its rows, a blank line; by key: in the order of the keys, for
 *                                which the query does not ask
 * SELECT count(*) AS n FROM 'sensors.csv'
 * ----
 * n:BIGINT
 * 1
 *
 * error UNKNOWN_COLUMN           a query that is refused, ----, a part of the message
 * SELECT temprature FROM 'sensors.csv'
 * ----
 * did you mean
 * </pre>
 *
 * <p>Cells are separated by {@code |}; NULL is {@code NULL}, an empty text {@code (empty)}; doubles and timestamps are in
 * their canonical text. In table bodies {@code \r}, {@code \0} and {@code \\} stand for the bytes. A line
 * {@code oracle: …} before {@code ----} gives DuckDB's text, {@code oracle: skip REASON} says why it is not asked.
 */
public final class CorpusFile {
    private final String name;
    private final List<String> lines;
    private final Map<String, String> tables = new LinkedHashMap<>();
    private final List<CorpusCase> cases = new ArrayList<>();
    private int at;

    private CorpusFile(String name, List<String> lines) {
        this.name = name;
        this.lines = lines;
    }

    /** The cases of a file, in order. A file that breaks the format throws {@link IllegalArgumentException} with its line. */
    public static List<CorpusCase> parse(String name, List<String> lines) {
        CorpusFile file = new CorpusFile(name, lines);
        file.parse();
        return file.cases;
    }

    private void parse() {
        while (at < lines.size()) {
            String line = lines.get(at);
            if (line.isBlank() || line.startsWith("#")) {
                at++;
            } else if (line.startsWith("table ")) {
                parseTable(line.substring("table ".length()).strip());
            } else if (line.equals("query")) {
                parseQuery(CorpusCase.Order.ANY);
            } else if (line.equals("query by key")) {
                parseQuery(CorpusCase.Order.BY_KEY);
            } else if (line.equals("query ordered")) {
                parseQuery(CorpusCase.Order.ASKED);
            } else if (line.startsWith("error ")) {
                parseError(line.substring("error ".length()).strip());
            } else {
                throw broken("expected table, query, error or a comment, found: " + line);
            }
        }
    }

    private void parseTable(String table) {
        at++;
        StringBuilder body = new StringBuilder();
        for (String line : until("----")) {
            body.append(unescape(line)).append('\n');
        }
        tables.put(table, body.toString());
    }

    private void parseQuery(CorpusCase.Order order) {
        int start = at++;
        Text text = text();
        if (at >= lines.size() || lines.get(at).isBlank()) {
            throw broken("the query's columns are missing (name:TYPE|name:TYPE)");
        }
        String header = lines.get(at++);
        cases.add(new CorpusCase(
                name + ":" + (start + 1),
                text.sql,
                Map.copyOf(tables),
                header,
                block(),
                order,
                null,
                "",
                text.oracle,
                start + 1));
    }

    private void parseError(String code) {
        int start = at++;
        Text text = text();
        cases.add(new CorpusCase(
                name + ":" + (start + 1),
                text.sql,
                Map.copyOf(tables),
                null,
                List.of(),
                CorpusCase.Order.ANY,
                ErrorCode.valueOf(code),
                String.join("\n", block()),
                CorpusCase.NO_ORACLE + "messages are ours",
                start + 1));
    }

    private Text text() {
        StringBuilder sql = new StringBuilder();
        StringBuilder oracle = new StringBuilder();
        for (String line : until("----")) {
            if (line.startsWith("oracle: ")) {
                oracle.append(oracle.isEmpty() ? "" : "\n").append(line.substring("oracle: ".length()));
            } else {
                sql.append(sql.isEmpty() ? "" : "\n").append(line);
            }
        }
        return new Text(sql.toString(), oracle.isEmpty() ? null : oracle.toString());
    }

    private List<String> until(String end) {
        List<String> found = new ArrayList<>();
        while (at < lines.size() && !lines.get(at).equals(end)) {
            found.add(lines.get(at++));
        }
        if (at == lines.size()) {
            throw broken("a " + end + " is missing");
        }
        at++;
        return found;
    }

    private List<String> block() {
        List<String> found = new ArrayList<>();
        while (at < lines.size() && !lines.get(at).isBlank()) {
            found.add(lines.get(at++));
        }
        return found;
    }

    private static String unescape(String line) {
        if (line.indexOf('\\') < 0) {
            return line;
        }
        return line.replace("\\\\", "\u0001")
                .replace("\\r", "\r")
                .replace("\\0", "\0")
                .replace("\u0001", "\\");
    }

    private IllegalArgumentException broken(String what) {
        return new IllegalArgumentException("corpus " + name + " line " + Math.min(at + 1, lines.size()) + ": " + what);
    }

    private record Text(String sql, @Nullable String oracle) {}
}

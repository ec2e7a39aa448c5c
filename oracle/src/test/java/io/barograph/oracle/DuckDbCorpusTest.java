package io.barograph.oracle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.barograph.testkit.corpus.Corpus;
import io.barograph.testkit.corpus.CorpusCase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * DuckDB answers the corpus too, and must agree with what the corpus expects: to 1e-9 in doubles, to the microsecond in
 * times (it has no finer ones here), exactly in the rest. A case that it can not judge says why.
 */
@Tag("thorough")
class DuckDbCorpusTest {
    @TempDir
    Path directory;

    /** How the driver writes a time without a fraction. */
    private static final Pattern WHOLE_SECOND = Pattern.compile("\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d\\.0");

    private int folders;

    @TestFactory
    Stream<DynamicTest> duckDbAgreesWithTheCorpus() throws SQLException {
        String only = System.getProperty("barograph.case", "");
        Connection shared = DriverManager.getConnection("jdbc:duckdb:");
        return Corpus.all().stream()
                .filter(one -> one.error() == null && one.id().startsWith(only))
                .filter(one -> one.oracle() == null || !one.oracle().startsWith(CorpusCase.NO_ORACLE))
                .map(one -> dynamicTest(one.id(), () -> check(shared, one)))
                .onClose(() -> {
                    try {
                        shared.close();
                    } catch (SQLException e) {
                        throw new IllegalStateException(e);
                    }
                });
    }

    @Test
    void mostCasesHaveAnOracle() {
        List<CorpusCase> answered =
                Corpus.all().stream().filter(one -> one.error() == null).toList();
        long judged = answered.stream()
                .filter(one -> one.oracle() == null || !one.oracle().startsWith(CorpusCase.NO_ORACLE))
                .count();
        assertThat(judged).isGreaterThan(answered.size() * 7L / 10);
    }

    private void check(Connection duckDb, CorpusCase one) throws IOException, SQLException {
        Path folder = Files.createDirectory(directory.resolve("tables-" + folders++));
        for (Map.Entry<String, String> table : one.tables().entrySet()) {
            Files.writeString(folder.resolve(table.getKey()), table.getValue());
        }
        List<String> answered = new ArrayList<>();
        String sql = one.oracle() == null ? DuckDbDialect.translate(one.sql()) : one.oracle();
        try (Statement statement = duckDb.createStatement()) {
            statement.execute("SET file_search_path = '" + folder + "'");
            try (ResultSet rows = statement.executeQuery(sql)) {
                while (rows.next()) {
                    answered.add(line(rows));
                }
            }
        }
        List<String> expected = new ArrayList<>(one.rows());
        assertThat(answered).as("%s: %s", one.id(), sql).hasSameSizeAs(expected);
        if (one.order() == CorpusCase.Order.ASKED) {
            for (int i = 0; i < expected.size(); i++) {
                assertThat(agree(expected.get(i), answered.get(i)))
                        .as("%s row %d: %s, DuckDB has %s", one.id(), i, expected.get(i), answered.get(i))
                        .isTrue();
            }
            return;
        }
        for (String row : expected) {
            if (!answered.removeIf(removeFirst(row))) {
                fail("%s: DuckDB has no row %s; of its rows these are left: %s", one.id(), row, answered);
            }
        }
    }

    private static java.util.function.Predicate<String> removeFirst(String row) {
        boolean[] removed = new boolean[1];
        return other -> {
            if (!removed[0] && agree(row, other)) {
                removed[0] = true;
                return true;
            }
            return false;
        };
    }

    private static boolean agree(String expected, String answered) {
        String[] left = expected.split("\\|", -1);
        String[] right = answered.split("\\|", -1);
        if (left.length != right.length) {
            return false;
        }
        for (int i = 0; i < left.length; i++) {
            if (!left[i].equals(right[i]) && !close(left[i], right[i])) {
                return false;
            }
        }
        return true;
    }

    private static boolean close(String expected, String answered) {
        try {
            double left = Double.parseDouble(expected);
            double right = Double.parseDouble(answered);
            return left == right || Math.abs(left - right) <= 1e-9 * Math.max(Math.abs(left), Math.abs(right));
        } catch (NumberFormatException e) {
            return expected.length() > 20 && expected.regionMatches(0, answered, 0, 26) && answered.length() >= 26
                    || expected.replaceAll("0+$", "").equals(answered.replaceAll("0+$", ""));
        }
    }

    private static String line(ResultSet rows) throws SQLException {
        StringBuilder line = new StringBuilder();
        for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
            String value = rows.getString(i);
            line.append(i == 1 ? "" : "|").append(value == null ? "NULL" : text(value));
        }
        return line.toString();
    }

    private static String text(String value) {
        if (WHOLE_SECOND.matcher(value).matches()) {
            return value.substring(0, value.length() - 2);
        }
        return value.isEmpty() ? "(empty)" : value.replace("\n", "\\n").replace("\r", "\\r");
    }
}

package io.barograph.oracle;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Says in DuckDB's words what a query of the corpus asks. */
final class DuckDbDialect {
    private static final Pattern TUMBLE =
            Pattern.compile("TABLE\\(TUMBLE\\(TABLE ('[^']+'), DESCRIPTOR\\((\\w+)\\), INTERVAL '(\\d+)' (\\w+)\\)\\)");

    private DuckDbDialect() {}

    static String translate(String sql) {
        Matcher tumble = TUMBLE.matcher(sql);
        StringBuilder text = new StringBuilder();
        while (tumble.find()) {
            String width = "INTERVAL '" + tumble.group(3) + "' " + tumble.group(4);
            String start = "time_bucket(" + width + ", \"" + tumble.group(2) + "\", TIMESTAMP '1970-01-01 00:00:00')";
            String table = "(SELECT *, " + start + " AS window_start, " + start + " + " + width + " AS window_end FROM "
                    + tumble.group(1) + " WHERE \"" + tumble.group(2) + "\" IS NOT NULL)"
                    + (isNamed(sql, tumble.end()) ? "" : " AS windows");
            tumble.appendReplacement(text, Matcher.quoteReplacement(table));
        }
        return tumble.appendTail(text).toString();
    }

    private static boolean isNamed(String sql, int at) {
        return sql.startsWith(" AS ", at);
    }
}

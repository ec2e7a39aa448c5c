package io.barograph.local.live;

import java.util.List;

/** Joins of the live tables {@code sensors} and {@code events} of {@link Pipelines}: as of a time, by a distance, by windows. */
final class LiveJoins {
    private LiveJoins() {}

    /** Reads the rows of the tables that a query reads, whatever it makes of them. */
    static String plain(String query) {
        return "SELECT count(*) FROM sensors"
                + (query.contains("events") ? " UNION ALL SELECT count(*) FROM events" : "");
    }

    static final List<String> QUERIES = List.of(
            "SELECT s.t, s.key, s.value, e.t AS since, e.level, e.what FROM sensors s ASOF LEFT JOIN events e"
                    + " ON s.key = e.key AND s.t >= e.t",
            "SELECT s.t, s.key, s.note, e.t AS since, e.level FROM sensors s ASOF JOIN events e"
                    + " ON s.key = e.key AND s.t > e.t AND s.t - e.t <= INTERVAL '9' SECOND",
            "SELECT s.t, s.key, s.value, e.what FROM sensors s ASOF LEFT JOIN events e ON s.key = e.key AND s.t <= e.t",
            "SELECT s.t, s.key, s.value, e.t AS until, e.level FROM sensors s ASOF LEFT JOIN events e"
                    + " ON s.key = e.key AND s.t < e.t AND e.t - s.t <= INTERVAL '20' SECOND",
            "SELECT s.t, s.key, s.value, e.t AS near, e.level FROM sensors s ASOF LEFT JOIN events e"
                    + " ON s.key = e.key AND NEAREST(s.t, e.t, INTERVAL '12' SECOND)",
            "SELECT s.t, s.note, e.t AS near, e.what, e.level FROM sensors s ASOF JOIN events e ON NEAREST(s.t, e.t)",
            "SELECT s.t, s.key, s.value, e.level FROM sensors s ASOF LEFT JOIN events e"
                    + " ON s.key = e.key AND s.t + INTERVAL '3' SECOND >= e.t AND s.value > 20 AND e.level < 80",
            "SELECT s.t, s.key, s.value, e.level FROM sensors s ASOF LEFT JOIN events e"
                    + " ON s.key = e.key AND s.t - INTERVAL '8' SECOND >= e.t WHERE e.level > 10 OR s.value < 50",
            "SELECT s.t, s.key, s.value, e.t AS other, e.level FROM sensors s JOIN events e"
                    + " ON s.key = e.key AND e.t BETWEEN s.t - INTERVAL '5' SECOND AND s.t + INTERVAL '10' SECOND",
            "SELECT s.t, s.key, s.value, e.t AS other, e.level, e.what FROM sensors s LEFT JOIN events e"
                    + " ON s.key = e.key AND s.t >= e.t AND s.t - e.t < INTERVAL '15' SECOND AND e.level > s.value",
            "SELECT s.t, s.value, e.t AS other, e.what FROM sensors s FULL JOIN events e"
                    + " ON e.t > s.t + INTERVAL '2' SECOND AND e.t <= s.t + INTERVAL '4' SECOND AND s.note = e.what",
            "SELECT t, key, value FROM sensors s WHERE EXISTS (SELECT 1 FROM events e WHERE e.key = s.key"
                    + " AND e.t BETWEEN s.t - INTERVAL '6' SECOND AND s.t)",
            "SELECT t, key, value FROM sensors s WHERE NOT EXISTS (SELECT 1 FROM events e WHERE e.key = s.key"
                    + " AND e.t BETWEEN s.t AND s.t + INTERVAL '11' SECOND AND e.level <> s.value)",
            "SELECT s.t, s.key, e.level, s.value FROM sensors s RIGHT JOIN events e ON s.key = e.key AND s.t = e.t",
            "SELECT a.t, a.key, a.value, b.value AS other FROM sensors a JOIN sensors b"
                    + " ON a.key = b.key AND b.t > a.t AND b.t <= a.t + INTERVAL '3' SECOND",
            "SELECT l.window_start, l.window_end, l.t, l.key, l.value, r.level FROM"
                    + " TABLE(TUMBLE(TABLE sensors, DESCRIPTOR(t), INTERVAL '10' SECOND)) l LEFT JOIN"
                    + " TABLE(TUMBLE(TABLE events, DESCRIPTOR(t), INTERVAL '10' SECOND)) r"
                    + " ON l.window_start = r.window_start AND l.window_end = r.window_end AND l.key = r.key",
            "SELECT l.window_start, l.t, l.key, l.value, r.level FROM"
                    + " TABLE(CUMULATE(TABLE sensors, DESCRIPTOR(t), INTERVAL '10' SECOND, INTERVAL '20' SECOND)) l JOIN"
                    + " TABLE(CUMULATE(TABLE events, DESCRIPTOR(t), INTERVAL '10' SECOND, INTERVAL '20' SECOND)) r"
                    + " ON l.window_start = r.window_start AND l.key = r.key",
            "SELECT x.key, x.window_start, x.window_end, x.mean, y.n FROM (SELECT key, window_start, window_end,"
                    + " avg(value) AS mean FROM TABLE(HOP(TABLE sensors, DESCRIPTOR(t), INTERVAL '5' SECOND, INTERVAL '10'"
                    + " SECOND)) GROUP BY key, window_start, window_end) x FULL JOIN (SELECT key, window_start, window_end,"
                    + " count(*) AS n FROM TABLE(HOP(TABLE events, DESCRIPTOR(t), INTERVAL '5' SECOND, INTERVAL '10' SECOND))"
                    + " GROUP BY key, window_start, window_end) y"
                    + " ON x.key = y.key AND x.window_start = y.window_start AND x.window_end = y.window_end",
            // So many keys that those are forgotten whose rows have gone.
            "SELECT s.t, s.key, s.value, e.t AS other FROM sensors s LEFT JOIN events e ON s.key = e.key AND s.value = e.level"
                    + " AND e.t BETWEEN s.t - INTERVAL '30' SECOND AND s.t + INTERVAL '20' SECOND",
            "SELECT s.t, s.key, s.value, b.t AS before, b.note FROM sensors s ASOF LEFT JOIN sensors b ON s.key = b.key"
                    + " AND s.value = b.value + 1 AND s.t >= b.t AND s.t - b.t <= INTERVAL '40' SECOND",
            "SELECT key, window_start, count(*), sum(level), avg(value) FROM TABLE(TUMBLE(TABLE (SELECT s.t, s.key, s.value,"
                    + " e.level FROM sensors s ASOF LEFT JOIN events e ON s.key = e.key AND s.t >= e.t), DESCRIPTOR(t),"
                    + " INTERVAL '10' SECOND)) GROUP BY key, window_start, window_end",
            "SELECT key, window_end, count(*), count(level), max(level) FROM TABLE(TUMBLE(TABLE (SELECT s.t, s.key, e.level FROM"
                    + " sensors s LEFT JOIN events e ON s.key = e.key AND e.t BETWEEN s.t - INTERVAL '5' SECOND AND s.t +"
                    + " INTERVAL '10' SECOND), DESCRIPTOR(t), INTERVAL '10' SECOND)) GROUP BY key, window_start, window_end",
            "SELECT key, window_end, count(*), sum(value) FROM TABLE(TUMBLE(TABLE (SELECT e.t, s.key, s.value FROM sensors s JOIN"
                    + " events e ON s.key = e.key AND e.t BETWEEN s.t - INTERVAL '7' SECOND AND s.t + INTERVAL '2' SECOND),"
                    + " DESCRIPTOR(t), INTERVAL '5' SECOND)) GROUP BY key, window_start, window_end",
            "SELECT key, t, level, level - lag(level) OVER (PARTITION BY key ORDER BY t) FROM (SELECT s.t, s.key, e.level FROM"
                    + " sensors s ASOF LEFT JOIN events e ON s.key = e.key AND NEAREST(s.t, e.t, INTERVAL '6' SECOND))"
                    + " WHERE t IS NOT NULL",
            "SELECT j.t, j.key, j.level, p.place, b.value FROM (SELECT s.t, s.key, e.level FROM sensors s JOIN events e"
                    + " ON s.key = e.key AND e.t BETWEEN s.t - INTERVAL '4' SECOND AND s.t) j JOIN places p ON j.key = p.key"
                    + " ASOF JOIN sensors b ON j.key = b.key AND j.t > b.t AND j.t - b.t <= INTERVAL '8' SECOND");
}

package io.barograph.local;

import java.util.List;

/** Queries of which a device adds up groups, over the columns of {@link DeviceMergeTest}'s file. */
final class DeviceQueries {
    static final String WINDOWED =
            "SELECT k, window_start, count(*) AS n, count(x) AS c, sum(x) AS s, avg(y) AS a, stddev(x) AS d,"
                    + " var_pop(y) AS v, min(x) AS least, max(y) AS most, sum(i) AS si, stddev(i) AS di, min(i) AS mi FROM"
                    + " TABLE(TUMBLE(TABLE FILE, DESCRIPTOR(t), INTERVAL '1' MINUTE)) GROUP BY k, window_start,"
                    + " window_end";

    private DeviceQueries() {}

    static List<String> all() {
        return List.of(
                WINDOWED,
                "SELECT count(*) AS n, sum(x) AS s, stddev(x) AS d, min(x) AS least FROM FILE",
                "SELECT k, max(x) AS most, min(t) AS first FROM FILE GROUP BY k",
                "SELECT i, y, count(*) AS n, sum(x + 1) AS s FROM FILE WHERE x < 1e100 GROUP BY i, y",
                "SELECT k, sum(x) FILTER (WHERE y > 1e9) AS s, avg(x) AS a, sum(i / (i - 5)) AS u FROM FILE GROUP BY k",
                "SELECT k, avg(x) AS a FROM FILE GROUP BY k HAVING avg(x) > (SELECT avg(x) FROM FILE WHERE x > -1e100)",
                "SELECT k, t, count(*) AS n, sum(y) AS s FROM FILE GROUP BY GROUPING SETS ((k), (t), ())",
                "SELECT window_end, x, count(*) FILTER (WHERE k IS NULL) AS n, avg(i) FILTER (WHERE x > 0) AS a FROM"
                        + " TABLE(TUMBLE(TABLE FILE, DESCRIPTOR(t), INTERVAL '7' SECOND, INTERVAL '3' SECOND)) WHERE y <"
                        + " 1e10 GROUP BY x, window_end, window_start",
                "SELECT window_start, k, sum(x) AS s FROM TABLE(HOP(TABLE FILE, DESCRIPTOR(t), INTERVAL '1' MINUTE,"
                        + " INTERVAL '3' MINUTE)) GROUP BY k, window_start, window_end",
                "SELECT k, window_start, sum(x * y / (i - 5)) AS s, count(*) AS n, max(i * i) AS m FROM TABLE(TUMBLE("
                        + "TABLE FILE, DESCRIPTOR(t), INTERVAL '1' MINUTE)) WHERE i / (i - 7) < 3 AND NOT x > 20 GROUP BY k,"
                        + " window_start, window_end",
                "SELECT i, y, sum(-x) AS s, stddev(i * i) AS d, max(y - x) AS m FROM FILE WHERE i BETWEEN 1 AND 60 OR y IS"
                        + " NULL GROUP BY i, y",
                "SELECT x, min(t - TIMESTAMP '2024-01-01 00:00:00') AS l, sum(1 / x) FILTER (WHERE i <> 3) AS s FROM FILE"
                        + " WHERE t >= TIMESTAMP '2024-01-01 00:20:00' GROUP BY x",
                "SELECT sum(x + i) AS s, avg(CAST(i AS DOUBLE) / y) AS a FROM FILE WHERE x IS NOT NULL",
                "SELECT window_start, k, sum(x / (i - 5)) AS s FROM TABLE(HOP(TABLE FILE, DESCRIPTOR(t), INTERVAL '1'"
                        + " MINUTE, INTERVAL '3' MINUTE)) WHERE x > 0 GROUP BY k, window_start, window_end",
                "SELECT k, corr(x, y) AS c, covar_pop(y, x) AS p, covar_samp(x, i) AS s, regr_slope(i, x) AS r, corr(i, i) AS o,"
                        + " regr_sxy(y, i) AS q, stddev(x) AS d, max(i) AS m FROM FILE GROUP BY k",
                "SELECT k, skewness(x) AS s, kurtosis(y) AS u, kurtosis_pop(i) FILTER (WHERE x > 0) AS p, stddev(x) AS d, min(y) AS m"
                        + " FROM FILE GROUP BY k",
                "SELECT window_start, skewness(x * 2) AS s, kurtosis(i / (i - 5)) AS u, count(x) AS n FROM TABLE(TUMBLE(TABLE FILE,"
                        + " DESCRIPTOR(t), INTERVAL '1' MINUTE)) WHERE i < 50 GROUP BY window_start, window_end",
                "SELECT k, regr_count(y, x) AS n, regr_count(x, y) AS m FROM FILE GROUP BY k",
                "SELECT k, window_start, corr(x * 2, y) AS c, regr_intercept(y, i) FILTER (WHERE x > 0) AS r, regr_r2(i, x / (i"
                        + " - 5)) AS u, regr_count(i, x) AS n FROM TABLE(TUMBLE(TABLE FILE, DESCRIPTOR(t), INTERVAL '1'"
                        + " MINUTE)) WHERE y < 1e10 GROUP BY k, window_start, window_end",
                "SELECT k, sum(CASE WHEN i <> 5 THEN x / (i - 5) ELSE 0 END) AS s, count(CASE WHEN x > 20 THEN 1 END) AS n, max(CASE WHEN"
                        + " x < 0 THEN i * i WHEN x < 1e100 THEN i % 7 ELSE i / (i - 7) END) AS m, avg(coalesce(x, y / (i - 6), 0.5)) AS"
                        + " a FROM FILE GROUP BY k",
                "SELECT k, window_start, sum(x / nullif(i - 5, 0)) AS s, avg(round(x, 1)) AS r, min(floor(y)) AS l, sum(sqrt(x)) AS q,"
                        + " max(CAST(x AS BIGINT) % 10) AS c, stddev(greatest(x, 0, i)) AS g FROM TABLE(TUMBLE(TABLE FILE,"
                        + " DESCRIPTOR(t), INTERVAL '1' MINUTE)) WHERE abs(x) < 1e200 AND i NOT IN (1, 2, 3) AND x < i GROUP BY k,"
                        + " window_start, window_end",
                "SELECT k, CAST(x AS BIGINT) % 10 AS b, count(*) AS n, sum(y) AS s FROM FILE GROUP BY k, CAST(x AS BIGINT) % 10",
                "SELECT floor(x / 10) AS b, x > 5 AS h, window_start, sum(y / (i - 5)) AS s, min(i) AS m FROM TABLE(HOP(TABLE FILE,"
                        + " DESCRIPTOR(t), INTERVAL '1' MINUTE, INTERVAL '3' MINUTE)) WHERE i < 1000 GROUP BY floor(x / 10), x > 5,"
                        + " window_start",
                "SELECT i, i / (i - 5) AS q, CASE WHEN x < 0 THEN -0.0 WHEN x > 10 THEN x / x END AS c, window_end, count(*) AS n, avg(x) AS"
                        + " a FROM TABLE(TUMBLE(TABLE FILE, DESCRIPTOR(d), INTERVAL '1' MONTH)) GROUP BY i, i / (i - 5), CASE WHEN x <"
                        + " 0 THEN -0.0 WHEN x > 10 THEN x / x END, window_end",
                "SELECT floor(log10(abs(x))) AS b, sum(exp(x / 100)) AS e, avg(ln(y)) AS l, max(power(x, i - 5)) AS p, min(log2(i)) AS m, sum(sin(radians(y))) AS o FROM"
                        + " FILE WHERE pow(abs(x), 0.3) < 50 GROUP BY floor(log10(abs(x)))",
                "SELECT date_trunc('month', d) AS m, hour(t) AS h, count(*) AS n, sum(round(x, -1)) AS s, max(date_ceil('week', t)) AS w FROM FILE"
                        + " WHERE extract(DOW FROM d) < 5 AND time_bucket(INTERVAL '5' MINUTE, t) < t GROUP BY date_trunc('month', d),"
                        + " hour(t)",
                "SELECT CAST(t AS DATE) AS day, sum(CAST(x AS REAL)) AS s, min(epoch_ms(t) - i) AS e FROM FILE WHERE week(t) <> 7 GROUP BY"
                        + " CAST(t AS DATE)",
                "SELECT covar_pop(x, y) AS p, corr(i + 1, x) FILTER (WHERE k IS NOT NULL) AS c FROM FILE",
                "SELECT window_end, count(*) AS n, max(window_start) AS l FROM TABLE(TUMBLE(TABLE FILE, DESCRIPTOR(t),"
                        + " INTERVAL '5' MINUTE)) GROUP BY window_end",
                "SELECT k, window_start, window_end, sum(x / (i - 5)) AS s, stddev(y) AS d, min(x) AS l, count(*) AS n FROM"
                        + " TABLE(HOP(TABLE FILE, DESCRIPTOR(t), INTERVAL '7' SECOND, INTERVAL '20' SECOND)) WHERE atan(x * 1e-6) < 1"
                        + " GROUP BY k, window_start, window_end",
                "SELECT window_end, count(x) AS n, avg(x) AS a FROM TABLE(HOP(TABLE FILE, DESCRIPTOR(t), INTERVAL '10'"
                        + " MINUTE, INTERVAL '1' HOUR)) GROUP BY window_end",
                "SELECT window_start, count(*) AS n FROM TABLE(HOP(TABLE FILE, DESCRIPTOR(t), INTERVAL '20' MINUTE, INTERVAL"
                        + " '19' MINUTE)) GROUP BY window_start",
                "SELECT k, window_start, window_end, sum(x) AS s, max(i) AS m FROM TABLE(CUMULATE(TABLE FILE, DESCRIPTOR(t),"
                        + " INTERVAL '10' SECOND, INTERVAL '1' MINUTE)) GROUP BY k, window_start, window_end",
                "SELECT window_start, sum(x) AS s, count(*) AS n FROM TABLE(CUMULATE(TABLE FILE, DESCRIPTOR(t), INTERVAL '1'"
                        + " MINUTE, INTERVAL '5' MINUTE)) WHERE i < 1000 GROUP BY window_start",
                "SELECT k, window_start, window_end, stddev(x) AS s, count(*) AS n FROM TABLE(TUMBLE(TABLE FILE,"
                        + " DESCRIPTOR(d), INTERVAL '1' DAY, 'Europe/Berlin')) GROUP BY k, window_start, window_end",
                "SELECT window_start, sum(y / (i - 5)) AS s, count(*) AS n FROM TABLE(TUMBLE(TABLE FILE, DESCRIPTOR(d),"
                        + " INTERVAL '1' MONTH)) WHERE x > 0 GROUP BY window_start",
                "SELECT window_start, window_end, avg(y) AS a FROM TABLE(HOP(TABLE FILE, DESCRIPTOR(d), INTERVAL '1' DAY,"
                        + " INTERVAL '3' DAY, 'Europe/Berlin')) GROUP BY window_start, window_end",
                "SELECT window_start, window_end, max(y) AS a, sum(i) AS s FROM TABLE(CUMULATE(TABLE FILE, DESCRIPTOR(d),"
                        + " INTERVAL '5' HOUR, INTERVAL '1' DAY, 'Europe/Berlin')) GROUP BY window_start, window_end",
                "SELECT k, sum(z) AS s, avg(z) AS a, stddev(z) FILTER (WHERE y > 1e9) AS d, sum(w) AS v, count(w) AS n, min(z) AS"
                        + " l, max(z) AS m, max(w) FILTER (WHERE z < 0) AS o FROM (SELECT k,"
                        + " y, CAST(i AS DECIMAL(18, 2)) AS z, CAST(y - x AS DECIMAL(14, 4)) AS w FROM FILE WHERE abs(x) <"
                        + " 1e6) GROUP BY k",
                "SELECT k, sum(z) AS s, avg(z) AS a, stddev(z) FILTER (WHERE y > 1e9) AS d, min(z) AS l, max(z) AS m, max(w) AS o, sum(w) AS"
                        + " v, count(w) AS n, min(v) AS u FROM (SELECT k, y, CAST(i AS DECIMAL(19, 2)) * CAST(i - 50 AS DECIMAL(19, 0)) AS z,"
                        + " CAST(y - x AS DECIMAL(38, 20)) AS w, CAST(x AS DECIMAL(12, 2)) AS v FROM FILE WHERE abs(x) < 1e6) GROUP BY k",
                "SELECT k, first(x, t) AS f, last(x, t) AS l, arg_min(t, x) AS w, arg_max(i, x) AS a, max_by(x, i) FILTER (WHERE y > 1e9) AS"
                        + " b, arg_min(x, x - x) AS n, last(x, i) AS e, corr(x, i) AS c, regr_count(x, i) AS r FROM FILE GROUP BY k",
                "SELECT k, window_start, first(x, t) AS o, last(x, t) AS c, max(x) AS h, arg_max(t, x) AS th, avg(x) AS a FROM TABLE(HOP(TABLE"
                        + " FILE, DESCRIPTOR(t), INTERVAL '1' MINUTE, INTERVAL '3' MINUTE)) WHERE i < 1000 GROUP BY k, window_start",
                "SELECT k, last(x * 2, t) AS l, arg_max(x > 3, i / (i - 5)) AS b, arg_min(z, x > 3) AS z, last(v, t) AS v FROM (SELECT *,"
                        + " CAST(i AS DECIMAL(18, 2)) AS z, CAST(t AS DATE) AS v FROM FILE WHERE abs(x) < 1e6) GROUP BY k",
                "SELECT k, count_if(x > 3) AS n, bool_and(x > -1e200) AS a, bool_or(i / (i - 5) = 1) AS o, count(x > 3) AS c, min(x > 3) AS l,"
                        + " max(i = 7) FILTER (WHERE y > 1e9) AS m, sum(x) AS s FROM FILE WHERE x < 1e100 GROUP BY k",
                "SELECT i, count_if(h) AS n, every(h) AS a, bool_or(h) AS o, max(h) FILTER (WHERE x > 0) AS m, count(h) AS c, arg_max(h, x) AS"
                        + " x, first(h, t) AS f FROM (SELECT *, k = 'k3' AS h FROM FILE) GROUP BY i",
                "SELECT k, window_end, bit_and(i) AS a, bit_or(i) FILTER (WHERE x > 0) AS o, bit_xor(i) AS x, sum(i) AS s, max(i) AS m,"
                        + " bit_xor(i * i / (i - 5)) AS u FROM TABLE(HOP(TABLE FILE, DESCRIPTOR(t), INTERVAL '1' MINUTE, INTERVAL '3'"
                        + " MINUTE)) WHERE y < 1e10 GROUP BY k, window_end",
                // DECIMALs: as they come, computed, as keys, and of more digits than 64 bits have.
                "SELECT round(w, -1) AS r, z > 12.5 AS h, count(*) AS n, sum(w * 2) AS s, max(z % (z - 5)) AS m, avg(z * w) AS a, min(-w) AS l,"
                        + " sum(CAST(w AS BIGINT)) AS b, stddev(CAST(z AS DOUBLE)) AS d FROM (SELECT CAST(i AS DECIMAL(9, 2)) AS z, CAST(x AS"
                        + " DECIMAL(14, 4)) AS w FROM FILE ORDER BY t, i, x LIMIT 29000) WHERE w < 1000.25 GROUP BY round(w,"
                        + " -1), z > 12.5",
                "SELECT z, sum(CAST(x * 3 AS DECIMAL(12, 3)) + z) AS s, count(*) AS n FROM (SELECT k, x, CAST(i AS DECIMAL(9, 2)) AS z FROM FILE)"
                        + " GROUP BY z",
                "SELECT add_months(d, 1) > t AS h, min(epoch(t)) AS l, max(epoch(d)) AS m, sum(atan2(y, x)) AS s, max(asin(x / 50)) AS a FROM"
                        + " FILE WHERE tan(x) < 3 GROUP BY add_months(d, 1) > t",
                // Keys alone.
                "SELECT DISTINCT k, i FROM FILE",
                "SELECT DISTINCT x FROM FILE WHERE x / (i - 5) < 1e100",
                "SELECT DISTINCT k, i % 7 AS b, i / (i - 5) AS q, x > 5 AS h FROM FILE",
                "SELECT k, window_end FROM TABLE(HOP(TABLE FILE, DESCRIPTOR(t), INTERVAL '1' MINUTE, INTERVAL '3' MINUTE)) GROUP BY k,"
                        + " window_end, window_start",
                "SELECT DISTINCT window_start FROM TABLE(TUMBLE(TABLE FILE, DESCRIPTOR(d), INTERVAL '1' DAY, 'Europe/Berlin'))",
                "SELECT count(x) AS n, sum(x) AS s FROM (SELECT DISTINCT x FROM FILE)",
                // Counts of values.
                "SELECT k, mode(i) AS m, count(DISTINCT i) AS c, sum(x) AS s, count(*) AS n, avg(i) AS a FROM FILE GROUP BY k",
                "SELECT k, median(x) AS m, quantile_cont(x, 0.9) AS q, quantile_disc(x, 0.1) AS l, stddev(x) AS d, min(x) AS f, count(x) AS n"
                        + " FROM FILE GROUP BY k",
                "SELECT i, count(DISTINCT k) AS c, min(k) AS l, max(k) AS m, mode(k) AS o, approx_count_distinct(k) AS e, corr(x, y) AS r FROM"
                        + " FILE GROUP BY i",
                "SELECT i, mode(k) AS o, mode(k) FILTER (WHERE x > 0) AS p, max(k) FILTER (WHERE y < 1e9) AS m, sum(x) AS s FROM FILE GROUP BY"
                        + " i",
                "SELECT k, approx_quantile(x, 0.3) AS q, approx_quantile(x, 0.9) FILTER (WHERE i > 50) AS r FROM FILE GROUP BY k",
                "SELECT k, approx_quantile(i, 0.3) AS q, sum(DISTINCT i) AS s, avg(DISTINCT i) AS a, mode(i) FILTER (WHERE i = 0) AS z"
                        + " FROM (SELECT k, i % 100 AS i FROM FILE WHERE x > -1e200) GROUP BY k",
                "SELECT quantile_disc(CASE WHEN i % 5 = 0 THEN 2 ELSE 1 END, 0.6) AS q FROM FILE GROUP BY x > 3",
                "SELECT t, mode(z) AS o, count(DISTINCT z) AS c, sum(z) AS s FROM (SELECT t, CAST(i AS DECIMAL(19, 2)) * CAST(i - 50 AS DECIMAL(19, 0))"
                        + " AS z FROM FILE) GROUP BY t",
                "SELECT k, window_start, mode(x > 5) AS o, count(*) AS n FROM TABLE(HOP(TABLE FILE, DESCRIPTOR(t), INTERVAL '1' MINUTE,"
                        + " INTERVAL '3' MINUTE)) GROUP BY k, window_start",
                "SELECT window_start, window_end, median(y) AS m, mode(y) AS o, sum(x / (i - 5)) AS u FROM TABLE(TUMBLE(TABLE FILE,"
                        + " DESCRIPTOR(d), INTERVAL '1' MONTH)) GROUP BY window_start, window_end",
                "SELECT k, window_start, window_end, mode(i / (i - 5)) AS m, avg(x) AS a FROM TABLE(SESSION(TABLE FILE PARTITION BY k, DESCRIPTOR(t),"
                        + " INTERVAL '2' SECOND)) GROUP BY k, window_start, window_end",
                // Of several columns, and of tuples.
                "SELECT k, median(x) AS m, count(DISTINCT i) AS c, mode(y) FILTER (WHERE x > 0) AS o, max(k) AS l, sum(x) AS s, count(*) AS n"
                        + " FROM FILE GROUP BY k",
                "SELECT i, string_agg(k, '|') AS a, string_agg(k, '|' ORDER BY x DESC) AS d, string_agg(DISTINCT k, ',') FILTER (WHERE y < 1e9"
                        + " + 0.7) AS f, string_agg(k, ',' ORDER BY k) AS o, avg(x) AS m FROM (SELECT k, x, y, i % 50 AS i FROM FILE WHERE i <"
                        + " 1000) GROUP BY i",
                "SELECT k, time_weighted_avg(x, t) AS a, integral_prev(i, t, INTERVAL '1' MINUTE) AS p, counter_delta(y, t) AS d,"
                        + " counter_rate(y, t) FILTER (WHERE i < 50) AS r, derivative(y, d) AS u, derivative(i, t) AS v, first(y, d) AS f,"
                        + " stddev(y) AS s FROM FILE WHERE abs(x) < 1e100 GROUP BY k",
                "SELECT i, first(k, t) AS f, last(k, t) AS l, arg_min(x, k) AS m, arg_max(z, x) AS a, arg_min(k, z) FILTER (WHERE x > 0) AS b,"
                        + " corr(DISTINCT x, y) AS c, sum(z) AS s FROM (SELECT k, t, x, y, i % 100 AS i, CAST(i AS DECIMAL(19, 2)) * CAST(i - 50"
                        + " AS DECIMAL(19, 0)) AS z FROM FILE WHERE i < 1000) GROUP BY i",
                "SELECT k, window_start, string_agg(k, ',' ORDER BY i) AS a, integral(x, t) AS n, median(i) AS m, count(*) AS c FROM"
                        + " TABLE(HOP(TABLE FILE, DESCRIPTOR(t), INTERVAL '1' MINUTE, INTERVAL '3' MINUTE)) GROUP BY k, window_start",
                "SELECT window_start, window_end, time_weighted_avg_prev(y, d) AS a, mode(k) AS o, last(k, d) AS l FROM TABLE(TUMBLE(TABLE FILE,"
                        + " DESCRIPTOR(d), INTERVAL '1' DAY, 'Europe/Berlin')) GROUP BY window_start, window_end",
                "SELECT k, window_start, window_end, counter_delta(y, t) AS d, string_agg(k, '-' ORDER BY x) AS a, max(i) AS m FROM"
                        + " TABLE(SESSION(TABLE FILE PARTITION BY k, DESCRIPTOR(t), INTERVAL '2' SECOND)) GROUP BY k, window_start, window_end",
                // All rows as one group; one value of more rows than are taken at once.
                "SELECT median(x) AS m, count(DISTINCT i) AS c, mode(k) AS o, string_agg(k, ',' ORDER BY t) AS a, time_weighted_avg(y, t) AS w,"
                        + " avg(x) AS v FROM FILE",
                "SELECT min(k) AS l, approx_count_distinct(x) AS e, approx_quantile(x, 0.3) AS q, derivative(y, t) AS d FROM FILE",
                "SELECT quantile_disc(i, 0.78) AS q, integral(i, t) AS a, sum(i) AS s FROM (SELECT t, CASE WHEN i % 5 = 0 THEN 2 ELSE 1 END AS i"
                        + " FROM FILE)",
                // Sessions: of a few rows, of thousands, of all keys together; of rows that are filtered; without
                // aggregates.
                "SELECT k, window_start, window_end, count(*) AS n, sum(x) AS s, stddev(y) AS d, min(x) AS l, max(i) AS m, corr(x, y) AS c"
                        + " FROM TABLE(SESSION(TABLE FILE PARTITION BY k, DESCRIPTOR(t), INTERVAL '2' SECOND)) GROUP BY k,"
                        + " window_start, window_end",
                "SELECT window_start, window_end, count(*) AS n, avg(x) AS a, sum(y / (i - 5)) AS u FROM TABLE(SESSION(TABLE FILE,"
                        + " DESCRIPTOR(t), INTERVAL '10' SECOND)) GROUP BY window_start, window_end",
                "SELECT window_start, window_end, count(*) AS n, max(d) AS m FROM TABLE(SESSION(TABLE FILE, DESCRIPTOR(d), INTERVAL '70'"
                        + " MINUTE)) GROUP BY window_start, window_end",
                "SELECT k, i, window_start, window_end, sum(x / (i - 5)) AS s, skewness(y) AS w FROM TABLE(SESSION(TABLE (SELECT k, t, i % 7"
                        + " AS i, x, y FROM FILE WHERE x > 5 OR i / (i - 7) < 3) PARTITION BY (k, i), DESCRIPTOR(t), INTERVAL '1500'"
                        + " MILLISECOND)) GROUP BY k, i, window_start, window_end",
                "SELECT k, window_start, window_end FROM TABLE(SESSION(TABLE FILE PARTITION BY k, DESCRIPTOR(d), INTERVAL '1' DAY)) GROUP BY"
                        + " k, window_start, window_end",
                "SELECT window_start, window_end, count(*) AS n FROM TABLE(SESSION(TABLE FILE, DESCRIPTOR(t), INTERVAL '20000' DAY)) GROUP"
                        + " BY window_start, window_end",
                // Between some windows rows stand, and drop out.
                "SELECT k, window_start, window_end, sum(x) AS s, count(*) AS n FROM TABLE(HOP(TABLE FILE, DESCRIPTOR(t), INTERVAL '20'"
                        + " SECOND, INTERVAL '19' SECOND)) GROUP BY k, window_start, window_end",
                "SELECT window_start, sum(y / (i - 5)) AS s, count(*) AS n FROM TABLE(HOP(TABLE FILE, DESCRIPTOR(d), INTERVAL '1'"
                        + " MONTH, INTERVAL '30' DAY)) GROUP BY window_start",
                "SELECT window_end, i % 7 AS b, sum(y / (i - 5)) AS s FROM TABLE(HOP(TABLE FILE, DESCRIPTOR(t), INTERVAL '1' MINUTE,"
                        + " INTERVAL '55' SECOND)) WHERE y / (i - 6) <> 1 GROUP BY window_end, i % 7",
                // Many groups, all of as many windows.
                "SELECT i, window_start, count(*) AS n, sum(y) AS s FROM TABLE(HOP(TABLE FILE, DESCRIPTOR(t), INTERVAL '1'"
                        + " SECOND, INTERVAL '2' SECOND)) GROUP BY i, window_start, window_end",
                // More panes than the device is told of at once.
                "SELECT k, window_end, count(*) AS n, sum(x / (i - 5)) AS s FROM TABLE(CUMULATE(TABLE FILE, DESCRIPTOR(d), INTERVAL '5'"
                        + " MINUTE, INTERVAL '1' DAY, 'Europe/Berlin')) WHERE i < 10 GROUP BY k, window_end");
    }
}

package io.barograph.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SummarizeCommandTest {
    private static final DateTimeFormatter FORMAT = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");
    private static final LocalDateTime START = LocalDateTime.of(2024, 3, 1, 0, 0);

    @TempDir
    Path folder;

    private final Session baro = new Session();

    private String write(String name, CharSequence text) throws IOException {
        return Files.writeString(folder.resolve(name), text).toString();
    }

    /** A reading of a sensor every 30 seconds, but: a gap of an hour, a duplicate, one late row and one stray clock. */
    private String troubled() throws IOException {
        StringBuilder csv = new StringBuilder("time,sensor,value\n");
        for (int i = 0; i < 1000; i++) {
            long offset = 30L * i + (i >= 500 ? 3600 : 0);
            row(csv, offset, "a", i % 10);
            row(csv, 30L * i, "b", i % 7);
            if (i == 200) {
                row(csv, offset, "a", 0);
            } else if (i == 300) {
                row(csv, offset - 45, "a", 0);
            } else if (i == 700) {
                row(csv, offset + 40_000_000, "a", 0);
            }
        }
        return write("troubled.csv", csv);
    }

    private static void row(StringBuilder csv, long seconds, String sensor, int value) {
        csv.append(FORMAT.format(START.plusSeconds(seconds)))
                .append(',')
                .append(sensor)
                .append(',')
                .append(value)
                .append('\n');
    }

    @Test
    void columnsAreProfiledAndClocksAreLookedAtPerKey() throws IOException {
        assertThat(baro.onTerminal(160).run("summarize", troubled())).isZero();
        assertThat(baro.out())
                .contains("2,003 rows of 3 columns")
                .contains("│ value  │ BIGINT    │     0 │       10 │ ")
                .contains("time: time; key: sensor (2)")
                .contains("rate          one row every 30 s and key (median)")
                .contains("gaps          1 of more than 5 medians; the longest 1 h from 2024-03-01 04:09:30 (sensor a)")
                .contains("duplicates    1\n")
                .contains("out of order  1\n")
                .contains("clocks        1 stray by more than a day\n");
        assertThat(baro.out().lines().filter(line -> line.startsWith("│ a ")))
                .singleElement()
                .asString()
                .matches(
                        "│ a +│ 1003 │ 2024-03-01 00:00:00 │ 2024-03-01 09:19:30 │ +30 s │ +1 │ +1 h 0?.*│ +1 │ +1 │ +1 │");
    }

    @Test
    void aFileInNoOrderOfTimeIsSaidToBeSo() throws IOException {
        StringBuilder csv = new StringBuilder("time,sensor,value\n");
        for (int i = 0; i < 100; i++) {
            row(csv, i * 37 % 100 * 60, "a", i);
        }
        assertThat(baro.run("summarize", write("shuffled.csv", csv))).isZero();
        assertThat(baro.out())
                .containsPattern(
                        "out of order  \\d+: rate, gaps and clocks are those of the file's order; .* ORDER BY time -o");
    }

    @Test
    void aNarrowTerminalGetsTwoTables() throws IOException {
        assertThat(baro.onTerminal(80).run("summarize", troubled())).isZero();
        assertThat(baro.out()).contains("min").contains("stddev").doesNotContain("…");
        assertThat(baro.out().lines().filter(line -> line.startsWith("┌"))).hasSize(3);
    }

    @Test
    void sqlAsksForTheSame() throws IOException {
        String file = troubled();
        assertThat(baro.run("summarize", file)).isZero();
        String summary = baro.out();
        assertThat(baro.run("SUMMARIZE '" + file + "'")).isZero();
        assertThat(baro.out()).isEqualTo(summary);
    }

    @Test
    void aChosenFormOrFileGetsTheColumnsAsATable() throws IOException {
        String sql = "SUMMARIZE '" + write("bad.csv", "a,b\n1,x\n2\n3,y\n") + "'";
        String table = """
                        column,type,nulls,approx_distinct,min,approx_p25,approx_median,approx_p75,max,mean,stddev
                        a,BIGINT,0,2,1,1.0,1.0,3.0,3,2.0,1.4142135623730951
                        b,VARCHAR,0,2,x,,,,y,,
                        """;
        assertThat(baro.run(sql, "--format", "csv")).as(baro.err()).isZero();
        assertThat(baro.out()).isEqualTo(table);
        Path file = folder.resolve("q.csv");
        Path rejects = folder.resolve("rejects.csv");
        assertThat(baro.run(sql, "-o", file.toString(), "--rejects", rejects.toString()))
                .as(baro.err())
                .isZero();
        assertThat(baro.out()).isEmpty();
        assertThat(file).hasContent(table);
        assertThat(rejects).content().hasLineCount(2);
        assertThat(baro.run(sql, "--format", "xml")).isEqualTo(2);
        assertThat(baro.err()).contains("expects one of", "not 'xml'");
    }

    @Test
    void wholeNumbersAreTimesInTheUnitThatTheirSizeTells() throws IOException {
        long second = START.toEpochSecond(ZoneOffset.UTC);
        StringBuilder csv = new StringBuilder("seconds,millis,node\n");
        for (int i = 0; i < 100; i++) {
            csv.append(second + 60L * i)
                    .append(',')
                    .append(1000 * (second + 60L * i))
                    .append(",7\n");
        }
        String file = write("epoch.csv", csv);
        for (String column : new String[] {"seconds", "millis"}) {
            assertThat(baro.run("summarize", file, "--time", column)).isZero();
            assertThat(baro.out())
                    .contains("time: " + column + "; key: node (1)")
                    .contains("2024-03-01 00:00:00, 2024-03-01 01:39:00")
                    .contains("one row every 1 min and key");
        }
        assertThat(baro.run("summarize", file, "--time", "second")).isEqualTo(2);
        assertThat(baro.err()).contains("did you mean seconds?");
    }

    @Test
    void timesStandInPartsOfADateOrInFractionsOfSecondsToo() throws IOException {
        long second = START.toEpochSecond(ZoneOffset.UTC);
        StringBuilder parts = new StringBuilder("No,year,month,day,hour,측정소\n");
        StringBuilder fractions = new StringBuilder("time,v\n");
        for (int i = 0; i < 24; i++) {
            parts.append(i).append(",2024,3,1,").append(i).append(",종로\n");
            fractions.append(second + i).append(".25,1\n");
        }
        assertThat(baro.run("summarize", write("parts.csv", parts))).isZero();
        assertThat(baro.out())
                .contains("time: year, month, day, hour; key: 측정소 (1)")
                .contains("2024-03-01 00:00:00, 2024-03-01 23:00:00")
                .contains("one row every 1 h and key");
        assertThat(baro.run("summarize", write("fractions.csv", fractions))).isZero();
        assertThat(baro.out())
                .contains("2024-03-01 00:00:00.25, 2024-03-01 00:00:23.25")
                .contains("one row every 1 s (median)");
    }

    @Test
    void aColumnThatHoldsNoTimeIsRefusedAsOne() throws IOException {
        String file = write("texts.csv", "day,on\n01.03.2024,true\n02.03.2024,false\n");
        for (String column : new String[] {"day", "on"}) {
            assertThat(baro.run("summarize", file, "--time", column)).isEqualTo(2);
            assertThat(baro.err()).contains("column '" + column + "' is ").contains("no time");
        }
    }

    @Test
    void longTextsAreCut() throws IOException {
        assertThat(baro.run("summarize", write("long.csv", "v,note\n1," + "x".repeat(100_000) + "\n2,a\n")))
                .isZero();
        assertThat(baro.out()).contains("xxx…").contains("stddev");
    }

    @Test
    void duplicatesAreFoundHoweverFarApart() throws IOException {
        StringBuilder csv = new StringBuilder("time,sensor\n");
        for (int round = 0; round < 3; round++) {
            for (int i = 0; i < 500; i++) {
                csv.append(FORMAT.format(START.plusSeconds(30L * i))).append(",a\n");
                csv.append(FORMAT.format(START.plusSeconds(30L * i + 15L * round)))
                        .append(",b\n");
            }
        }
        assertThat(baro.onTerminal(160).run("summarize", write("sent-again.csv", csv)))
                .isZero();
        // Of b, the second round lies between the times of the first, and the third repeats all but the last.
        assertThat(baro.out()).contains("duplicates    1,499\n");
        assertThat(baro.run("summarize", write("keyless.csv", csv.toString().replaceAll(",[ab]|,sensor", ""))))
                .isZero();
        assertThat(baro.out()).contains("duplicates    1,999\n");
    }

    @Test
    void quantilesAndDistinctCountsOfSmallTablesAreExact() throws IOException {
        StringBuilder csv = new StringBuilder("epoch,reading,name\n");
        for (int i = 1; i <= 1000; i++) {
            csv.append(1_697_000_000L + i)
                    .append(',')
                    .append(i % 8 == 0 ? "NA" : "1000." + i % 10)
                    .append(",n");
            csv.append(i % 300).append('\n');
        }
        assertThat(baro.onTerminal(160).run("summarize", write("small.csv", csv)))
                .isZero();
        assertThat(baro.out())
                .contains(
                        "│ epoch   │ BIGINT  │     0 │     1000 │ 1697000001 │ 1697000250 │ 1697000500 │ 1697000750 │")
                .contains(
                        "│ reading │ DOUBLE  │   125 │       10 │       1000 │     1000.2 │     1000.5 │     1000.7 │")
                .contains("│ name    │ VARCHAR │     0 │      300 │")
                .doesNotContain("approx");
    }

    @Test
    void decimalsAreSummarizedAsNumbers() throws IOException {
        String file = folder.resolve("decimals.parquet").toString();
        String sql = "SELECT CAST(x AS DECIMAL(30,2)) AS x FROM (VALUES (1.5), (2.5), (2.5), (NULL), (4)) AS t (x)";
        assertThat(baro.run(sql, "-o", file)).isZero();
        assertThat(baro.onTerminal(160).run("summarize", file)).isZero();
        assertThat(baro.out())
                .containsPattern(
                        "│ x +│ DECIMAL\\(30,2\\) │ +1 │ +3 │ 1.50 │ 1.50 │ +2.50 │ 2.50 │ 4.00 │ 2.625 │ 1.03078 │")
                .doesNotContain("approx");
    }

    @Test
    void aTableWithoutATimeHasColumnsOnly() throws IOException {
        assertThat(baro.run("summarize", write("plain.csv", "a,b\n1,x\n2,y\n"))).isZero();
        assertThat(baro.out())
                .contains("2 rows of 2 columns", "no time column was found")
                .doesNotContain("time:");
    }

    @Test
    void anEmptyTableIsSummarizedToo() throws IOException {
        assertThat(baro.run("summarize", write("empty.csv", "time,sensor,value\n")))
                .isZero();
        assertThat(baro.out()).contains("0 rows of 3 columns");
    }

    @Test
    void rejectedLinesAreCountedOnce() throws IOException {
        StringBuilder csv = new StringBuilder("time,sensor\n");
        for (int i = 0; i < 3000; i++) {
            row2(csv, i);
        }
        csv.append("yesterday,a\n");
        assertThat(baro.run("summarize", write("bad.csv", csv))).isZero();
        assertThat(baro.err()).startsWith("1 of 3,001 records rejected: ").hasLineCount(1);
    }

    private static void row2(StringBuilder csv, int i) {
        csv.append(FORMAT.format(START.plusSeconds(i))).append(",a\n");
    }
}

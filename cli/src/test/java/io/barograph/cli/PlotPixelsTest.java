package io.barograph.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.barograph.cli.plot.Bucket;
import io.barograph.cli.plot.Chart;
import io.barograph.cli.plot.ChartLoader;
import io.barograph.cli.plot.ChartQuery;
import io.barograph.cli.plot.Line;
import io.barograph.cli.plot.Metric;
import io.barograph.cli.plot.Panel;
import io.barograph.cli.plot.PngChart;
import io.barograph.cli.plot.TerminalChart;
import io.barograph.cli.plot.TimeColumn;
import io.barograph.core.engine.Cancellation;
import io.barograph.core.text.TimestampText;
import io.barograph.core.zone.Zone;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is drawn of the reduced rows has the pixels of what is drawn of every row. */
class PlotPixelsTest {
    /** Of 255 shades. */
    private static final int ROUNDING = 8;

    private record Row(long time, int device, double value) {}

    @TempDir
    Path folder;

    /** Rows with noise, steps, gaps and equal times, of two devices. */
    private static List<Row> rows(Random random) {
        List<Row> rows = new ArrayList<>();
        long time = TimestampText.parse("2024-03-01");
        double level = 0;
        int count = 500 + random.nextInt(5_000);
        for (int i = 0; i < count; i++) {
            int kind = random.nextInt(1_000);
            time += kind == 0 ? 2_000_000_000_000L : kind < 50 ? 0 : 1_000_000_000L + random.nextInt(1_000_000);
            level += random.nextGaussian();
            rows.add(new Row(time, random.nextInt(2), Math.rint(1e3 * (level + (kind == 1 ? 200 : 0))) / 1e3));
        }
        return rows;
    }

    private Chart loaded(List<Row> rows, int columns) throws IOException {
        StringBuilder csv = new StringBuilder("t,device,x\n");
        for (Row row : rows) {
            csv.append(TimestampText.toString(row.time))
                    .append(',')
                    .append(row.device)
                    .append(',')
                    .append(row.value);
            csv.append('\n');
        }
        String file = Files.writeString(folder.resolve("rows.csv"), csv).toString();
        Console console = new Console(
                new ByteArrayInputStream(new byte[0]),
                new ByteArrayOutputStream(),
                new PrintStream(new ByteArrayOutputStream()),
                Map.of(),
                new Console.Terminals(false, false, false),
                100,
                new Cancellation());
        try (Runner runner = new Runner(Arguments.parse(List.of(), List.of()), console)) {
            PlotSource source = PlotSource.ofFile(file, runner);
            ChartQuery query = new ChartQuery(
                    source.relation(),
                    TimeColumn.of("\"t\""),
                    source.schema().field(1),
                    List.of(new Metric("x", "\"x\"", true)),
                    null,
                    null,
                    null,
                    null);
            return new ChartLoader(new PlotQueries(source, runner))
                    .load(query, null, "rows", Zone.UTC, new ChartLoader.Wish(columns, 8, false, 0));
        }
    }

    /** The same chart with a bucket for every row. */
    private static Chart ofEveryRow(List<Row> rows, Chart chart) {
        List<Line> lines = new ArrayList<>();
        for (Line line : chart.panels().get(0).lines()) {
            List<Bucket> buckets = rows.stream()
                    .filter(row -> Integer.toString(row.device).equals(line.label()))
                    .sorted(Comparator.comparingLong(Row::time).thenComparingDouble(Row::value))
                    .map(row -> Bucket.of(chart.grid().column(row.time), row.time, row.value))
                    .toList();
            lines.add(new Line(line.label(), line.series(), buckets, List.of(), line.gapNanos()));
        }
        List<Panel> panels = List.of(new Panel(chart.panels().get(0).title(), lines));
        return new Chart(chart.title(), chart.keyName(), chart.grid(), chart.zone(), panels, "", List.of());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void aTerminalShowsTheDotsOfEveryRow(long seed) throws IOException {
        Random random = new Random(seed);
        List<Row> rows = rows(random);
        TerminalChart picture = new TerminalChart(40 + random.nextInt(100), 20, seed % 2 == 0);
        Chart chart = loaded(rows, picture.columns());
        assertThat(chart.panels().get(0).lines().get(0).buckets()).hasSizeLessThan(rows.size());
        assertThat(picture.draw(chart)).isEqualTo(picture.draw(ofEveryRow(rows, chart)));
    }

    @ParameterizedTest
    @ValueSource(longs = {7, 8, 9})
    void aPictureHasThePixelsOfEveryRow(long seed) throws IOException {
        List<Row> rows = rows(new Random(seed));
        PngChart picture = new PngChart(300, 200);
        Chart chart = loaded(rows, picture.columns());
        BufferedImage reduced = picture.draw(chart);
        BufferedImage every = picture.draw(ofEveryRow(rows, chart));
        int different = 0;
        int most = 0;
        for (int x = 0; x < reduced.getWidth(); x++) {
            for (int y = 0; y < reduced.getHeight(); y++) {
                int difference = difference(reduced.getRGB(x, y), every.getRGB(x, y));
                different += difference > 0 ? 1 : 0;
                most = Math.max(most, difference);
            }
        }
        // The outline is the same; Java's rasteriser rounds the shades of its edges by how it was drawn.
        assertThat(most).isLessThanOrEqualTo(ROUNDING);
        assertThat(different).isLessThan(reduced.getWidth() * reduced.getHeight() / 500);
    }

    /** The greatest difference of two pixels' red, green or blue. */
    private static int difference(int left, int right) {
        int most = 0;
        for (int shift = 0; shift <= 16; shift += 8) {
            most = Math.max(most, Math.abs((left >> shift & 0xff) - (right >> shift & 0xff)));
        }
        return most;
    }
}

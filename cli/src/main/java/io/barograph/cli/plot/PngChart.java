package io.barograph.cli.plot;

import io.barograph.cli.render.TextWidth;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.Rectangle;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;

/**
 * A chart as a picture in PNG, drawn without a screen. Needs the JDK's {@code java.desktop} and, for texts, a font.
 *
 * @param width in pixels
 * @param height in pixels, or 0 for what suits panels and explanations
 */
public record PngChart(int width, int height) {
    private static final Color BACKGROUND = Color.WHITE;
    private static final Color TEXT = new Color(0x1f2933);
    private static final Color FAINT = new Color(0xe1e5ea);
    private static final Color AXIS = new Color(0x9aa5b1);
    private static final Color MARK = new Color(0xd0021b);
    /** Behind numbers, so that lines do not cross them. */
    private static final Color HALO = new Color(0xd0ffffff, true);

    private static final Color SPAN = new Color(0x26d0021b, true);
    private static final Color[] PALETTE = {
        new Color(0x0b6bb8),
        new Color(0xc96a00),
        new Color(0x00805a),
        new Color(0x8a4fb5),
        new Color(0x8f7a00),
        new Color(0x007f8f),
        new Color(0x9a5b3c),
        new Color(0x5f6b7a),
    };
    /** Lines beyond the palette are dashed. */
    private static final float[] DASH = {6, 3};

    private static final float STROKE = 1.25f;
    private static final int MARGIN = 16;
    private static final Font FONT = new Font(Font.SANS_SERIF, Font.PLAIN, 12);
    private static final int PIXELS_PER_TICK = 45;
    private static final double DOT = 3;
    private static final double MARK_SIZE = 7;
    private static final double RING_SIZE = 9;
    private static final float RING_STROKE = 2;
    /** An anomaly of one row is as wide as this. */
    private static final int LEAST_SPAN = 3;

    private static final int LEAST_PANEL = 40;
    /** What a panel takes where no height is given, and all that is above and beneath the panels. */
    private static final int PANEL_HEIGHT = 240;

    private static final int EDGE = 120;
    private static final int MOST_HEIGHT = 16_384;
    /** What the list beneath explains. */
    public static final int EXPLAINED = 12;
    /** A line of the legend, the gap behind it, and that between names. */
    private static final int SAMPLE = 18;

    private static final int SAMPLE_GAP = 5;
    private static final int LEGEND_GAP = 14;
    private static final float LEGEND_STROKE = 3;
    /** What labels of values take at least. */
    private static final int LEAST_LABELS = 48;

    /** The columns of a grid that this has pixels for. */
    public int columns() {
        return Math.max(1, width - 2 * MARGIN - LEAST_LABELS);
    }

    /** Where things are, in pixels. */
    private record Layout(int left, int across, int top, int panel, int gap) {
        int topOf(int number) {
            return top + number * (panel + gap);
        }
    }

    /** Draws and encodes the whole. */
    public void write(Chart chart, OutputStream out) throws IOException {
        ImageIO.setUseCache(false);
        ImageIO.write(draw(chart), "png", out);
    }

    /** Draws the whole. */
    public BufferedImage draw(Chart chart) {
        // No screen is asked for, also where there is one.
        System.setProperty("java.awt.headless", "true");
        int suited = height > 0 ? height : Math.min(MOST_HEIGHT, suitedHeight(chart));
        BufferedImage image = new BufferedImage(width, suited, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        try {
            graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
            graphics.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
            graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
            graphics.setFont(FONT);
            graphics.setColor(BACKGROUND);
            graphics.fillRect(0, 0, width, suited);
            draw(chart, suited, graphics);
        } finally {
            graphics.dispose();
        }
        return image;
    }

    private int suitedHeight(Chart chart) {
        FontMetrics metrics = new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB)
                .getGraphics()
                .getFontMetrics(FONT);
        return EDGE
                + PANEL_HEIGHT * chart.panels().size()
                + explanations(chart, metrics).size() * metrics.getHeight();
    }

    private void draw(Chart chart, int height, Graphics2D graphics) {
        FontMetrics metrics = graphics.getFontMetrics();
        int line = metrics.getHeight();
        int labels = LEAST_LABELS;
        for (Panel panel : chart.panels()) {
            for (ValueScale.Tick tick : panel.scale().ticks(height / PIXELS_PER_TICK)) {
                labels = Math.max(labels, metrics.stringWidth(tick.label()) + 8);
            }
        }
        graphics.setColor(TEXT);
        graphics.setFont(graphics.getFont().deriveFont(Font.BOLD));
        graphics.drawString(chart.title(), MARGIN, MARGIN + metrics.getAscent());
        graphics.setFont(graphics.getFont().deriveFont(Font.PLAIN));
        int wide = metrics.stringWidth(chart.range());
        graphics.drawString(chart.range(), width - MARGIN - wide, MARGIN + metrics.getAscent());
        int left = MARGIN + labels;
        int top = legend(chart, graphics, MARGIN + line + 4) + line;
        int gap = line + 12;
        int panels = chart.panels().size();
        List<Explanation> explanations = explanations(chart, metrics);
        int room = (height - top - (2 + explanations.size()) * line - MARGIN - (panels - 1) * gap) / panels;
        Layout layout = new Layout(left, Math.max(1, width - left - MARGIN), top, Math.max(LEAST_PANEL, room), gap);
        for (int i = 0; i < panels; i++) {
            panel(chart, i, layout, graphics);
        }
        int base = height - MARGIN + 4 - (explanations.size() - 1) * line;
        for (Explanation explanation : explanations) {
            if (explanation.number() > 0) {
                graphics.setColor(MARK);
                number(explanation.number(), MARGIN, base, graphics);
            }
            graphics.setColor(TEXT);
            graphics.drawString(explanation.text(), MARGIN + SAMPLE + SAMPLE_GAP, base);
            base += line;
        }
    }

    /** A line of the list beneath; of those that one anomaly takes only the first has its number. */
    private record Explanation(int number, String text) {}

    private List<Explanation> explanations(Chart chart, FontMetrics metrics) {
        List<Explanation> lines = new ArrayList<>();
        int room = width - 2 * MARGIN - SAMPLE - SAMPLE_GAP;
        for (Anomaly anomaly : chart.explained()) {
            int number = anomaly.number();
            for (String text :
                    TextWidth.wrap(chart.place(anomaly) + ": " + anomaly.reason(), room, metrics::stringWidth)) {
                lines.add(new Explanation(number, text));
                number = 0;
            }
        }
        return lines;
    }

    private static void number(int number, int x, int base, Graphics2D graphics) {
        graphics.setFont(FONT.deriveFont(Font.BOLD));
        graphics.drawString(Integer.toString(number), x, base);
        graphics.setFont(FONT);
    }

    /** Draws the legend in as many rows as it needs; returns the place under it. */
    private int legend(Chart chart, Graphics2D graphics, int top) {
        if (chart.keyName().isEmpty()) {
            return top;
        }
        FontMetrics metrics = graphics.getFontMetrics();
        int base = top + metrics.getAscent();
        graphics.drawString(chart.keyName(), MARGIN, base);
        int start = MARGIN + metrics.stringWidth(chart.keyName()) + LEGEND_GAP;
        int at = start;
        for (Line line : chart.legend()) {
            int wide = SAMPLE + SAMPLE_GAP + metrics.stringWidth(line.label());
            if (at > start && at + wide > width - MARGIN) {
                at = start;
                base += metrics.getHeight();
            }
            graphics.setColor(colour(line));
            graphics.setStroke(stroke(line, LEGEND_STROKE));
            int middle = base - metrics.getAscent() / 2 + 1;
            graphics.drawLine(at, middle, at + SAMPLE, middle);
            graphics.setColor(TEXT);
            graphics.drawString(line.label(), at + SAMPLE + SAMPLE_GAP, base);
            at += wide + LEGEND_GAP;
        }
        return base + metrics.getDescent() + LEGEND_GAP / 2;
    }

    private void panel(Chart chart, int number, Layout layout, Graphics2D graphics) {
        Panel panel = chart.panels().get(number);
        ValueScale scale = panel.scale();
        FontMetrics metrics = graphics.getFontMetrics();
        int top = layout.topOf(number);
        int bottom = top + layout.panel() - 1;
        graphics.setStroke(new BasicStroke(1));
        graphics.setColor(TEXT);
        graphics.drawString(panel.title(), layout.left(), top - 5);
        for (ValueScale.Tick tick : scale.ticks(Math.max(2, layout.panel() / PIXELS_PER_TICK))) {
            int y = top + scale.pixel(tick.value(), layout.panel());
            graphics.setColor(FAINT);
            graphics.drawLine(layout.left(), y, layout.left() + layout.across(), y);
            graphics.setColor(TEXT);
            int wide = metrics.stringWidth(tick.label());
            graphics.drawString(tick.label(), layout.left() - 6 - wide, y + metrics.getAscent() / 2 - 1);
        }
        timeAxis(chart, layout, top, bottom, number == chart.panels().size() - 1, graphics);
        List<Anomaly> anomalies = chart.anomalies(number);
        spans(anomalies, chart.grid(), layout, top, graphics);
        for (Line line : panel.lines()) {
            line(line, chart.grid(), scale, layout, top, graphics);
        }
        graphics.setColor(MARK);
        for (Line line : panel.lines()) {
            for (Mark mark : line.marks()) {
                double x = layout.left() + chart.grid().pixel(mark.column(), layout.across());
                graphics.fill(dot(x, top + scale.pixel(mark.value(), layout.panel()), MARK_SIZE));
            }
        }
        peaks(anomalies, chart.grid(), scale, layout, top, graphics);
    }

    /** From the first to the last row of each anomaly the panel is tinted. */
    private static void spans(List<Anomaly> anomalies, TimeGrid grid, Layout layout, int top, Graphics2D graphics) {
        graphics.setColor(SPAN);
        for (Anomaly anomaly : anomalies) {
            int from = layout.left() + grid.pixel(grid.column(anomaly.start()), layout.across());
            int to = layout.left() + grid.pixel(grid.column(anomaly.end()), layout.across());
            graphics.fillRect(from - LEAST_SPAN / 2, top, to - from + LEAST_SPAN, layout.panel());
        }
    }

    /** A ring around the peak of each, at the bottom where there is no value, and the number over those that have one. */
    private static void peaks(
            List<Anomaly> anomalies, TimeGrid grid, ValueScale scale, Layout layout, int top, Graphics2D graphics) {
        graphics.setColor(MARK);
        graphics.setStroke(new BasicStroke(RING_STROKE));
        for (Anomaly anomaly : anomalies) {
            double x = layout.left() + grid.pixel(grid.column(anomaly.peak()), layout.across());
            graphics.draw(dot(x, top + depth(anomaly, scale, layout), RING_SIZE));
        }
        List<Rectangle> taken = new ArrayList<>();
        for (Anomaly anomaly : anomalies) {
            if (anomaly.number() > 0) {
                Rectangle place = numberPlace(anomaly, grid, scale, layout, top, graphics.getFontMetrics());
                while (taken.stream().anyMatch(place::intersects)) {
                    place.x += place.width;
                }
                taken.add(place);
                graphics.setColor(HALO);
                graphics.fill(place);
                graphics.setColor(MARK);
                number(anomaly.number(), place.x + 1, place.y + place.height - 1, graphics);
            }
        }
    }

    /** Over the peak, or under it where there is no room. */
    private static Rectangle numberPlace(
            Anomaly anomaly, TimeGrid grid, ValueScale scale, Layout layout, int top, FontMetrics metrics) {
        int x = layout.left() + grid.pixel(grid.column(anomaly.peak()), layout.across());
        int down = depth(anomaly, scale, layout);
        int wide = metrics.stringWidth(Integer.toString(anomaly.number())) + 4;
        int high = metrics.getAscent();
        boolean above = down > high + RING_SIZE;
        return new Rectangle(x - wide / 2, top + down + (int) (above ? -RING_SIZE - high : RING_SIZE), wide, high);
    }

    /** How far under the top of its panel an anomaly is marked: at the bottom where it has no value. */
    private static int depth(Anomaly anomaly, ValueScale scale, Layout layout) {
        return anomaly.hasValue() ? scale.pixel(anomaly.value(), layout.panel()) : layout.panel() - 1;
    }

    private static void timeAxis(
            Chart chart, Layout layout, int top, int bottom, boolean labelled, Graphics2D graphics) {
        TimeGrid grid = chart.grid();
        FontMetrics metrics = graphics.getFontMetrics();
        int cells = layout.across() / metrics.charWidth('0');
        List<TimeTicks.Tick> ticks = TimeTicks.of(grid.firstNanos(), grid.lastNanos(), chart.zone(), cells);
        for (TimeTicks.Tick tick : ticks) {
            int x = layout.left() + grid.pixel(grid.column(tick.nanos()), layout.across());
            graphics.setColor(FAINT);
            graphics.drawLine(x, top, x, bottom);
            if (labelled) {
                graphics.setColor(TEXT);
                int wide = metrics.stringWidth(tick.label());
                graphics.drawString(tick.label(), x - wide / 2, bottom + metrics.getHeight());
            }
        }
        graphics.setColor(AXIS);
        graphics.drawLine(layout.left(), bottom, layout.left() + layout.across(), bottom);
        graphics.drawLine(layout.left(), top, layout.left(), bottom);
    }

    private static void line(Line line, TimeGrid grid, ValueScale scale, Layout layout, int top, Graphics2D graphics) {
        Path2D path = new Path2D.Double();
        graphics.setColor(colour(line));
        for (int i = 0; i < line.buckets().size(); i++) {
            Bucket bucket = line.buckets().get(i);
            double x = layout.left() + grid.pixel(bucket.column(), layout.across());
            double first = top + scale.pixel(bucket.first(), layout.panel());
            if (i == 0 || line.breaksBefore(i)) {
                path.moveTo(x, first);
            } else {
                path.lineTo(x, first);
            }
            path.lineTo(x, top + scale.pixel(bucket.least(), layout.panel()));
            path.lineTo(x, top + scale.pixel(bucket.most(), layout.panel()));
            path.lineTo(x, top + scale.pixel(bucket.last(), layout.panel()));
            if (line.isAlone(i)) {
                graphics.fill(dot(x, first, DOT));
            }
        }
        graphics.setStroke(stroke(line, STROKE));
        graphics.draw(path);
    }

    private static Shape dot(double x, double y, double size) {
        return new Ellipse2D.Double(x - size / 2, y - size / 2, size, size);
    }

    private static BasicStroke stroke(Line line, float width) {
        return line.series() < PALETTE.length
                ? new BasicStroke(width, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND)
                : new BasicStroke(width, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1, DASH, 0);
    }

    private static Color colour(Line line) {
        return PALETTE[line.series() % PALETTE.length];
    }
}

package io.barograph.cli.render;

/**
 * Dots on a terminal: two across and four down in every cell, which has one colour.
 *
 * <p>Places are counted in dots, from the left and from the top. What lies outside is not drawn.
 */
public final class BrailleCanvas {
    private static final int ACROSS = 2;
    private static final int DOWN = 4;
    private static final int BLANK = 0x2800;
    private static final String PLAIN = "\u001b[0m";
    /** The bit of each dot: column first, then row from above. */
    private static final int[][] DOTS = {{0x01, 0x02, 0x04, 0x40}, {0x08, 0x10, 0x20, 0x80}};

    private final int[][] cells;
    private final String[][] colours;
    private final int width;
    private final int height;

    /**
     * An empty canvas.
     *
     * @param width in cells
     * @param height in cells
     */
    public BrailleCanvas(int width, int height) {
        this.width = width;
        this.height = height;
        cells = new int[height][width];
        colours = new String[height][width];
    }

    /** Dots from left to right. */
    public int dotsAcross() {
        return ACROSS * width;
    }

    /** Dots from top to bottom. */
    public int dotsDown() {
        return DOWN * height;
    }

    /** The row of cells that a dot lies in. */
    public static int cellOf(int down) {
        return down / DOWN;
    }

    /**
     * Sets one dot.
     *
     * @param colour the sequence that begins it, or empty
     */
    public void set(int across, int down, String colour) {
        if (across >= 0 && down >= 0 && across < dotsAcross() && down < dotsDown()) {
            int[] row = cells[down / DOWN];
            // A character put there before stays.
            if (row[across / ACROSS] < BLANK) {
                row[across / ACROSS] |= DOTS[across % ACROSS][down % DOWN];
                colours[down / DOWN][across / ACROSS] = colour;
            }
        }
    }

    /** Puts a character where a dot would be. */
    public void put(int across, int down, char character, String colour) {
        cells[down / DOWN][across / ACROSS] = BLANK + character;
        colours[down / DOWN][across / ACROSS] = colour;
    }

    /** A line between two dots, by Bresenham's algorithm. */
    public void line(int fromAcross, int fromDown, int toAcross, int toDown, String colour) {
        int across = fromAcross;
        int down = fromDown;
        int right = Math.abs(toAcross - across);
        int below = -Math.abs(toDown - down);
        int error = right + below;
        while (true) {
            set(across, down, colour);
            if (across == toAcross && down == toDown) {
                return;
            }
            int twice = 2 * error;
            if (twice >= below) {
                error += below;
                across += Integer.signum(toAcross - across);
            }
            if (twice <= right) {
                error += right;
                down += Integer.signum(toDown - down);
            }
        }
    }

    /** A row of cells, without blanks at its end. */
    public String row(int row) {
        StringBuilder text = new StringBuilder();
        String current = "";
        int last = width;
        while (last > 0 && cells[row][last - 1] == 0) {
            last--;
        }
        for (int i = 0; i < last; i++) {
            int cell = cells[row][i];
            String colour = cell == 0 ? "" : colours[row][i];
            if (!colour.equals(current)) {
                text.append(current.isEmpty() ? "" : PLAIN).append(colour);
                current = colour;
            }
            text.appendCodePoint(cell == 0 ? ' ' : cell >= BLANK ? cell - BLANK : BLANK + cell);
        }
        return text.append(current.isEmpty() ? "" : PLAIN).toString();
    }
}

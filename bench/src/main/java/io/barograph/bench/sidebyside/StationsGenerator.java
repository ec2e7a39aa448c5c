package io.barograph.bench.sidebyside;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;

/** Writes lines in the format of the One Billion Row Challenge: {@code station;temperature}, 413 stations, one decimal. */
final class StationsGenerator {
    private static final int STATIONS = 413;
    private static final String[] SYLLABLES = {
        "an", "bar", "cor", "den", "el", "fa", "gra", "ho", "is", "ka", "lo", "mar", "ne", "os", "pa", "ri", "sen",
        "to", "ul", "vo", "wil", "ya", "zu", "São", "ü", "é"
    };

    private StationsGenerator() {}

    static void write(Path file, long rows, long seed) throws IOException {
        SplittableRandom random = new SplittableRandom(seed);
        byte[][] names = new byte[STATIONS][];
        int[] means = new int[STATIONS];
        for (int i = 0; i < STATIONS; i++) {
            StringBuilder name = new StringBuilder();
            int syllables = 2 + random.nextInt(5);
            for (int j = 0; j < syllables; j++) {
                name.append(SYLLABLES[random.nextInt(SYLLABLES.length)]);
            }
            name.setCharAt(0, Character.toUpperCase(name.charAt(0)));
            names[i] = name.append(i % 7 == 0 ? " " + i : Integer.toString(i))
                    .toString()
                    .getBytes(StandardCharsets.UTF_8);
            means[i] = random.nextInt(-100, 300);
        }
        byte[] line = new byte[128];
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 20)) {
            for (long row = 0; row < rows; row++) {
                int station = random.nextInt(STATIONS);
                int tenths = Math.max(-999, Math.min(999, means[station] + spread(random)));
                int at = names[station].length;
                System.arraycopy(names[station], 0, line, 0, at);
                line[at++] = ';';
                if (tenths < 0) {
                    line[at++] = '-';
                    tenths = -tenths;
                }
                if (tenths >= 100) {
                    line[at++] = (byte) ('0' + tenths / 100);
                }
                line[at++] = (byte) ('0' + tenths / 10 % 10);
                line[at++] = '.';
                line[at++] = (byte) ('0' + tenths % 10);
                line[at++] = '\n';
                out.write(line, 0, at);
            }
        }
    }

    /** About normal with a deviation of ten degrees: the sum of four uniform numbers. */
    private static int spread(SplittableRandom random) {
        long bits = random.nextLong();
        int sum = 0;
        for (int i = 0; i < 4; i++) {
            sum += (int) (bits >>> 16 * i & 0xFFFF);
        }
        return (sum - 2 * 0xFFFF) * 350 / (2 * 0xFFFF);
    }
}

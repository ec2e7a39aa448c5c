package io.barograph.bench.sidebyside;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;
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
        byte[][] names = names(random);
        int[] means = new int[STATIONS];
        for (int i = 0; i < STATIONS; i++) {
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

    /** As long as the challenge's: eight bytes on average, some of two words, some not ASCII. */
    private static byte[][] names(SplittableRandom random) {
        Set<String> names = new LinkedHashSet<>();
        while (names.size() < STATIONS) {
            String name = word(random, 2 + random.nextInt(3));
            names.add(names.size() % 9 == 0 ? name + " " + word(random, 2) : name);
        }
        return names.stream().map(name -> name.getBytes(StandardCharsets.UTF_8)).toArray(byte[][]::new);
    }

    private static String word(SplittableRandom random, int syllables) {
        StringBuilder word = new StringBuilder();
        for (int i = 0; i < syllables; i++) {
            word.append(SYLLABLES[random.nextInt(SYLLABLES.length)]);
        }
        word.setCharAt(0, Character.toUpperCase(word.charAt(0)));
        return word.toString();
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

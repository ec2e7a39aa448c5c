package io.barograph.local.live;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** What replays read. */
final class LaneFiles {
    private LaneFiles() {}

    /** Files of readings in some disorder, lines that are none and times that leap among them; some keys are late friends. */
    static void write(Path folder, Random random) throws IOException {
        int lanes = 1 + random.nextInt(4);
        for (int lane = 0; lane < lanes; lane++) {
            List<String> lines = new ArrayList<>(List.of("t,key,note,value"));
            long now = 1_700_000_000L + random.nextInt(50);
            int rows = random.nextInt(300);
            for (int i = 0; i < rows; i++) {
                now += random.nextInt(30) == 0 ? random.nextInt(60) : random.nextInt(3);
                long time = now - random.nextInt(12);
                time += random.nextInt(40) == 0 ? 100_000 + random.nextInt(3) * 50_000L : 0;
                String key = random.nextInt(40) == 0 ? "" : Integer.toString(random.nextInt(4));
                lines.add(
                        random.nextInt(25) == 0
                                ? "broken"
                                : (random.nextInt(50) == 0 ? "" : time) + "," + key + ",note " + random.nextInt(5) + ","
                                        + (random.nextInt(30) == 0 ? "" : Integer.toString(random.nextInt(100))));
            }
            Files.write(folder.resolve("lane" + lane + ".csv"), lines);
        }
        Files.writeString(folder.resolve("places.csv"), "key,place\n0,roof\n1,cellar\n1,cellar 2\n3,yard\n");
    }

    /** Files of rarer rows beside the readings. */
    static void writeEvents(Path folder, Random random) throws IOException {
        int lanes = 1 + random.nextInt(2);
        for (int lane = 0; lane < lanes; lane++) {
            List<String> lines = new ArrayList<>(List.of("t,key,level,what"));
            long now = 1_700_000_000L + random.nextInt(60);
            int rows = random.nextInt(120);
            for (int i = 0; i < rows; i++) {
                now += random.nextInt(20) == 0 ? random.nextInt(60) : random.nextInt(5);
                String time = random.nextInt(40) == 0 ? "" : Long.toString(now - random.nextInt(12));
                String key = random.nextInt(40) == 0 ? "" : Integer.toString(random.nextInt(5));
                lines.add(
                        random.nextInt(40) == 0
                                ? "broken"
                                : time + "," + key + "," + random.nextInt(100) + ",note " + random.nextInt(5));
            }
            Files.write(folder.resolve("event" + lane + ".csv"), lines);
        }
    }
}

package io.barograph.local.live;

import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * A disk in memory that outlives runs. Now and then a step fails, or the process dies in it: a write leaves the first bytes of
 * what it was given, and a name that was given and not forced is lost, or stands over a file that is torn or has a wrong bit.
 */
final class FaultyDisk implements CheckpointDisk {
    private final Random random;
    private final Map<String, byte[]> files = new TreeMap<>();
    /** One of so many steps fails; 0 for none. */
    int failsOnceIn;
    /** How often the newest checkpoint was left damaged. */
    int damaged;
    /** How often a step failed. */
    int failed;

    FaultyDisk(Random random) {
        this.random = random;
    }

    private boolean fails() {
        boolean fails = failsOnceIn > 0 && random.nextInt(failsOnceIn) == 0;
        failed += fails ? 1 : 0;
        return fails;
    }

    private static BarographException death() {
        return new BarographException(ErrorCode.UNAVAILABLE, "crash");
    }

    @Override
    public List<String> list() {
        return List.copyOf(files.keySet());
    }

    @Override
    public byte[] read(String name) throws IOException {
        byte[] bytes = files.get(name);
        if (bytes == null) {
            throw new NoSuchFileException(name);
        }
        return bytes.clone();
    }

    @Override
    public void write(String name, ByteBuffer... parts) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (ByteBuffer part : parts) {
            byte[] bytes = new byte[part.remaining()];
            part.get(bytes);
            all.write(bytes);
        }
        byte[] bytes = all.toByteArray();
        if (fails()) {
            files.put(name, Arrays.copyOf(bytes, random.nextInt(bytes.length)));
            if (random.nextBoolean()) {
                throw new IOException("no space left on device");
            }
            throw death();
        }
        files.put(name, bytes);
    }

    @Override
    public void move(String from, String to) throws IOException {
        if (fails()) {
            throw death();
        }
        byte[] bytes = files.remove(from);
        if (bytes == null) {
            throw new NoSuchFileException(from);
        }
        files.put(to, bytes);
    }

    /** A death in here leaves what was moved last in doubt. */
    @Override
    public void force() {
        if (!fails()) {
            return;
        }
        String newest = files.keySet().stream()
                .filter(name -> name.startsWith("checkpoint-"))
                .reduce((first, second) -> second)
                .orElseThrow();
        byte[] bytes = files.get(newest).clone();
        switch (random.nextInt(3)) {
            case 0 -> files.remove(newest);
            case 1 -> files.put(newest, Arrays.copyOf(bytes, random.nextInt(bytes.length)));
            default -> {
                bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
                files.put(newest, bytes);
            }
        }
        damaged++;
        throw death();
    }

    @Override
    public void delete(String name) {
        if (fails()) {
            throw death();
        }
        files.remove(name);
    }
}

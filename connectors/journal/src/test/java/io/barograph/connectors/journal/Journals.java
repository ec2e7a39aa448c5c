package io.barograph.connectors.journal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** What tests do with journals. */
final class Journals {
    static final JournalCursor.Damage NONE = (from, to, why) -> {
        throw new AssertionError("damaged from " + from + " to " + to + ": " + why);
    };

    private Journals() {}

    static JournalFolder folder(Path path) {
        return JournalFolder.named(path.toString());
    }

    static JournalWriter open(Path path) {
        return open(path, JournalFiles.SEGMENT_BYTES);
    }

    static JournalWriter open(Path path, long segmentBytes) {
        return JournalWriter.open(folder(path), Keeping.ALL, segmentBytes, NONE);
    }

    static JournalEntry entry(String key, String... records) {
        JournalEntry entry = new JournalEntry(1_700_000_000_000L, key, null);
        for (String record : records) {
            byte[] bytes = record.getBytes(StandardCharsets.UTF_8);
            entry.add(bytes, 0, bytes.length);
        }
        return entry;
    }

    /** Appends and waits for the disk. */
    static Appended append(JournalWriter journal, String key, String... records) {
        return Objects.requireNonNull(journal.append(entry(key, records)), "the journal is behind")
                .join();
    }

    /** All records, read as by another process. */
    static List<String> read(Path path) throws IOException {
        return read(path, 0, NONE);
    }

    static List<String> read(Path path, long from, JournalCursor.Damage damage) throws IOException {
        List<String> records = new ArrayList<>();
        try (JournalCursor cursor = new JournalCursor(folder(path), from, true, damage)) {
            while (cursor.next(Long.MAX_VALUE)) {
                records.add(text(cursor));
            }
        }
        return records;
    }

    static String text(JournalCursor cursor) {
        return new String(cursor.bytes(), cursor.start(), cursor.length(), StandardCharsets.UTF_8);
    }

    static List<Path> segments(Path path) throws IOException {
        try (var files = Files.list(path)) {
            return files.filter(file -> file.toString().endsWith(".journal"))
                    .sorted()
                    .toList();
        }
    }
}

package io.barograph.bench.intake;

import io.barograph.connectors.journal.JournalEntry;
import io.barograph.connectors.journal.JournalWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;

/** One who appends entries of some rows to a journal in this process, and waits until they are on the disk. */
final class JournalLoad implements Load {
    private final JournalWriter journal;
    private final int records;

    JournalLoad(JournalWriter journal, int records) {
        this.journal = journal;
        this.records = records;
    }

    @Override
    public int send() throws IOException {
        byte[] row = ROW.getBytes(StandardCharsets.US_ASCII);
        JournalEntry entry = new JournalEntry(0, null, null);
        for (int i = 0; i < records; i++) {
            entry.add(row, 0, row.length - 1);
        }
        CompletableFuture<?> appended = Objects.requireNonNull(journal.append(entry), "the journal is behind");
        appended.join();
        return records;
    }

    @Override
    public void close() {}
}

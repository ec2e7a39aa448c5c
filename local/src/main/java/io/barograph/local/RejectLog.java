package io.barograph.local;

import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.core.source.RejectHandler;
import io.barograph.core.source.RejectedRecord;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The rejected records of a run, until their order and lines are known: counted always, kept only where somebody listens,
 * in memory up to a bound and in a temporary file beyond it. Thread-safe; a {@link Part} belongs to one thread at a time.
 */
final class RejectLog implements AutoCloseable {
    /** What all parts together keep in memory. */
    private static final long HELD_BYTES = 8L << 20;
    /** What one part has to hold before it is worth a write. */
    private static final long SPILL_BYTES = 64L << 10;
    /** Kinds of reasons that are told apart; a table has few, so more means that reasons carry data. */
    private static final int MAX_KINDS = 100;

    private final boolean wanted;
    private long heldBytes;
    private @Nullable FileChannel spool;

    RejectLog(boolean wanted) {
        this.wanted = wanted;
    }

    Part newPart(boolean strict) {
        return new Part(strict);
    }

    /**
     * The reason without the record's own text, by which rejected records are counted: {@code column 'a': 'x' is no DOUBLE}
     * is of the kind {@code column 'a': '…' is no DOUBLE}. The text may hold quotes itself. Formats that have values rather
     * than texts write them without quotes: {@code column 'a': … is above 9223372036854775807}.
     */
    static String kind(String reason) {
        int column = reason.startsWith("column '") ? reason.indexOf("': ") + 3 : 0;
        if (column > 0 && !reason.startsWith("'", column)) {
            int verb = reason.lastIndexOf(" is ");
            return verb < column ? reason : reason.substring(0, column) + '…' + reason.substring(verb);
        }
        int first = reason.indexOf('\'', column);
        int last = reason.lastIndexOf('\'');
        return first < 0 || last == first ? reason : reason.substring(0, first + 1) + '…' + reason.substring(last);
    }

    /** Adds counts by kind to others. */
    static void addKinds(Map<String, Long> from, Map<String, Long> to) {
        from.forEach((kind, count) ->
                to.merge(to.containsKey(kind) || to.size() < MAX_KINDS ? kind : "other reasons", count, Long::sum));
    }

    @Override
    public synchronized void close() {
        if (spool != null) {
            try {
                spool.close();
            } catch (IOException ignored) {
                // It is deleted on closing; nothing that it holds is wanted any more.
            }
            spool = null;
        }
    }

    /** Ends the reading of a split under {@code --strict}. Caught where the split was begun. */
    static final class StrictReject extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final transient RejectedRecord record;

        StrictReject(RejectedRecord record) {
            super(record.reason(), null, false, false);
            this.record = record;
        }

        RejectedRecord record() {
            return record;
        }
    }

    /** What one reading of a split rejected, in the order of offsets. */
    final class Part implements RejectHandler {
        private final boolean strict;
        private final Map<String, Long> kinds = new TreeMap<>();
        private final List<RejectedRecord> held = new ArrayList<>();
        private final List<Segment> segments = new ArrayList<>();
        private long count;
        private long partBytes;

        private Part(boolean strict) {
            this.strict = strict;
        }

        @Override
        public void reject(RejectedRecord record) {
            if (strict) {
                throw new StrictReject(record);
            }
            count++;
            addKinds(Map.of(kind(record.reason()), 1L), kinds);
            if (wanted) {
                keep(record);
            }
        }

        /** Whether records are looked at, so that it is worth making them. */
        boolean wantsRecords() {
            return wanted || strict;
        }

        /** Keeps a record that is not rejected, but told of like those that are: a late one. */
        void tell(RejectedRecord record) {
            if (wanted) {
                keep(record);
            }
        }

        /** As {@link #reject} where nobody looks at the record. */
        void count(String reason) {
            count++;
            addKinds(Map.of(kind(reason), 1L), kinds);
        }

        /** Takes over what a part in another process counted and kept. */
        void restore(long otherCount, Map<String, Long> otherKinds, List<RejectedRecord> records) {
            count += otherCount;
            addKinds(otherKinds, kinds);
            records.forEach(this::keep);
        }

        long count() {
            return count;
        }

        Map<String, Long> kinds() {
            return kinds;
        }

        /** Tells a handler of every record, its line moved by the lines before the split. */
        void replay(RejectHandler handler, long linesBefore) {
            for (Segment segment : segments) {
                segment.replay(handler, linesBefore);
            }
            for (RejectedRecord record : held) {
                handler.reject(record.atLine(record.line() + linesBefore));
            }
        }

        /** Forgets all: the split is read again. */
        void discard() {
            synchronized (RejectLog.this) {
                heldBytes -= partBytes;
            }
            partBytes = 0;
            held.clear();
            segments.clear();
        }

        private void keep(RejectedRecord record) {
            // Readers tell of a batch's malformed records before anybody judges its rows.
            int at = held.size();
            while (at > 0 && held.get(at - 1).offset() > record.offset()) {
                at--;
            }
            held.add(at, record);
            long bytes = 100 + 2L * (record.text().length() + record.reason().length());
            partBytes += bytes;
            boolean full;
            synchronized (RejectLog.this) {
                heldBytes += bytes;
                full = heldBytes > HELD_BYTES;
            }
            if (full && partBytes > SPILL_BYTES) {
                segments.add(spill(held));
                held.clear();
                synchronized (RejectLog.this) {
                    heldBytes -= partBytes;
                }
                partBytes = 0;
            }
        }
    }

    /** Records in the temporary file. */
    private record Segment(FileChannel file, long from, int records) {
        void replay(RejectHandler handler, long linesBefore) {
            try {
                // Not closed: that would close the file, which other segments share.
                DataInputStream in =
                        new DataInputStream(new BufferedInputStream(Channels.newInputStream(file.position(from))));
                for (int i = 0; i < records; i++) {
                    String lane = readText(in);
                    long offset = in.readLong();
                    long line = in.readLong();
                    handler.reject(new RejectedRecord(lane, offset, line + linesBefore, readText(in), readText(in)));
                }
            } catch (IOException failed) {
                throw new BarographException(
                        ErrorCode.IO_ERROR, "cannot read back the list of rejected records: " + failed, failed);
            }
        }

        private static String readText(DataInputStream in) throws IOException {
            return new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8);
        }
    }

    private synchronized Segment spill(List<RejectedRecord> records) {
        try {
            FileChannel file = spool;
            if (file == null) {
                Path path = Files.createTempFile("barograph-rejects", ".tmp");
                file = FileChannel.open(
                        path, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE);
                spool = file;
            }
            long from = file.size();
            file.position(from);
            DataOutputStream out = new DataOutputStream(new BufferedOutputStream(Channels.newOutputStream(file)));
            for (RejectedRecord record : records) {
                writeText(out, record.lane());
                out.writeLong(record.offset());
                out.writeLong(record.line());
                writeText(out, record.reason());
                writeText(out, record.text());
            }
            out.flush();
            return new Segment(file, from, records.size());
        } catch (IOException | UncheckedIOException failed) {
            throw new BarographException(
                    ErrorCode.DISK_FULL,
                    "cannot write rejected records to a temporary file (" + failed.getMessage()
                            + "); free space there, set -Djava.io.tmpdir, or leave out --rejects",
                    failed);
        }
    }

    private static void writeText(DataOutputStream out, String text) throws IOException {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(utf8.length);
        out.write(utf8);
    }
}

package io.barograph.cli;

import io.barograph.core.engine.Cancellation;
import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.core.error.Interruption;
import io.barograph.formats.store.FileStores;
import io.barograph.formats.store.PipeCopies;
import io.barograph.formats.store.StoredBytes;
import io.barograph.formats.text.Compression;
import io.barograph.formats.text.FileContent;
import io.barograph.local.spill.SpillFile;
import io.barograph.local.spill.SpillSpace;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/**
 * Standard input and pipes as tables of one command: copied to temporary files, which go with the command however it ends.
 * Thread-safe.
 */
final class PipedTables implements PipeCopies, AutoCloseable {
    private static final int HEAD_BYTES = 8192;
    private static final int BUFFER_BYTES = 1 << 16;

    private final Console console;
    private final SpillSpace space;
    private final Map<String, Copied> made = new HashMap<>();
    private @Nullable String whyNot;
    private @Nullable String whyNoInput;

    private PipedTables(Console console, SpillSpace space) {
        this.console = console;
        this.space = space;
    }

    /** From now on pipes are tables in this process, until what is returned is closed. */
    static PipedTables open(Arguments arguments, Console console) {
        String temp = CommonOptions.temp(arguments);
        PipedTables tables = new PipedTables(console, SpillSpace.ofCopies(Path.of(temp)));
        FileStores.copyPipes(tables);
        return tables;
    }

    /**
     * Has all pipes be refused.
     *
     * @param reason behind {@code can be read only once}, with the way out
     */
    synchronized void refuse(String reason) {
        whyNot = reason;
    }

    /** Has standard input be refused, which holds something else; the same of its way out. */
    synchronized void refuseInput(String reason) {
        whyNoInput = reason;
    }

    @Override
    public synchronized @Nullable Copy made(String name) {
        return made.get(name);
    }

    @Override
    public synchronized Copy copy(String name) throws IOException {
        Copied copy = made.get(name);
        if (copy == null) {
            check(name);
            copy = await(name);
            made.put(name, copy);
        }
        return copy;
    }

    private void check(String name) {
        boolean isInput = name.equals(STANDARD_INPUT);
        if (whyNot != null) {
            throw refused("'" + name + "' is a pipe, which can be read only once: " + whyNot);
        }
        if (isInput && whyNoInput != null) {
            throw refused("'" + name + "' is standard input: " + whyNoInput);
        }
        if (isInput && console.terminals().in()) {
            throw refused("'" + name + "' is standard input, which is a terminal here; give rows by a pipe, as in"
                    + " zcat readings.csv.gz | baro \"SELECT … FROM '-'\", or name a file");
        }
    }

    private static BarographException refused(String message) {
        return new BarographException(ErrorCode.NOT_SUPPORTED, message);
    }

    /** Reads in a thread of its own: nothing else ends a read of a pipe to which nobody writes. */
    private Copied await(String name) throws IOException {
        FutureTask<Copied> reading = new FutureTask<>(() -> read(name));
        Thread reader = new Thread(reading, "barograph-pipe");
        reader.setDaemon(true);
        Cancellation cancellation = console.cancellation();
        try (Cancellation.Watch watch = cancellation.whenRequested(() -> reading.cancel(false))) {
            reader.start();
            return reading.get();
        } catch (java.util.concurrent.CancellationException requested) {
            throw new BarographException(ErrorCode.CANCELLED, "the run was cancelled", requested);
        } catch (InterruptedException e) {
            throw Interruption.of(e);
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof IOException reason) {
                throw reason;
            }
            if (failed.getCause() instanceof BarographException reason) {
                throw reason;
            }
            throw new IllegalStateException(failed.getCause());
        }
    }

    private Copied read(String name) throws IOException {
        SpillFile file = space.newFile("the rows of '" + name + "'");
        try (InputStream pipe = open(name);
                Head packed = Head.of(pipe)) {
            Compression compression = Compression.ofHead(packed.text());
            if (compression == null) {
                return copy(packed, file);
            }
            try (InputStream text = compression.uncompress(packed.whole());
                    Head head = Head.of(text)) {
                return copy(head, file);
            }
        }
    }

    private InputStream open(String name) throws IOException {
        return name.equals(STANDARD_INPUT) ? console.in() : Files.newInputStream(FileStores.localPath(name));
    }

    private static Copied copy(Head head, SpillFile file) throws IOException {
        byte[] buffer = new byte[BUFFER_BYTES];
        InputStream in = head.whole();
        for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
            file.append(buffer, count);
        }
        return new Copied(FileContent.formatOf(head.text()), file);
    }

    /** A stream whose first bytes were looked at. */
    private record Head(byte[] bytes, InputStream whole) implements AutoCloseable {
        static Head of(InputStream stream) throws IOException {
            byte[] bytes = stream.readNBytes(HEAD_BYTES);
            return new Head(bytes, new SequenceInputStream(new ByteArrayInputStream(bytes), stream));
        }

        String text() {
            return new String(bytes, StandardCharsets.ISO_8859_1);
        }

        @Override
        public void close() throws IOException {
            whole.close();
        }
    }

    private record Copied(String format, SpillFile file) implements Copy {
        @Override
        public long size() {
            return file.size();
        }

        @Override
        public StoredBytes open() {
            return new CopiedBytes(file);
        }
    }

    private record CopiedBytes(SpillFile file) implements StoredBytes {
        @Override
        public long size() {
            return file.size();
        }

        @Override
        public int read(long offset, byte[] target, int at, int length) {
            int count = (int) Math.min(length, file.size() - offset);
            if (count <= 0) {
                return length == 0 ? 0 : -1;
            }
            file.read(offset, target, at, count);
            return count;
        }

        @Override
        public void close() {
            // The file is closed with the tables.
        }
    }

    @Override
    public void close() {
        FileStores.copyPipes(null);
        space.close();
    }
}

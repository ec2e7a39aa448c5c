package io.barograph.cli;

import io.barograph.core.source.RejectHandler;
import io.barograph.core.source.RejectedRecord;
import io.barograph.formats.output.AtomicFile;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** The file of {@code --rejects}: a CSV of {@code file,line,offset,reason,text}, complete or not there at all. */
final class RejectsFile implements RejectHandler, AutoCloseable {
    private final String name;
    private final AtomicFile file;
    private final OutputStream out;

    RejectsFile(String name) {
        this.name = name;
        file = AtomicFile.create(name);
        out = new BufferedOutputStream(file.stream(), 1 << 16);
        write("file,line,offset,reason,text\n");
    }

    @Override
    public void reject(RejectedRecord record) {
        write(quoted(record.lane()) + "," + record.line() + "," + record.offset() + "," + quoted(record.reason()) + ","
                + quoted(record.text()) + "\n");
    }

    void commit() {
        try {
            out.flush();
        } catch (IOException e) {
            throw AtomicFile.failure(name, e);
        }
        file.commit();
    }

    @Override
    public void close() {
        file.close();
    }

    private void write(String text) {
        try {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw AtomicFile.failure(name, e);
        }
    }

    /** RFC 4180: quoted always, since what was rejected may hold anything. */
    private static String quoted(String text) {
        return '"' + text.replace("\"", "\"\"") + '"';
    }
}

package io.barograph.cli;

import io.barograph.core.engine.Receipt;
import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.formats.output.AtomicFile;
import io.barograph.formats.receipt.ReceiptJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** The folder of {@code --receipts}: a file per table that is written. */
final class ReceiptFolder {
    private ReceiptFolder() {}

    /** Writes the receipt of a table; it appears when the file is committed, which is the caller's to do, and to close. */
    static AtomicFile write(String folder, String table, Receipt receipt) {
        try {
            Files.createDirectories(Path.of(folder));
        } catch (IOException | InvalidPathException e) {
            throw new BarographException(
                    ErrorCode.IO_ERROR, "cannot make the folder '" + folder + "' for receipts: " + e.getMessage(), e);
        }
        String name = table.replaceAll("[/\\\\]", "_") + ".receipt.json";
        AtomicFile proof = AtomicFile.create(Path.of(folder, name).toString());
        try {
            proof.write(ReceiptJson.write(receipt));
            return proof;
        } catch (RuntimeException e) {
            proof.close();
            throw e;
        }
    }
}

package io.barograph.core.engine;

import io.barograph.core.column.Batch;
import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The SHA-256 of each row's canonical bytes, as {@link RowBytes} has them. Used by one thread. */
final class RowDigests {
    static final int DIGEST_BYTES = 32;

    private final MessageDigest digest = sha256();
    private final RowBytes rows = new RowBytes();

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every JDK has SHA-256", missing);
        }
    }

    /** Writes the digest of the row at a position to the target. */
    void digest(Batch batch, int position, byte[] target, int offset) {
        int length = rows.encode(batch, position);
        digest.update(rows.bytes(), 0, length);
        try {
            digest.digest(target, offset, DIGEST_BYTES);
        } catch (DigestException tooShort) {
            throw new IllegalStateException(tooShort);
        }
    }
}

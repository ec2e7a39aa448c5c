package io.barograph.core.plan;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Names what a query means, for receipts and checkpoints. */
public final class PlanFingerprint {
    private PlanFingerprint() {}

    /** SHA-256 of the query's {@link PlanText} in UTF-8, as 64 lower-case hexadecimal digits. */
    public static String of(Query query) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256")
                    .digest(PlanText.of(query).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}

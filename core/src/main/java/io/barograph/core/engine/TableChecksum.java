package io.barograph.core.engine;

import io.barograph.core.aggregate.StateInput;
import io.barograph.core.aggregate.StateOutput;
import io.barograph.core.column.Batch;
import io.barograph.core.column.Schema;
import io.barograph.core.live.Revisions;

/**
 * The checksum of a table whose rows come and go: that of the bag of rows that are left, as {@link AnswerChecksum} takes it. A sum
 * of digests is a group, so a row that goes is subtracted. Used by one thread.
 */
public final class TableChecksum {
    private final Schema schema;
    private final RowDigests digests = new RowDigests();
    private final byte[] digest = new byte[RowDigests.DIGEST_BYTES];
    private final long[] sum = new long[4];
    private long rows;

    public TableChecksum(Schema schema) {
        this.schema = schema;
    }

    /** Takes changes of the table. */
    public void accept(Revisions changes) {
        Batch before = changes.before();
        Batch after = changes.after();
        for (int row = 0; row < changes.size(); row++) {
            if (before != null && changes.hadBefore(row)) {
                digests.digest(before, row, digest, 0);
                subtract();
                rows--;
            }
            if (after != null && changes.hasAfter(row)) {
                digests.digest(after, row, digest, 0);
                AnswerChecksum.addTo(sum, digest, 0);
                rows++;
            }
        }
    }

    /** That of another table of the same columns, without rows. */
    public TableChecksum empty() {
        return new TableChecksum(schema);
    }

    /** Takes the rows that are left of another table of the same columns, or that it has taken away more than it had. */
    public void add(TableChecksum others) {
        rows += others.rows;
        long carry = 0;
        for (int limb = 3; limb >= 0; limb--) {
            long before = sum[limb];
            long partial = before + others.sum[limb];
            sum[limb] = partial + carry;
            carry = Long.compareUnsigned(partial, before) < 0 || carry == 1 && sum[limb] == 0 ? 1 : 0;
        }
    }

    /** Adds what makes the digest zero: its complement, and one. */
    private void subtract() {
        for (int i = 0; i < digest.length; i++) {
            digest[i] = (byte) ~digest[i];
        }
        AnswerChecksum.addTo(sum, digest, 0);
        for (int limb = 3; limb >= 0 && ++sum[limb] == 0; limb--) {
            // The one is carried on.
        }
    }

    /** Rows that are left. */
    public long rows() {
        return rows;
    }

    /** The checksum, {@code bag:} and 64 hex digits. */
    public String value() {
        return AnswerChecksum.value(schema, null, sum, rows);
    }

    /** Layout: rows, the sum of digests in four longs, the greatest first. */
    public void write(StateOutput output) {
        output.writeLong(rows);
        for (long limb : sum) {
            output.writeLong(limb);
        }
    }

    /** Takes what {@link #write} wrote. */
    public void read(StateInput input) {
        rows = input.readLong();
        for (int limb = 0; limb < sum.length; limb++) {
            sum[limb] = input.readLong();
        }
    }
}

package io.barograph.core.plan;

import io.barograph.core.source.TableDescription;
import java.util.Locale;
import java.util.function.ToLongFunction;

/** Foretells which side of a join is held, as far as sizes are known before anything runs. */
final class HeldSide {
    /** The size of what a table of unknown size is part of. */
    private static final long UNKNOWN = -1;

    private final ToLongFunction<TableDescription> tableBytes;

    /** @param tableBytes a table's size as stored, or something negative where it is not known */
    HeldSide(ToLongFunction<TableDescription> tableBytes) {
        this.tableBytes = tableBytes;
    }

    /** Such as {@code right side held (3.2 MiB), left side goes by (2.4 GiB)}. */
    String text(Plan.Join join) {
        long left = bytes(join.left());
        long right = bytes(join.right());
        if (!join.kind().yieldsPairs() || join.asOf() != null) {
            return "right side held" + size(right) + ", left side goes by" + size(left);
        }
        if (left == UNKNOWN || right == UNKNOWN) {
            return "the smaller side held";
        }
        return join.holdsLeft(left, right)
                ? "left side held" + size(left) + ", right side goes by" + size(right)
                : "right side held" + size(right) + ", left side goes by" + size(left);
    }

    private long bytes(Plan plan) {
        if (plan instanceof Plan.Scan scan) {
            return Math.max(UNKNOWN, tableBytes.applyAsLong(scan.table()));
        }
        if (plan instanceof Plan.Values values) {
            return valueBytes(values.rows().size(), values.schema().size());
        }
        if (plan instanceof Plan.Sequence sequence) {
            return valueBytes(sequence.count(), 1);
        }
        if (plan instanceof Plan.Filter || plan instanceof Plan.Project || plan instanceof Plan.AssignWindow) {
            return bytes(plan.inputs().get(0));
        }
        if (plan instanceof Plan.UnionAll union) {
            long sum = 0;
            for (Plan input : union.inputs()) {
                long bytes = bytes(input);
                if (bytes == UNKNOWN) {
                    return UNKNOWN;
                }
                sum += bytes;
            }
            return sum;
        }
        if (plan instanceof Plan.Join join) {
            return passingBytes(join);
        }
        return finishedBytes(plan);
    }

    private long finishedBytes(Plan plan) {
        int columns = plan.schema().size();
        if (plan instanceof Plan.Aggregate aggregate && aggregate.keys().isEmpty()) {
            return valueBytes(1, columns);
        }
        long bytes = bytes(plan.inputs().get(0));
        if (plan instanceof Plan.Limit limit) {
            return bytes == UNKNOWN ? UNKNOWN : Math.min(bytes, valueBytes(limit.count(), columns));
        }
        return bytes == UNKNOWN || plan instanceof Plan.Sort || plan instanceof Plan.Fold ? bytes : bytes / 2;
    }

    private long passingBytes(Plan.Join join) {
        long left = bytes(join.left());
        long right = bytes(join.right());
        if (left == UNKNOWN || right == UNKNOWN && join.kind().yieldsPairs() && join.asOf() == null) {
            return UNKNOWN;
        }
        return join.holdsLeft(left, right) ? right : left;
    }

    /** What rows in memory count for, beside the bytes of files. */
    private static long valueBytes(long rows, int columns) {
        return rows > Long.MAX_VALUE >> 16 ? Long.MAX_VALUE : rows * columns * Long.BYTES;
    }

    private static String size(long bytes) {
        if (bytes == UNKNOWN) {
            return "";
        }
        String unit = bytes < 1 << 20 ? "KiB" : bytes < 1 << 30 ? "MiB" : "GiB";
        int shift = bytes < 1 << 20 ? 10 : bytes < 1 << 30 ? 20 : 30;
        return String.format(Locale.ROOT, " (%.1f %s)", bytes / (double) (1L << shift), unit);
    }
}

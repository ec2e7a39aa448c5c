package io.barograph.local.spill;

import java.util.Locale;

/** Numbers of bytes, to people. */
public final class ByteSize {
    private ByteSize() {}

    /** In KiB, MiB or GiB, with one digit behind the point, two of GiB. */
    public static String text(long bytes) {
        if (bytes < 1L << 20) {
            return String.format(Locale.ROOT, "%.1f KiB", bytes / 1024.0);
        }
        return bytes < 1L << 30
                ? String.format(Locale.ROOT, "%.1f MiB", bytes / 1048576.0)
                : String.format(Locale.ROOT, "%.2f GiB", bytes / 1073741824.0);
    }
}

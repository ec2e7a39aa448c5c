package io.barograph.core.device;

import java.util.Locale;

/**
 * What a device is, in words and in numbers.
 *
 * @param name as its maker calls it
 * @param driver with its version, as in {@code CUDA driver 13.0}
 * @param capability of what instructions it has, as in {@code compute capability 9.0}
 * @param memoryBytes that it has
 * @param doubleOperations additions, products or fused ones of doubles in a second, at most
 * @param cacheBytes read from first-level caches in a second, at most
 */
public record DeviceDescription(
        String name, String driver, String capability, long memoryBytes, double doubleOperations, double cacheBytes) {
    /** As {@code baro engines} shows it. */
    @Override
    public String toString() {
        return String.format(
                Locale.ROOT, "%s, %.1f GiB, %s, %s", name, memoryBytes / (double) (1L << 30), capability, driver);
    }
}

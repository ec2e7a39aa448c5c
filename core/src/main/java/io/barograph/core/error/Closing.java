package io.barograph.core.error;

/** Closes what a run has opened. */
public final class Closing {
    private Closing() {}

    /** Closes all, in their order, whatever becomes of some; then throws the first failure. They must throw none that is checked. */
    public static void all(Iterable<? extends AutoCloseable> opened) {
        RuntimeException first = null;
        for (AutoCloseable one : opened) {
            try {
                one.close();
            } catch (RuntimeException e) {
                first = first == null ? e : first;
            } catch (Exception e) {
                throw new IllegalStateException("these say themselves what failed", e);
            }
        }
        if (first != null) {
            throw first;
        }
    }
}

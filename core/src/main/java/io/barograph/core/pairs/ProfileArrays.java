package io.barograph.core.pairs;

/**
 * A series and its windows as arrays, for who compares them on another processor: in the order of {@code MatrixProfileKernel}, by the
 * tiles of {@link ProfileTiles}. None is copied, none may be changed.
 *
 * @param length of a window, in readings
 * @param tiles how pairs are cut
 * @param values by reading
 * @param means by window; so are those below
 * @param inverses 0 where a window is not compared
 * @param rises as in the kernel's contract
 * @param sways as in the kernel's contract
 */
public record ProfileArrays(
        int length,
        ProfileTiles tiles,
        double[] values,
        double[] means,
        double[] inverses,
        double[] rises,
        double[] sways) {}

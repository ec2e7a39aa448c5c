// Pairs of a series' windows, in the order that io.barograph.core.pairs.MatrixProfileKernel prescribes, whose twin this is: the
// same bits, if only fma() is fused (-fmad=false) and no subnormal is flushed, which nvcc never does to doubles.
//
// A thread is a diagonal of a tile of io.barograph.core.pairs.ProfileTiles, whose tiles are part of the answer. Two passes over all
// pairs: the greatest correlation of each window, then the earliest window that has it. Both are extremes in a total order, so
// atomics may come in any order, and a value read before another thread's store only causes an atomic that changes nothing.
//
// Grid: x is a tile from `tile` on, y a band from `band` on. Block: a thread for each diagonal of a band.
// values: by reading; all else by window. inverses: 0 for windows that are not compared.

constexpr int DIAGONALS = 512; // ProfileTiles.DIAGONALS

/** Bits whose unsigned order is that of correlations; above 0 for every one of them. -0 and 0 are one value. */
__device__ static inline unsigned long long ordered(double correlation) {
    long long bits = __double_as_longlong(correlation + 0.0);
    return bits < 0 ? ~(unsigned long long)bits : (unsigned long long)bits | 0x8000000000000000ull;
}

/** Calls take(i, j, ordered correlation) for each pair of a thread's diagonal in its tile that is compared. */
template <typename Take>
__device__ static void walk(const double *values, const double *means, const double *inverses, const double *rises,
                            const double *sways, int windows, int length, int zone, int rows, int band, int tile, Take take) {
    long long diagonal = zone + 1 + (long long)(band + blockIdx.y) * DIAGONALS + threadIdx.x;
    long long first = (long long)(tile + blockIdx.x) * rows;
    if (first + diagonal >= windows) return;
    long long last = windows - diagonal < first + rows ? windows - diagonal : first + rows;
    int i = (int)first;
    int end = (int)last;
    int j = (int)(first + diagonal);
    double covariance = 0;
    for (int t = 0; t < length; t++) {
        covariance = fma(values[i + t] - means[i], values[j + t] - means[j], covariance);
    }
    for (;;) {
        double left = inverses[i];
        double right = inverses[j];
        if (left != 0 && right != 0) take(i, j, ordered(covariance * left * right));
        if (++i >= end) return;
        j++;
        covariance = fma(rises[i], sways[j], fma(sways[i], rises[j], covariance));
    }
}

/** greatest: by window, begun with 0. */
extern "C" __global__ void find_greatest(const double *values, const double *means, const double *inverses, const double *rises,
                                         const double *sways, int windows, int length, int zone, int rows, int band, int tile,
                                         unsigned long long *greatest) {
    walk(values, means, inverses, rises, sways, windows, length, zone, rows, band, tile,
         [=](int i, int j, unsigned long long correlation) {
             if (correlation > greatest[i]) atomicMax(greatest + i, correlation);
             if (correlation > greatest[j]) atomicMax(greatest + j, correlation);
         });
}

/** earliest: by window, begun with -1, which is above every window as an unsigned number. */
extern "C" __global__ void find_earliest(const double *values, const double *means, const double *inverses, const double *rises,
                                         const double *sways, int windows, int length, int zone, int rows, int band, int tile,
                                         const unsigned long long *greatest, unsigned int *earliest) {
    walk(values, means, inverses, rises, sways, windows, length, zone, rows, band, tile,
         [=](int i, int j, unsigned long long correlation) {
             if (correlation == greatest[i] && (unsigned int)j < earliest[i]) atomicMin(earliest + i, (unsigned int)j);
             if (correlation == greatest[j] && (unsigned int)i < earliest[j]) atomicMin(earliest + j, (unsigned int)i);
         });
}

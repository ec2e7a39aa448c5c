// Sums of products of all pairs of two ranges of series, in the order that io.barograph.core.pairs.CorrelationKernel prescribes, whose
// twin this is: the same bits, if only fma() is fused (-fmad=false).
//
// Both arrays by time, and at each time by series, so that neighbouring threads read neighbouring values. A thread has 4 by 4 pairs, a block
// 64 by 64: eight values are read for sixteen products. Grid: x cuts the right range, y the left one. Block: 256 threads.

constexpr int TIMES = 256; // CorrelationKernel.TIMES
constexpr int SIDE = 16;   // Threads of a block's side
constexpr int EACH = 4;    // Series of a thread

/** sums: by left series of the range, and right one. */
extern "C" __global__ void __launch_bounds__(SIDE *SIDE, 2) // So few registers that a multiprocessor has two blocks.
    sum_products(const double *left, const double *right, int series, int times, int first_left, int height, int first_right,
                 int width, double *sums) {
    long long rows[EACH], columns[EACH];
    for (int k = 0; k < EACH; k++) {
        int row = blockIdx.y * (SIDE * EACH) + k * SIDE + threadIdx.x / SIDE;
        int column = blockIdx.x * (SIDE * EACH) + k * SIDE + threadIdx.x % SIDE;
        // Behind the range's end the last one is summed once more, and not stored.
        rows[k] = first_left + (row < height ? row : height - 1);
        columns[k] = first_right + (column < width ? column : width - 1);
    }
    double totals[EACH][EACH] = {};
    for (int from = 0; from < times; from += TIMES) {
        double chunk[EACH][EACH] = {};
        int end = times - from < TIMES ? times : from + TIMES;
        for (int time = from; time < end; time++) {
            const double *lefts = left + (long long)time * series;
            const double *rights = right + (long long)time * series;
            for (int i = 0; i < EACH; i++) {
                for (int k = 0; k < EACH; k++) {
                    chunk[i][k] = fma(lefts[rows[i]], rights[columns[k]], chunk[i][k]);
                }
            }
        }
        for (int i = 0; i < EACH; i++) {
            for (int k = 0; k < EACH; k++) {
                totals[i][k] += chunk[i][k];
            }
        }
    }
    for (int i = 0; i < EACH; i++) {
        int row = blockIdx.y * (SIDE * EACH) + i * SIDE + threadIdx.x / SIDE;
        for (int k = 0; k < EACH; k++) {
            int column = blockIdx.x * (SIDE * EACH) + k * SIDE + threadIdx.x % SIDE;
            if (row < height && column < width) sums[(long long)row * width + column] = totals[i][k];
        }
    }
}

package io.barograph.core.pairs;

/**
 * The correlation of two series over their common times in two passes: for pairs whose means over those differ so much from the series' own
 * that sums of squares around the latter would lose digits. In the order of time: sums are plain, those of products by fma.
 */
final class CommonTimes {
    private CommonTimes() {}

    /** NaN where one of both is constant. */
    static double correlation(AlignedSeries left, AlignedSeries right) {
        int count = 0;
        double leftSum = 0;
        double rightSum = 0;
        boolean leftVaries = false;
        boolean rightVaries = false;
        int first = -1;
        for (int time = 0; time < left.times; time++) {
            if (left.isPresent(time) && right.isPresent(time)) {
                first = first < 0 ? time : first;
                leftVaries |= left.deviations[time] != left.deviations[first];
                rightVaries |= right.deviations[time] != right.deviations[first];
                leftSum += left.deviations[time];
                rightSum += right.deviations[time];
                count++;
            }
        }
        if (!leftVaries || !rightVaries) {
            return Double.NaN;
        }
        double leftMean = leftSum / count;
        double rightMean = rightSum / count;
        double leftSquares = 0;
        double rightSquares = 0;
        double products = 0;
        for (int time = 0; time < left.times; time++) {
            if (left.isPresent(time) && right.isPresent(time)) {
                double x = left.deviations[time] - leftMean;
                double y = right.deviations[time] - rightMean;
                leftSquares = Math.fma(x, x, leftSquares);
                rightSquares = Math.fma(y, y, rightSquares);
                products = Math.fma(x, y, products);
            }
        }
        return PairSums.coefficient(products, leftSquares, rightSquares);
    }
}

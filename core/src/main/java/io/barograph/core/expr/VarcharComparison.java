package io.barograph.core.expr;

import io.barograph.core.column.Batch;
import io.barograph.core.column.BooleanColumn;
import io.barograph.core.column.Column;
import io.barograph.core.column.Dictionary;
import io.barograph.core.column.VarcharColumn;

/** Compares two VARCHAR columns by their UTF-8 bytes, which is the order of code points. */
final class VarcharComparison implements Kernel {
    private final Comparison comparison;
    private final boolean[] out = new boolean[Batch.CAPACITY];

    VarcharComparison(Comparison comparison) {
        this.comparison = comparison;
    }

    @Override
    public Column apply(Column[] arguments, int size, ResultValidity result) {
        VarcharColumn left = (VarcharColumn) arguments[0];
        VarcharColumn right = (VarcharColumn) arguments[1];
        int[] leftCodes = left.codes();
        int[] rightCodes = right.codes();
        boolean negated = comparison.negated();
        boolean equality = comparison.shape() == Comparison.Shape.EQUAL;
        if (equality && left.dictionary() == right.dictionary()) {
            for (int i = 0; i < size; i++) {
                out[i] = (leftCodes[i] == rightCodes[i]) ^ negated;
            }
        } else {
            int bound = comparison.shape() == Comparison.Shape.LESS ? 0 : 1;
            Dictionary leftTexts = left.dictionary();
            Dictionary rightTexts = right.dictionary();
            for (int i = 0; i < size; i++) {
                if (result.inputsPresent(i)) {
                    int order = Dictionary.compare(leftTexts, leftCodes[i], rightTexts, rightCodes[i]);
                    out[i] = (equality ? order == 0 : order < bound) ^ negated;
                }
            }
        }
        return new BooleanColumn(out, result.validity());
    }
}

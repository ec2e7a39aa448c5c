package io.barograph.core.expr;

import io.barograph.core.column.BooleanColumn;
import io.barograph.core.column.Column;
import io.barograph.core.column.Type;
import io.barograph.core.column.Validity;

/** {@code GREATEST} and {@code LEAST}: a running extreme, replaced where a later argument is better or the only one. */
final class Extreme implements Kernel {
    /** Two of them take turns, since the running extreme is an input of the next. */
    private final Blend[] blends;

    private final Kernel comparison;

    Extreme(Type type, boolean greatest) {
        Comparison better = greatest ? Comparison.GREATER : Comparison.LESS;
        this.blends = new Blend[] {new Blend(type), new Blend(type)};
        this.comparison = better.kernel(type, type);
    }

    @Override
    public Column apply(Column[] arguments, int size, ResultValidity result) {
        int words = Validity.wordCount(size);
        Column extreme = arguments[0];
        for (int k = 1; k < arguments.length; k++) {
            Column candidate = arguments[k];
            Column[] sides = {candidate, extreme};
            ResultValidity both = ResultValidity.silent();
            both.begin(sides, Validity.ALL, size);
            BooleanColumn replaces = (BooleanColumn) comparison.apply(sides, size, both);
            long[] replaced = new long[words];
            long[] kept = new long[words];
            for (int word = 0; word < words; word++) {
                long only = Bits.present(candidate.validity(), word) & ~Bits.present(extreme.validity(), word);
                replaced[word] = (only | Bits.whereTrue(replaces, word, size)) & Bits.within(word, size);
                kept[word] = ~replaced[word] & Bits.within(word, size);
            }
            Blend blend = blends[k & 1];
            blend.begin(size);
            blend.take(extreme, kept, size);
            blend.take(candidate, replaced, size);
            extreme = blend.finish(size);
        }
        return extreme;
    }
}

package io.barograph.core.expr;

import io.barograph.core.column.Batch;
import io.barograph.core.column.BooleanColumn;
import io.barograph.core.column.Column;
import io.barograph.core.column.Type;
import io.barograph.core.column.Validity;

/** {@code CASE}: each condition is asked where none before it was true, each value where its condition is. */
final class CaseNode extends Node {
    /** Condition, value, condition, value, …, value. */
    private final Node[] arguments;

    private final Blend blend;
    private final long[] undecided = new long[Validity.wordCount(Batch.CAPACITY)];

    private CaseNode(Type type, Node[] arguments) {
        super(type);
        this.arguments = arguments;
        this.blend = new Blend(type);
    }

    static Node compile(CallSite site) {
        Node[] arguments = new Node[site.call().arguments().size()];
        for (int i = 0; i < arguments.length; i++) {
            arguments[i] = i == 0 ? site.compile(i) : site.compileApart(i);
        }
        return new CaseNode(site.resultType(), arguments);
    }

    /** Whether the argument at an index is a condition rather than a value. */
    static boolean isCondition(int index, int arguments) {
        return index % 2 == 0 && index < arguments - 1;
    }

    @Override
    Column compute(Rows rows) {
        int size = rows.size();
        int words = Validity.wordCount(size);
        for (int word = 0; word < words; word++) {
            undecided[word] = Bits.present(rows.active(), word) & Bits.within(word, size);
        }
        blend.begin(size);
        for (int i = 0; i + 1 < arguments.length; i += 2) {
            Rows asked = i == 0 ? rows : rows.withActive(Validity.of(undecided));
            BooleanColumn condition = (BooleanColumn) arguments[i].evaluate(asked);
            long[] chosen = new long[words];
            long any = 0;
            for (int word = 0; word < words; word++) {
                chosen[word] = undecided[word] & Bits.whereTrue(condition, word, size);
                undecided[word] &= ~chosen[word];
                any |= chosen[word];
            }
            if (any != 0) {
                blend.take(arguments[i + 1].evaluate(rows.withActive(Validity.of(chosen))), chosen, size);
            }
        }
        Node otherwise = arguments[arguments.length - 1];
        blend.take(otherwise.evaluate(rows.withActive(Validity.of(undecided))), undecided, size);
        return blend.finish(size);
    }
}

package io.barograph.core.expr;

import io.barograph.core.column.Batch;
import io.barograph.core.column.Column;
import io.barograph.core.column.Type;
import io.barograph.core.column.Validity;

/** {@code COALESCE}: each argument is asked where all before it are NULL. */
final class CoalesceNode extends Node {
    private final Node[] arguments;
    private final Blend blend;
    private final long[] missing = new long[Validity.wordCount(Batch.CAPACITY)];

    private CoalesceNode(Type type, Node[] arguments) {
        super(type);
        this.arguments = arguments;
        this.blend = new Blend(type);
    }

    static Node compile(CallSite site) {
        Node[] arguments = new Node[site.call().arguments().size()];
        for (int i = 0; i < arguments.length; i++) {
            arguments[i] = i == 0 ? site.compile(i) : site.compileApart(i);
        }
        return new CoalesceNode(site.resultType(), arguments);
    }

    @Override
    Column compute(Rows rows) {
        int size = rows.size();
        int words = Validity.wordCount(size);
        Column first = arguments[0].evaluate(rows);
        if (!first.validity().hasNulls()) {
            return first;
        }
        for (int word = 0; word < words; word++) {
            missing[word] = Bits.present(rows.active(), word) & Bits.within(word, size);
        }
        blend.begin(size);
        Column column = first;
        for (int i = 0; i < arguments.length; i++) {
            if (i > 0) {
                column = arguments[i].evaluate(rows.withActive(Validity.of(missing)));
            }
            long[] found = new long[words];
            long left = 0;
            for (int word = 0; word < words; word++) {
                found[word] = missing[word] & Bits.present(column.validity(), word);
                missing[word] &= ~found[word];
                left |= missing[word];
            }
            blend.take(column, found, size);
            if (left == 0) {
                break;
            }
        }
        return blend.finish(size);
    }
}

package io.barograph.core.fold;

import io.barograph.core.aggregate.StateInput;
import io.barograph.core.aggregate.StateOutput;
import io.barograph.core.column.Batch;
import io.barograph.core.column.Schema;
import io.barograph.core.expr.EvaluationContext;
import java.util.BitSet;
import java.util.function.Consumer;

/**
 * The first row of each key, as it is: the latest reading of each device, where the order is by time descending. Of two sets of
 * rows the first is the first of both firsts, so that whoever gathers rows need keep one for a key.
 */
public record FirstRow() implements FoldOperator {
    private static final int VERSION = 1;

    @Override
    public String text() {
        return "first row";
    }

    @Override
    public Schema schema(Schema input) {
        return input;
    }

    @Override
    public int firstRows() {
        return 1;
    }

    @Override
    public int passedOn(Schema input, int output) {
        return output;
    }

    @Override
    public Narrowed narrow(Schema input, BitSet needed, BitSet carried) {
        BitSet kept = (BitSet) needed.clone();
        kept.or(carried);
        return new Narrowed(this, kept, kept);
    }

    @Override
    public Fold newFold(Schema input, EvaluationContext context) {
        return new Passing();
    }

    /** State, version 1: byte 1, then 1 where the row has been given out, else 0. */
    private static final class Passing implements Fold {
        private boolean given;

        @Override
        public void begin() {
            given = false;
        }

        @Override
        public void accept(Batch rows, Consumer<Batch> output) {
            if (!given) {
                given = true;
                output.accept(new Batch(rows.columns(), 1));
            }
        }

        @Override
        public void end(Consumer<Batch> output) {}

        @Override
        public void write(StateOutput output) {
            output.writeByte(VERSION);
            output.writeByte(given ? 1 : 0);
        }

        @Override
        public void read(StateInput input) {
            SavedFold.checkVersion(input, VERSION);
            given = input.readByte() != 0;
        }

        @Override
        public long memoryBytes() {
            return 0;
        }
    }
}

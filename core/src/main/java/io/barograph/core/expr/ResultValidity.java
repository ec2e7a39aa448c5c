package io.barograph.core.expr;

import io.barograph.core.column.Column;
import io.barograph.core.column.Validity;
import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import java.util.Arrays;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Which results of one call are NULL: where an argument is, and where the result is undefined. Counts the undefined ones,
 * or ends the run at the first under strict evaluation.
 *
 * <p>Positions that a CASE or COALESCE around the call does not ask for are neither counted nor fatal.
 */
final class ResultValidity {
    private final Supplier<String> expression;
    private final @Nullable EvaluationContext context;
    private @Nullable LongAdder counter;

    private Column[] arguments = {};
    private Validity inputs = Validity.ALL;
    private Validity active = Validity.ALL;
    private int size;
    private long @Nullable [] words;
    private long @Nullable [] undefinedWords;

    private ResultValidity(Supplier<String> expression, @Nullable EvaluationContext context) {
        this.expression = expression;
        this.context = context;
    }

    /**
     * Counts in the context.
     *
     * @param expression gives the expression's text, under which is counted: written when it is first needed, for the texts of an
     *     expression and all its parts take time by the square of its length
     */
    static ResultValidity counting(Supplier<String> expression, EvaluationContext context) {
        return new ResultValidity(expression, context);
    }

    /** Neither counts nor fails; whoever asks learns from {@link #isUndefined} what was undefined. */
    static ResultValidity silent() {
        return new ResultValidity(() -> "", null);
    }

    /** Prepares for a batch: nothing is undefined yet. */
    void begin(Column[] arguments, Validity active, int size) {
        Validity present = Validity.ALL;
        for (Column argument : arguments) {
            present = Validity.and(present, argument.validity(), size);
        }
        this.arguments = arguments;
        this.inputs = present;
        this.active = active;
        this.size = size;
        this.words = null;
        this.undefinedWords = null;
    }

    /** Makes the result at a position NULL and counts it, unless an argument is NULL there. */
    void undefined(int position) {
        if (inputs.isNull(position)) {
            return;
        }
        if (active.isPresent(position) && context != null) {
            count(position, context);
        }
        if (undefinedWords == null) {
            undefinedWords = new long[Validity.wordCount(size)];
        }
        Validity.setPresent(undefinedWords, position);
        makeNull(position);
    }

    private void count(int position, EvaluationContext context) {
        if (context.strict()) {
            throw failure(position);
        }
        if (counter == null) {
            counter = context.undefinedCounter(expression.get());
        }
        counter.increment();
    }

    /** Whether {@link #undefined} was called for a position of this batch. */
    boolean isUndefined(int position) {
        return undefinedWords != null && (undefinedWords[position >> 6] >>> position & 1) != 0;
    }

    /** Makes the result at a position NULL: not undefined, just none. */
    void makeNull(int position) {
        if (words == null) {
            long[] present = inputs.words();
            int count = Validity.wordCount(size);
            words = present == null ? Validity.allPresent(size) : Arrays.copyOf(present, count);
        }
        Validity.setNull(words, position);
    }

    /** Whether every argument is present at a position. */
    boolean inputsPresent(int position) {
        return inputs.isPresent(position);
    }

    /** The validity of the result so far. */
    Validity validity() {
        return words == null ? inputs : Validity.of(words);
    }

    private BarographException failure(int position) {
        StringBuilder values = new StringBuilder();
        for (Column argument : arguments) {
            values.append(values.length() == 0 ? "" : ", ").append(ExprText.value(argument, position));
        }
        return new BarographException(
                ErrorCode.BAD_DATA,
                expression.get() + " is undefined for (" + values
                        + "); guard it with CASE or NULLIF, or run without --strict to get NULL and a count");
    }
}

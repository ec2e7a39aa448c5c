package io.barograph.core.expr;

import io.barograph.core.column.Type;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A function or operator: what may be written, what it means, and the kernels that compute it.
 *
 * <p>Everything that the reference documentation says about it is here, and its examples are executed by a test.
 */
public final class Function {
    /** When the result is NULL although it is defined. */
    public enum NullRule {
        /** NULL where any argument is NULL. */
        ANY("any argument is NULL"),
        /** NULL arguments are skipped; NULL where all are. */
        ALL("all arguments are NULL"),
        /** Never NULL. */
        NEVER("never"),
        /** As the description says. */
        DESCRIBED("see description");

        private final String text;

        NullRule(String text) {
            this.text = text;
        }

        /** For the reference: "NULL when …". */
        public String text() {
            return text;
        }
    }

    /**
     * An expression without columns and the value it has: for the reference and its test.
     *
     * @param value the value cast to VARCHAR, or {@code NULL}
     */
    public record Example(Expr expression, String value) {
        /** The expression as SQL. */
        public String sql() {
            return ExprText.of(expression, null);
        }
    }

    private final String name;
    private final Family family;
    private final List<Overload> overloads;
    private final String description;
    private final NullRule nullRule;
    private final String undefinedWhen;
    private final LiteralJudge judge;
    private final List<Supplier<Example>> examples;

    /** @param examples made when asked for, since they may call functions that are not registered yet */
    Function(
            String name,
            Family family,
            List<Overload> overloads,
            String description,
            NullRule nullRule,
            String undefinedWhen,
            LiteralJudge judge,
            List<Supplier<Example>> examples) {
        this.name = name;
        this.family = family;
        this.overloads = List.copyOf(overloads);
        this.description = description;
        this.nullRule = nullRule;
        this.undefinedWhen = undefinedWhen;
        this.judge = judge;
        this.examples = List.copyOf(examples);
    }

    /** As in {@link Expr.Call#function()}: lower case. */
    public String name() {
        return name;
    }

    public Family family() {
        return family;
    }

    /** How it may be called, one text per overload, such as {@code BIGINT + BIGINT -> BIGINT}. */
    public List<String> signatures() {
        return overloads.stream().map(Overload::text).distinct().toList();
    }

    /** One or two sentences for the reference. */
    public String description() {
        return description;
    }

    public NullRule nullRule() {
        return nullRule;
    }

    /** When a result is undefined (NULL and counted), or empty where it never is. */
    public String undefinedWhen() {
        return undefinedWhen;
    }

    /** What is wrong with a literal among a call's arguments, so that no row could have a value; empty where nothing is. */
    public Optional<LiteralFault> fault(List<Expr> arguments) {
        return Optional.ofNullable(judge.fault(arguments));
    }

    public List<Example> examples() {
        return examples.stream().map(Supplier::get).toList();
    }

    /** The type of the result for arguments of these types, or empty where no overload takes them. */
    public Optional<Type> resultType(List<Type> arguments) {
        Overload.Match match = match(arguments, null);
        return match == null ? Optional.empty() : Optional.of(match.signature().result());
    }

    /**
     * The first overload that takes these types as they are; failing that, the first that takes them widened.
     */
    Overload.@Nullable Match match(List<Type> arguments, @Nullable Type result) {
        for (boolean widen : new boolean[] {false, true}) {
            for (Overload overload : overloads) {
                Overload.Signature signature = overload.rule().resolve(arguments, widen, result);
                if (signature != null) {
                    return new Overload.Match(overload, signature);
                }
            }
        }
        return null;
    }
}

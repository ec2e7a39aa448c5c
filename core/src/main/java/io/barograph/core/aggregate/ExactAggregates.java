package io.barograph.core.aggregate;

import io.barograph.core.aggregate.exact.CoMomentsState;
import io.barograph.core.aggregate.exact.DecimalState;
import io.barograph.core.aggregate.exact.Finish;
import io.barograph.core.aggregate.exact.MomentsState;
import io.barograph.core.aggregate.exact.PowerSumsState;
import io.barograph.core.aggregate.exact.SumState;
import io.barograph.core.aggregate.exact.UnivariateState;
import io.barograph.core.column.DoubleColumn;
import io.barograph.core.column.LongColumn;
import io.barograph.core.column.Type;
import io.barograph.core.column.Validity;
import java.util.List;
import java.util.Optional;

/** Aggregates that are rationals of exact sums, or the square root of one, rounded once. */
final class ExactAggregates {
    private static final List<Signature> OF_NUMBER =
            List.of(Signature.of(Type.DOUBLE, Type.DOUBLE), Signature.of(Type.DOUBLE, Type.BIGINT));
    private static final List<Signature> OF_PAIR = List.of(
            Signature.of(Type.DOUBLE, Type.DOUBLE, Type.DOUBLE),
            Signature.of(Type.DOUBLE, Type.BIGINT, Type.BIGINT),
            Signature.of(Type.DOUBLE, Type.DOUBLE, Type.BIGINT),
            Signature.of(Type.DOUBLE, Type.BIGINT, Type.DOUBLE));

    private ExactAggregates() {}

    /** Exact sum and count of one argument; integers of any type as BIGINT. */
    private record SumSpec(Type type) implements StateSpec {
        @Override
        public GroupedState create() {
            return new SumState(type);
        }

        @Override
        public boolean covers(StateSpec other) {
            return other instanceof SumSpec spec && type == spec.type || other == CountState.Spec.COUNT;
        }

        @Override
        public String describe() {
            return "exact sum";
        }
    }

    /** Exact sum, sum of squares and count of one argument. */
    private record MomentsSpec(Type type) implements StateSpec {
        @Override
        public GroupedState create() {
            return new MomentsState(type);
        }

        @Override
        public boolean covers(StateSpec other) {
            return other instanceof MomentsSpec spec && type == spec.type || new SumSpec(type).covers(other);
        }

        @Override
        public String describe() {
            return "exact sums of x and x²";
        }
    }

    /** Exact sum of DECIMALs and their count, perhaps with the sum of their squares. */
    private record DecimalSpec(Type type, boolean squares) implements StateSpec {
        @Override
        public GroupedState create() {
            return new DecimalState(type, squares);
        }

        @Override
        public boolean covers(StateSpec other) {
            return other instanceof DecimalSpec spec && type == spec.type && (squares || !spec.squares)
                    || other == CountState.Spec.COUNT;
        }

        @Override
        public String describe() {
            return squares ? "exact sums of x and x²" : "exact sum";
        }
    }

    /** Exact sums of two arguments, their squares and products. */
    private record CoMomentsSpec(Type y, Type x) implements StateSpec {
        @Override
        public GroupedState create() {
            return new CoMomentsState(y, x);
        }

        @Override
        public boolean covers(StateSpec other) {
            return equals(other) || other == CountState.Spec.COUNT;
        }

        @Override
        public String describe() {
            return "exact sums of x, y, x², y² and xy";
        }
    }

    /** Exact sums of one argument's first four powers, and their count. */
    private record PowerSumsSpec(Type type) implements StateSpec {
        @Override
        public GroupedState create() {
            return new PowerSumsState(type);
        }

        @Override
        public boolean covers(StateSpec other) {
            return other instanceof PowerSumsSpec spec && type == spec.type || other == CountState.Spec.COUNT;
        }

        @Override
        public String describe() {
            return "exact sums of x, x², x³ and x⁴";
        }
    }

    static AggregateFunction sum() {
        return new AggregateDefinition(
                        "sum",
                        List.of("fsum", "kahan_sum"),
                        List.of(
                                Signature.of(Type.DOUBLE, Type.DOUBLE),
                                Signature.of(Type.BIGINT, Type.BIGINT),
                                Signature.of(Type.INTERVAL, Type.INTERVAL)),
                        "the sum; of BIGINT, INTERVAL and DECIMAL it fails only where a value shown does not fit: the final one,"
                                + " live also that of the rows so far",
                        Optional.empty(),
                        false,
                        (signature, constants) -> {
                            if (signature.result().isDecimal()) {
                                return new BoundAggregate(
                                        new DecimalSpec(signature.arguments().get(0), false),
                                        (state, groups, count) ->
                                                ((DecimalState) state).sums(signature.result(), groups, count));
                            }
                            return signature.result() == Type.DOUBLE
                                    ? new BoundAggregate(new SumSpec(Type.DOUBLE), ofNumber(Finish.SUM))
                                    : new BoundAggregate(new SumSpec(Type.BIGINT), integerSum(signature.result()));
                        })
                .ofDecimals(decimal -> Type.decimal(Type.MAX_PRECISION, decimal.scale()));
    }

    /** {@code avg}. */
    static AggregateFunction mean() {
        return new AggregateDefinition(
                        "avg",
                        List.of("mean", "favg"),
                        OF_NUMBER,
                        "the arithmetic mean; finite where the values are, even if their sum is not",
                        Optional.empty(),
                        false,
                        (signature, constants) -> ofNumber(
                                signature.arguments().get(0),
                                Finish.AVG,
                                new SumSpec(signature.arguments().get(0))))
                .ofDecimals(decimal -> Type.DOUBLE);
    }

    /** A variance or standard deviation. */
    static AggregateFunction spread(String name, List<String> aliases, Finish kind, String description) {
        return new AggregateDefinition(
                        name,
                        aliases,
                        OF_NUMBER,
                        description,
                        Optional.empty(),
                        false,
                        (signature, constants) -> ofNumber(
                                signature.arguments().get(0),
                                kind,
                                new MomentsSpec(signature.arguments().get(0))))
                .ofDecimals(decimal -> Type.DOUBLE);
    }

    /** What of a distribution's shape lies beyond its spread. */
    static List<AggregateFunction> ofShape() {
        return List.of(
                ofPowers(
                        "skewness",
                        Finish.SKEWNESS,
                        "how far the tail above the mean is longer than that below, 0 for symmetric values: the sample's third"
                                + " standardised moment, corrected for its size, as pandas and DuckDB have it; NULL below three values and where they do not"
                                + " vary"),
                ofPowers(
                        "kurtosis",
                        Finish.KURTOSIS,
                        "how heavy the tails are, 0 for a normal distribution: the sample's excess kurtosis, corrected for its size; NULL"
                                + " below four values and where they do not vary"),
                ofPowers(
                        "kurtosis_pop",
                        Finish.KURTOSIS_POP,
                        "the same of the values as they are: the fourth standardised moment less 3; NULL where they do not vary"));
    }

    private static AggregateFunction ofPowers(String name, Finish kind, String description) {
        return new AggregateDefinition(
                name,
                List.of(),
                OF_NUMBER,
                description,
                Optional.empty(),
                false,
                (signature, constants) -> new BoundAggregate(
                        new PowerSumsSpec(signature.arguments().get(0)), (state, groups, count) -> {
                            double[] results = new double[count];
                            long[] present = Validity.allPresent(count);
                            ((PowerSumsState) state).finish(kind, groups, count, results, present);
                            return new DoubleColumn(results, validity(present, count));
                        }));
    }

    /** A covariance, correlation or regression of y, the first argument, on x, the second. */
    static AggregateFunction ofPairs(String name, Finish kind, String description) {
        return new AggregateDefinition(
                name,
                List.of(),
                OF_PAIR,
                description,
                Optional.empty(),
                false,
                (signature, constants) -> new BoundAggregate(
                        new CoMomentsSpec(
                                signature.arguments().get(0),
                                signature.arguments().get(1)),
                        ofPair(kind)));
    }

    /** Finishes numbers; DECIMALs have a state of their own. */
    private static BoundAggregate ofNumber(Type argument, Finish kind, StateSpec others) {
        if (!argument.isDecimal()) {
            return new BoundAggregate(others, ofNumber(kind));
        }
        return new BoundAggregate(new DecimalSpec(argument, kind != Finish.AVG), (state, groups, count) -> {
            double[] results = new double[count];
            long[] present = Validity.allPresent(count);
            ((DecimalState) state).finish(kind, argument.scale(), groups, count, results, present);
            return new DoubleColumn(results, validity(present, count));
        });
    }

    private static BoundAggregate.Finisher ofNumber(Finish kind) {
        return (state, groups, count) -> {
            double[] results = new double[count];
            long[] present = Validity.allPresent(count);
            ((UnivariateState) state).finish(kind, groups, count, results, present);
            return new DoubleColumn(results, validity(present, count));
        };
    }

    private static BoundAggregate.Finisher ofPair(Finish kind) {
        return (state, groups, count) -> {
            double[] results = new double[count];
            long[] present = Validity.allPresent(count);
            ((CoMomentsState) state).finish(kind, groups, count, results, present);
            return new DoubleColumn(results, validity(present, count));
        };
    }

    private static BoundAggregate.Finisher integerSum(Type result) {
        return (state, groups, count) -> {
            long[] results = new long[count];
            long[] present = Validity.allPresent(count);
            ((UnivariateState) state).finishInteger(groups, count, results, present);
            return new LongColumn(result, results, validity(present, count));
        };
    }

    private static Validity validity(long[] present, int count) {
        Validity validity = Validity.of(present);
        return validity.countPresent(count) == count ? Validity.ALL : validity;
    }
}

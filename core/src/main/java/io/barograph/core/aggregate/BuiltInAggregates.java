package io.barograph.core.aggregate;

import io.barograph.core.aggregate.exact.Finish;
import io.barograph.core.column.Column;
import io.barograph.core.column.LongColumn;
import io.barograph.core.column.Type;
import io.barograph.core.column.Validity;
import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The table of built-in aggregates, in the order of the reference. */
final class BuiltInAggregates {
    private static final Type[] TIMES = {Type.TIMESTAMP, Type.BIGINT};

    private BuiltInAggregates() {}

    static List<AggregateFunction> all() {
        List<AggregateFunction> all = new ArrayList<>(ofValues());
        all.addAll(ExactAggregates.ofShape());
        all.addAll(BitAggregates.all());
        all.add(TextAggregates.joined());
        all.addAll(TimeAggregates.all());
        return all;
    }

    private static List<AggregateFunction> ofValues() {
        return List.of(
                count(),
                countTrue(),
                ExactAggregates.sum(),
                ExactAggregates.mean(),
                extreme(
                        "min",
                        List.of("any_value", "arbitrary"),
                        Type.values(),
                        "the smallest value",
                        ExtremaState::smallest),
                extreme(
                        "max",
                        List.of(),
                        Type.values(),
                        "the greatest value; NaN is greater than every number",
                        ExtremaState::greatest),
                ExactAggregates.spread("var_pop", List.of(), Finish.VAR_POP, "the variance, divided by n"),
                ExactAggregates.spread(
                        "var_samp",
                        List.of("variance"),
                        Finish.VAR_SAMP,
                        "the variance, divided by n - 1; NULL for a single value"),
                ExactAggregates.spread("stddev_pop", List.of(), Finish.STDDEV_POP, "the square root of var_pop"),
                ExactAggregates.spread(
                        "stddev_samp", List.of("stddev"), Finish.STDDEV_SAMP, "the square root of var_samp"),
                ExactAggregates.ofPairs("covar_pop", Finish.COVAR_POP, "the covariance, divided by n"),
                ExactAggregates.ofPairs(
                        "covar_samp", Finish.COVAR_SAMP, "the covariance, divided by n - 1; NULL for a single pair"),
                ExactAggregates.ofPairs(
                        "corr", Finish.CORR, "Pearson's correlation; NULL where an argument does not vary"),
                ExactAggregates.ofPairs(
                        "regr_slope",
                        Finish.REGR_SLOPE,
                        "the slope of the least-squares line of the first argument over the second; NULL where that does not vary"),
                ExactAggregates.ofPairs(
                        "regr_intercept",
                        Finish.REGR_INTERCEPT,
                        "where that line meets zero of the second argument; NULL where that does not vary"),
                ExactAggregates.ofPairs(
                        "regr_r2",
                        Finish.REGR_R2,
                        "the share of the first argument's variance that the line explains: corr², or 1 where only the second varies"),
                ExactAggregates.ofPairs(
                        "regr_avgx", Finish.REGR_AVGX, "the mean of the second argument over the pairs"),
                ExactAggregates.ofPairs("regr_avgy", Finish.REGR_AVGY, "the mean of the first argument over the pairs"),
                ExactAggregates.ofPairs(
                        "regr_sxx",
                        Finish.REGR_SXX,
                        "the squared distances of the second argument from its mean, added up"),
                ExactAggregates.ofPairs(
                        "regr_syy",
                        Finish.REGR_SYY,
                        "the squared distances of the first argument from its mean, added up"),
                ExactAggregates.ofPairs(
                        "regr_sxy", Finish.REGR_SXY, "the products of both distances from their means, added up"),
                countPairs(),
                edge(
                        "first",
                        List.of(),
                        false,
                        TIMES,
                        "earliest time and its value",
                        "the value at the earliest time; at equal times the smallest"),
                edge(
                        "last",
                        List.of(),
                        true,
                        TIMES,
                        "latest time and its value",
                        "the value at the latest time; at equal times the greatest"),
                edge(
                        "arg_min",
                        List.of("argmin", "min_by"),
                        false,
                        Type.values(),
                        "least second argument and its value",
                        "the value at the least second argument; where several rows have it, the smallest"),
                edge(
                        "arg_max",
                        List.of("argmax", "max_by"),
                        true,
                        Type.values(),
                        "greatest second argument and its value",
                        "the value at the greatest second argument; where several rows have it, the greatest"),
                mode(),
                extreme(
                        "bool_and",
                        List.of("every"),
                        new Type[] {Type.BOOLEAN},
                        "whether every value is true",
                        ExtremaState::smallest),
                extreme(
                        "bool_or",
                        List.of(),
                        new Type[] {Type.BOOLEAN},
                        "whether any value is true",
                        ExtremaState::greatest),
                ExactQuantiles.continuous(),
                ExactQuantiles.discrete(),
                ExactQuantiles.median(),
                approxQuantile(),
                approxCountDistinct());
    }

    private static AggregateFunction count() {
        List<Signature> signatures = new ArrayList<>();
        signatures.add(Signature.of(Type.BIGINT));
        for (Type type : Type.values()) {
            signatures.add(Signature.of(Type.BIGINT, type));
        }
        return new AggregateDefinition(
                        "count",
                        List.of(),
                        signatures,
                        "how many rows there are; with an argument, those in which it is not NULL",
                        Optional.empty(),
                        false,
                        (signature, constants) -> new BoundAggregate(CountState.Spec.COUNT, BuiltInAggregates::counts))
                .ofDecimals(decimal -> Type.BIGINT);
    }

    private static AggregateFunction countTrue() {
        return new AggregateDefinition(
                "count_if",
                List.of("countif"),
                List.of(Signature.of(Type.BIGINT, Type.BOOLEAN)),
                "how many rows there are in which the argument is true",
                Optional.empty(),
                false,
                (signature, constants) -> new BoundAggregate(CountState.Spec.COUNT_TRUE, BuiltInAggregates::counts));
    }

    private static AggregateFunction countPairs() {
        return new AggregateDefinition(
                "regr_count",
                List.of(),
                List.of(
                        Signature.of(Type.BIGINT, Type.DOUBLE, Type.DOUBLE),
                        Signature.of(Type.BIGINT, Type.BIGINT, Type.BIGINT),
                        Signature.of(Type.BIGINT, Type.DOUBLE, Type.BIGINT),
                        Signature.of(Type.BIGINT, Type.BIGINT, Type.DOUBLE)),
                "how many pairs there are",
                Optional.empty(),
                false,
                (signature, constants) -> new BoundAggregate(CountState.Spec.COUNT, BuiltInAggregates::counts));
    }

    private static Column counts(GroupedState state, int[] groups, int count) {
        CountedState counted = (CountedState) state;
        long[] counts = new long[count];
        for (int i = 0; i < count; i++) {
            counts[i] = counted.count(groups[i]);
        }
        return new LongColumn(Type.BIGINT, counts, Validity.ALL);
    }

    private interface Extreme {
        Column of(ExtremaState state, int[] groups, int count);
    }

    private static AggregateFunction extreme(
            String name, List<String> aliases, Type[] types, String description, Extreme extreme) {
        return new AggregateDefinition(
                        name,
                        aliases,
                        Arrays.stream(types)
                                .map(type -> Signature.of(type, type))
                                .toList(),
                        description,
                        Optional.empty(),
                        true,
                        (signature, constants) -> new BoundAggregate(
                                new ExtremaState.Spec(signature.result()),
                                (state, groups, count) -> extreme.of((ExtremaState) state, groups, count)))
                .ofDecimals(decimal -> decimal);
    }

    private static AggregateFunction edge(
            String name, List<String> aliases, boolean greatest, Type[] ranks, String kept, String description) {
        List<Signature> signatures = new ArrayList<>();
        for (Type type : Type.values()) {
            for (Type rank : ranks) {
                signatures.add(Signature.of(type, type, rank));
            }
        }
        return new AggregateDefinition(
                        name,
                        aliases,
                        signatures,
                        description,
                        Optional.empty(),
                        true,
                        (signature, constants) -> new BoundAggregate(
                                new EdgeState.Spec(
                                        signature.result(),
                                        signature.arguments().get(1),
                                        greatest,
                                        kept),
                                (state, groups, count) -> ((EdgeState) state).finish(groups, count)))
                .ofDecimals(decimal -> decimal);
    }

    private static AggregateFunction mode() {
        return new AggregateDefinition(
                        "mode",
                        List.of(),
                        Arrays.stream(Type.values())
                                .map(type -> Signature.of(type, type))
                                .toList(),
                        "the most frequent value; among equally frequent ones the smallest",
                        Optional.empty(),
                        false,
                        (signature, constants) -> new BoundAggregate(
                                new ModeState.Spec(signature.result()),
                                (state, groups, count) -> ((ModeState) state).finish(groups, count)))
                .ofDecimals(decimal -> decimal);
    }

    private static AggregateFunction approxQuantile() {
        return new AggregateDefinition(
                "approx_quantile",
                List.of(),
                List.of(
                        new Signature(List.of(Type.DOUBLE, Type.DOUBLE), 1, Type.DOUBLE),
                        new Signature(List.of(Type.BIGINT, Type.DOUBLE), 1, Type.DOUBLE),
                        new Signature(List.of(Type.INTERVAL, Type.DOUBLE), 1, Type.INTERVAL)),
                "the value of rank ceil(q · n), at least 1, for a constant q from 0 to 1",
                Optional.of("relative error at most 2^-10 (0.1 %); ranks 1 and n exact"),
                false,
                (signature, constants) -> {
                    double fraction = fraction(constants.get(0).value());
                    return new BoundAggregate(
                            new QuantileState.Spec(signature.arguments().get(0)),
                            (state, groups, count) -> ((QuantileState) state).finish(fraction, groups, count));
                });
    }

    private static double fraction(@Nullable Object constant) {
        if (constant instanceof Number number && number.doubleValue() >= 0 && number.doubleValue() <= 1) {
            return number.doubleValue();
        }
        throw new BarographException(
                ErrorCode.INVALID_ARGUMENT,
                "approx_quantile takes a constant from 0 to 1 as its second argument, 0.5 for the median, not "
                        + constant);
    }

    private static AggregateFunction approxCountDistinct() {
        return new AggregateDefinition(
                        "approx_count_distinct",
                        List.of(),
                        Arrays.stream(Type.values())
                                .map(type -> Signature.of(Type.BIGINT, type))
                                .toList(),
                        "how many distinct values there are, in 4 KiB per group; count(DISTINCT x) is exact",
                        Optional.of("standard error 1.6 %"),
                        true,
                        (signature, constants) -> new BoundAggregate(
                                new DistinctEstimateState.Spec(
                                        signature.arguments().get(0)),
                                (state, groups, count) -> ((DistinctEstimateState) state).finish(groups, count)))
                .ofDecimals(decimal -> Type.BIGINT);
    }
}

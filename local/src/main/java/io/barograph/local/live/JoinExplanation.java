package io.barograph.local.live;

import io.barograph.core.column.Schema;
import io.barograph.core.expr.Expr;
import io.barograph.core.expr.ExprText;
import io.barograph.core.join.AlongJoin;
import io.barograph.core.plan.AsOf;
import io.barograph.core.text.IntervalText;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * What a join of two live tables keeps, for people.
 *
 * @param title such as {@code left join along ts and at, by device_id}
 * @param keeps of each side, beside the rows that wait until event time has passed them
 * @param warnings what may grow without a bound
 */
record JoinExplanation(String title, String keeps, List<String> warnings) {
    static JoinExplanation of(LiveJoin live) {
        AlongJoin along = live.along();
        Schema left = along.spec().left();
        String keys = along.spec().join().leftKeys().stream()
                .map(key -> ExprText.of(key, left))
                .collect(Collectors.joining(", "));
        String kind = along.spec().kind().name().toLowerCase(Locale.ROOT);
        String by = keys.isEmpty() ? "" : ", by " + keys;
        AsOf asOf = along.spec().join().asOf();
        String times = named(along.leftTime(), left) + " and "
                + named(along.rightTime(), along.spec().right());
        if (asOf != null) {
            return new JoinExplanation(kind + " join as of " + times + by, asOf(asOf, keys), warnings(asOf, keys));
        }
        return live.window() != null
                ? new JoinExplanation(
                        kind + " join of windows by " + times + by,
                        "rows of both sides until the end of their window",
                        List.of())
                : new JoinExplanation(
                        kind + " join along " + times + by,
                        "rows of the left for " + length(along.to()) + " behind their time, of the right for "
                                + length(-along.from()),
                        List.of());
    }

    private static String named(Expr time, Schema side) {
        return ExprText.of(time, side);
    }

    private static String asOf(AsOf asOf, String keys) {
        String within = asOf.within() == AsOf.ANY_DISTANCE ? "" : ", for " + length(asOf.within()) + " at most";
        String last = "the last row of the right" + (keys.isEmpty() ? "" : " per " + keys);
        String waiting = "rows of the left until one of the right follows";
        return switch (asOf.direction()) {
            case BACKWARD -> last + within;
            case FORWARD -> waiting + within;
            case NEAREST -> last + ", and " + waiting + within;
        };
    }

    private static List<String> warnings(AsOf asOf, String keys) {
        List<String> warnings = new ArrayList<>();
        if (asOf.within() == AsOf.ANY_DISTANCE) {
            if (asOf.direction() != AsOf.Direction.BACKWARD) {
                warnings.add(
                        "unbounded: rows of the left wait for ever where none of the right follows; bound the distance of the"
                                + " times");
            }
            if (asOf.direction() != AsOf.Direction.FORWARD && !keys.isEmpty()) {
                warnings.add("unbounded: grows with the number of different " + keys
                        + ", one row each; a bound of the distance of the times lets them go");
            }
        }
        return warnings;
    }

    private static String length(long nanos) {
        return IntervalText.toString(Math.max(0, nanos));
    }
}

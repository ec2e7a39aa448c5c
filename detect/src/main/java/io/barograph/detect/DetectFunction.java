package io.barograph.detect;

import io.barograph.core.column.Schema;
import io.barograph.core.column.Type;
import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.core.fold.FoldFunction;
import io.barograph.core.fold.FoldOperator;
import io.barograph.core.fold.GivenColumns;
import io.barograph.core.zone.Zones;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * {@code DETECT(TABLE t PARTITION BY key, DESCRIPTOR(time), 'metric, …')} in SQL. Named: {@code detector}, {@code zone},
 * {@code rest_share}, {@code rest_rows}, and the parameters of the detector.
 */
public final class DetectFunction implements FoldFunction {
    static final String METRICS = "metrics";
    static final String DETECTOR = "detector";
    static final String ZONE = "zone";
    private static final List<Parameter> REST = List.of(
            new Parameter(
                    "rest_share",
                    "",
                    Rest.STANDARD.share(),
                    0,
                    1,
                    "Share of the rows so far that an event's pauses may last."),
            new Parameter(
                    "rest_rows",
                    "rows",
                    Rest.STANDARD.rows(),
                    0,
                    1e9,
                    "Rows that an event's pauses may last at most."));

    /** What can be given for every detector. */
    static List<Parameter> common() {
        return REST;
    }

    @Override
    public String name() {
        return "detect";
    }

    @Override
    public String usage() {
        return "DETECT(TABLE 'file.csv' PARTITION BY device_id, DESCRIPTOR(time), 'temperature, humidity')";
    }

    @Override
    public List<String> positional() {
        return List.of(METRICS);
    }

    @Override
    public FoldOperator operator(Call call) {
        Map<String, Object> given = new HashMap<>(call.arguments());
        List<Integer> metrics = GivenColumns.of(this, call.input(), METRICS, given.remove(METRICS));
        Object named = given.remove(DETECTOR);
        if (named != null && !(named instanceof String)) {
            throw wrong(DETECTOR, "a detector is named by a text, such as detector => 'robust_z'");
        }
        Detector detector = Detectors.named(named == null ? Detectors.STANDARD : (String) named);
        if (detector.name().equals(Detectors.CLOCK)) {
            metrics.forEach(metric -> requireClock(call.input(), metric));
        }
        Object inZone = given.remove(ZONE);
        String zone = inZone == null ? DetectOperator.UTC : zone(inZone);
        Map<String, Double> rest = new HashMap<>();
        Map<String, Double> own = new HashMap<>();
        given.forEach((name, value) -> {
            boolean common =
                    REST.stream().anyMatch(parameter -> parameter.name().equals(name));
            (common ? rest : own).put(name, number(name, value));
        });
        Settings pauses = Settings.of(name(), REST, rest);
        return new DetectOperator(
                detector,
                Settings.of(detector, own),
                new Rest(pauses.value("rest_share"), pauses.rows("rest_rows")),
                zone,
                call.time(),
                call.keys(),
                metrics);
    }

    private static void requireClock(Schema input, int metric) {
        if (input.type(metric) != Type.TIMESTAMP) {
            throw wrong(
                    DETECTOR,
                    Detectors.CLOCK + " judges clocks, columns of type TIMESTAMP; " + input.name(metric) + " is "
                            + input.type(metric));
        }
    }

    private static String zone(Object given) {
        if (!(given instanceof String name)) {
            throw wrong(ZONE, "a zone is a text, such as zone => 'Asia/Seoul'");
        }
        try {
            return Zones.of(name).name();
        } catch (BarographException e) {
            throw wrong(ZONE, Objects.requireNonNull(e.getMessage()));
        }
    }

    private static double number(String name, Object value) {
        if (value instanceof Number number) {
            return number.doubleValue();
        }
        throw wrong(name, name + " is a number");
    }

    private static BarographException wrong(String argument, String message) {
        return BarographException.ofArgument(ErrorCode.INVALID_ARGUMENT, argument, message);
    }
}

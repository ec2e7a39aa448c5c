package io.barograph.detect;

import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.core.error.NearNames;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A value for each parameter of a detector. Immutable.
 *
 * @param values by the parameters' names, sorted
 */
public record Settings(Map<String, Double> values) {
    public Settings {
        values = Collections.unmodifiableSortedMap(new TreeMap<>(values));
    }

    /** Every parameter at its default. */
    public static Settings standard(Detector detector) {
        return of(detector, Map.of());
    }

    /**
     * The values given, and the defaults of the rest.
     *
     * @throws BarographException INVALID_ARGUMENT where the detector has no such parameter or does not take the value
     */
    public static Settings of(Detector detector, Map<String, Double> given) {
        Settings settings = of(detector.name(), detector.parameters(), given);
        detector.check(settings);
        return settings;
    }

    static Settings of(String owner, List<Parameter> parameters, Map<String, Double> given) {
        Map<String, Double> values = new TreeMap<>();
        for (Parameter parameter : parameters) {
            Double value = given.get(parameter.name());
            if (value != null && !parameter.admits(value)) {
                throw BarographException.ofArgument(
                        ErrorCode.INVALID_ARGUMENT,
                        parameter.name(),
                        parameter.name() + " of " + owner + " is from " + Amounts.number(parameter.least()) + " to "
                                + Amounts.number(parameter.most()) + " " + parameter.unit() + ", not "
                                + Amounts.number(value));
            }
            values.put(parameter.name(), value == null ? parameter.standard() : value);
        }
        for (String name : given.keySet()) {
            if (!values.containsKey(name)) {
                throw BarographException.ofArgument(
                        ErrorCode.INVALID_ARGUMENT,
                        name,
                        "the detector " + owner + " has no parameter " + name
                                + NearNames.hint(name, values.keySet(), "its parameters"));
            }
        }
        return new Settings(values);
    }

    /** The value of one of the detector's parameters. */
    public double value(String name) {
        Double value = values.get(name);
        if (value == null) {
            throw new IllegalArgumentException("no parameter " + name);
        }
        return value;
    }

    /** The same as a whole number. */
    public int rows(String name) {
        return (int) value(name);
    }

    /** The canonical text: every parameter, by name. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        values.forEach((name, value) -> text.append(text.isEmpty() ? "" : ", ")
                .append(name)
                .append('=')
                .append(io.barograph.core.text.DoubleText.toString(value)));
        return text.toString();
    }
}

package io.barograph.detect;

import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.core.error.NearNames;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;

/** The detectors that {@link ServiceLoader} finds. */
public final class Detectors {
    /** The detector that is used where none is named. */
    public static final String STANDARD = "ensemble";

    /** The detector that metrics of type TIMESTAMP are judged by. */
    static final String CLOCK = "clock_leap";

    private static final Map<String, Detector> BY_NAME = new TreeMap<>();

    static {
        ServiceLoader.load(Detector.class, Detectors.class.getClassLoader())
                .forEach(detector -> BY_NAME.put(detector.name(), detector));
    }

    private Detectors() {}

    /** Every detector, by name. */
    public static List<Detector> all() {
        return List.copyOf(BY_NAME.values());
    }

    /**
     * The detector of this name, in any case.
     *
     * @throws BarographException INVALID_ARGUMENT where there is none
     */
    public static Detector named(String name) {
        Detector detector = BY_NAME.get(name.toLowerCase(Locale.ROOT));
        if (detector == null) {
            throw BarographException.ofArgument(
                    ErrorCode.INVALID_ARGUMENT,
                    DetectFunction.DETECTOR,
                    "there is no detector " + name + NearNames.hint(name, BY_NAME.keySet(), "there are"));
        }
        return detector;
    }
}

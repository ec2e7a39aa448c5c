package io.barograph.cli;

import java.util.List;

/** The options that say how rows are judged, and the arguments of DETECT that they stand for. */
final class DetectorOptions {
    static final Option DETECTOR = Option.of("--detector", "NAME", "how rows are judged (ensemble)");
    static final Option SET =
            Option.of("--set", "SETTINGS", "parameters of the detector, as in threshold=3,rest_rows=100");
    static final Option ZONE =
            Option.of("--zone", "NAME", "whose hours and weekdays the detector learns, as in Asia/Seoul (UTC)");

    private DetectorOptions() {}

    static List<Option> all() {
        return List.of(DETECTOR, SET, ZONE);
    }

    /** What stands behind the metrics in a call of DETECT, with a comma before it; empty where nothing is set. */
    static String sql(Arguments arguments) {
        StringBuilder text = new StringBuilder();
        String detector = arguments.value(DETECTOR);
        if (detector != null) {
            text.append(", detector => ").append(Columns.text(detector));
        }
        String zone = arguments.value(ZONE);
        if (zone != null) {
            text.append(", zone => ").append(Columns.text(zone));
        }
        String settings = arguments.value(SET);
        if (settings != null) {
            for (String setting : settings.split(",")) {
                if (!setting.matches("\\s*[a-z_]+\\s*=\\s*-?[0-9.eE+-]+\\s*")) {
                    throw Arguments.invalid("--set takes NAME=NUMBER, as in threshold=3, not '" + setting + "'");
                }
                text.append(", ").append(setting.replace("=", " => "));
            }
        }
        return text.toString();
    }
}

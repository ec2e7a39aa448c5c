package io.barograph.testkit.flink;

import java.util.Map;

/**
 * What a cluster's servers have beside what they need to run.
 *
 * @param libraries more on their class path, as Java takes it; may be empty
 * @param settings of their {@code config.yaml}, in place of those that suit tests
 */
public record Beside(String libraries, Map<String, String> settings) {
    static final Beside NOTHING = new Beside("", Map.of());

    public Beside {
        settings = Map.copyOf(settings);
    }
}

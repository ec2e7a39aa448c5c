package io.barograph.server;

import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.core.error.NearNames;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * A configuration in YAML, by names with dots: {@code queries: {time: 30s}} is {@code queries.time}. Who takes all that they know
 * asks at last what is left.
 */
final class ConfigFile {
    private static final int MOST_ALIASES = 10;

    private final String file;
    private final Map<String, Object> left = new TreeMap<>();
    private final List<String> asked = new ArrayList<>();

    private ConfigFile(String file) {
        this.file = file;
    }

    /** No file: nothing is given. */
    static ConfigFile empty() {
        return new ConfigFile("");
    }

    /**
     * Reads a file.
     *
     * @throws BarographException {@code FILE_NOT_FOUND}, or {@code INVALID_OPTION} for what is no YAML of names and values
     */
    static ConfigFile read(Path path) {
        ConfigFile config = new ConfigFile(path.toString());
        LoadSettings settings = LoadSettings.builder()
                .setLabel(path.toString())
                .setMaxAliasesForCollections(MOST_ALIASES)
                .build();
        try {
            Object read = new Load(settings).loadFromString(TextFile.read(path, "configuration"));
            if (read instanceof Map<?, ?> members) {
                config.flatten("", members);
            } else if (read != null) {
                throw config.invalid("must be names with values, such as 'listen: 127.0.0.1:8750'");
            }
        } catch (YamlEngineException e) {
            throw new BarographException(
                    ErrorCode.INVALID_OPTION, "the configuration '" + path + "' is no YAML: " + e.getMessage(), e);
        }
        return config;
    }

    private void flatten(String prefix, Map<?, ?> members) {
        members.forEach((name, value) -> {
            String whole = prefix + name;
            if (value instanceof Map<?, ?> more) {
                flatten(whole + ".", more);
            } else if (value != null) {
                left.put(whole, value);
            }
        });
    }

    /** A single value; null where there is none. */
    @Nullable
    String take(String name) {
        asked.add(name);
        Object value = left.remove(name);
        if (value instanceof List<?>) {
            throw invalid("'" + name + "' is a list, but must be a single value");
        }
        return value == null ? null : value.toString();
    }

    /** Values, of which one may stand alone; empty where the name is not given. */
    Optional<List<String>> takeAll(String name) {
        asked.add(name);
        Object value = left.remove(name);
        if (value == null) {
            return Optional.empty();
        }
        return Optional.of(
                value instanceof List<?> list
                        ? list.stream().map(String::valueOf).toList()
                        : List.of(value.toString()));
    }

    /** Refuses names that nobody has asked for. */
    void refuseOthers() {
        if (!left.isEmpty()) {
            String name = left.keySet().iterator().next();
            throw invalid("there is no '" + name + "'" + NearNames.hint(name, asked, "there are"));
        }
    }

    BarographException invalid(String what) {
        return new BarographException(ErrorCode.INVALID_OPTION, "configuration '" + file + "': " + what);
    }
}

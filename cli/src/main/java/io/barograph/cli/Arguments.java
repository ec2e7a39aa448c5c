package io.barograph.cli;

import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.core.error.NearNames;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A command line, taken apart: the values of options, and the operands between them. Options may stand anywhere, as
 * {@code --name VALUE}, {@code --name=VALUE} or {@code -n VALUE}; behind {@code --} everything is an operand.
 *
 * <p>Our own rather than a library's: reading annotations by reflection costs a tenth of the time that a small query may
 * take.
 */
final class Arguments {
    private final Map<String, List<String>> values;
    private final List<String> operands;

    private Arguments(Map<String, List<String>> values, List<String> operands) {
        this.values = values;
        this.operands = List.copyOf(operands);
    }

    /**
     * Takes a command line apart.
     *
     * @throws BarographException {@code INVALID_OPTION} for an unknown option (naming the nearest), a missing or an
     *     unwanted value, or an option given twice
     */
    static Arguments parse(List<String> line, List<Option> options) {
        Map<String, List<String>> values = new HashMap<>();
        List<String> operands = new ArrayList<>();
        for (int i = 0; i < line.size(); i++) {
            String argument = line.get(i);
            if (argument.equals("--")) {
                operands.addAll(line.subList(i + 1, line.size()));
                break;
            }
            if (!isOption(argument)) {
                operands.add(argument);
                continue;
            }
            int equals = argument.startsWith("--") ? argument.indexOf('=') : -1;
            String name = equals < 0 ? argument : argument.substring(0, equals);
            Option option = find(name, options);
            String value = "true";
            if (option.takesValue()) {
                if (equals >= 0) {
                    value = argument.substring(equals + 1);
                } else if (i + 1 < line.size()) {
                    value = line.get(++i);
                } else {
                    throw invalid("option " + name + " needs a value: " + name + " " + option.valueName());
                }
            } else if (equals >= 0) {
                value = alternative(option, argument.substring(equals + 1));
            } else if (i + 1 < line.size() && line.get(i + 1).equals(option.alternative())) {
                value = line.get(++i);
            }
            List<String> given = values.computeIfAbsent(option.name(), unseen -> new ArrayList<>());
            given.add(value);
            if (given.size() > 1 && !option.repeats()) {
                throw invalid("option " + option.name() + " is given twice");
            }
        }
        return new Arguments(values, operands);
    }

    private static String alternative(Option option, String given) {
        if (given.equals(option.alternative())) {
            return given;
        }
        throw invalid("option " + option.name()
                + (option.alternative() == null
                        ? " takes no value"
                        : " stands alone or with " + option.alternative() + ", not with '" + given + "'"));
    }

    List<String> operands() {
        return operands;
    }

    /** The only operand. */
    String operand(String what) {
        if (operands.isEmpty()) {
            throw invalid(what + " is missing");
        }
        if (operands.size() > 1) {
            throw invalid("one " + what + " is expected, but there are " + operands.size() + ": "
                    + String.join(" ", operands) + " (is a quote missing?)");
        }
        return operands.get(0);
    }

    boolean has(Option option) {
        return values.containsKey(option.name());
    }

    @Nullable
    String value(Option option) {
        List<String> given = values.get(option.name());
        return given == null ? null : given.get(0);
    }

    /** Every value of an option that repeats, in their order. */
    List<String> all(Option option) {
        return values.getOrDefault(option.name(), List.of());
    }

    /** The option's value read by a function that throws {@code IllegalArgumentException} on what it does not understand. */
    <T> T value(Option option, T otherwise, String expected, Function<String, T> reader) {
        String text = value(option);
        if (text == null) {
            return otherwise;
        }
        try {
            return reader.apply(text);
        } catch (IllegalArgumentException | java.time.DateTimeException e) {
            throw invalid("option " + option.name() + " expects " + expected + ", not '" + text + "'");
        }
    }

    /** The option's value as a whole number within bounds; may be grouped by underscores. */
    long number(Option option, long otherwise, long least, long most) {
        String expected = most == Long.MAX_VALUE
                ? "a whole number from " + least + " up"
                : "a whole number from " + least + " to " + most;
        return value(option, otherwise, expected, text -> {
            long number = Long.parseLong(text.replace("_", ""));
            if (number < least || number > most) {
                throw new IllegalArgumentException(text);
            }
            return number;
        });
    }

    static BarographException invalid(String message) {
        return new BarographException(ErrorCode.INVALID_OPTION, message);
    }

    /** A lone dash is standard input; a dash before a blank or a digit begins a text: a number, or a comment. */
    static boolean isOption(String argument) {
        int at = argument.startsWith("--") ? 2 : argument.startsWith("-") ? 1 : argument.length();
        return at < argument.length() && Character.isLetter(argument.charAt(at));
    }

    private static Option find(String name, List<Option> options) {
        for (Option option : options) {
            if (option.isCalled(name)) {
                return option;
            }
        }
        String meant =
                NearNames.didYouMean(name, options.stream().map(Option::name).toList());
        throw invalid("unknown option " + name + (meant.isEmpty() ? "; see baro --help" : meant));
    }
}

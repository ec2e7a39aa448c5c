package io.barograph.cli;

import java.util.List;

/** The texts of {@code --help}. */
final class Help {
    private static final int COLUMN = 26;

    private Help() {}

    static String overview(List<Command> commands) {
        StringBuilder text = new StringBuilder();
        text.append("baro: one query over sensor data, the same answer to the last bit on every engine\n\n");
        for (Command command : commands) {
            for (String usage : command.usage()) {
                text.append("  ").append(usage).append('\n');
            }
        }
        text.append('\n');
        for (Command command : commands) {
            line(text, "  " + command.name(), command.summary());
        }
        text.append("\nbaro COMMAND --help says more. First time here? Try: baro demo\n");
        return text.toString();
    }

    static String of(Command command, List<Option> options) {
        StringBuilder text = new StringBuilder(command.summary()).append("\n\n");
        command.usage().forEach(usage -> text.append("  ").append(usage).append('\n'));
        text.append('\n');
        for (Option option : options) {
            line(text, "  " + option.synopsis(), option.help());
        }
        if (!command.details().isEmpty()) {
            text.append('\n').append(command.details());
        }
        return text.toString();
    }

    private static void line(StringBuilder text, String left, String right) {
        text.append(left);
        if (left.length() >= COLUMN) {
            text.append('\n').append(" ".repeat(COLUMN));
        } else {
            text.append(" ".repeat(COLUMN - left.length()));
        }
        text.append(right).append('\n');
    }
}

package io.barograph.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code docs/reference/cli.md} and the commands agree. */
class CommandReferenceTest {
    private static final Set<String> OF_BARO_ITSELF = Set.of("--help", "--version");

    @Test
    void thePageNamesEveryCommandAndTheOptionsOfQueries() throws IOException {
        List<String> written = code(page());
        for (Command command : Baro.COMMANDS.subList(1, Baro.COMMANDS.size())) {
            assertThat(written).as(command.name()).anyMatch(code -> code.startsWith("baro " + command.name()));
        }
        for (Option option : Baro.COMMANDS.get(0).options()) {
            assertThat(written)
                    .as(option.name())
                    .anyMatch(code -> Stream.of(code.split("[ ,]+")).anyMatch(option::isCalled));
        }
    }

    @Test
    void everyOptionOfThePageExists() throws IOException {
        Set<String> known = Baro.COMMANDS.stream()
                .flatMap(command -> command.options().stream())
                .map(Option::name)
                .collect(Collectors.toCollection(TreeSet::new));
        known.addAll(OF_BARO_ITSELF);
        List<String> named = Pattern.compile("--[a-z][a-z-]*")
                .matcher(String.join("\n", code(page())))
                .results()
                .map(MatchResult::group)
                .toList();

        assertThat(named).isNotEmpty().allMatch(known::contains);
    }

    private static List<String> code(String page) {
        return Pattern.compile("`([^`]+)`")
                .matcher(page)
                .results()
                .map(found -> found.group(1))
                .toList();
    }

    private static String page() throws IOException {
        return Files.readString(Path.of(System.getProperty("barograph.root", ".."), "docs", "reference", "cli.md"));
    }
}

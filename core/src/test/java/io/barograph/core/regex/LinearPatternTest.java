package io.barograph.core.regex;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.IntUnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LinearPatternTest {
    private static final List<String> ATOMS =
            List.of("a", "b", ".", "[ab]", "[^a]", "(a|b)", "(ab|a)", "(?:b)", "\\b", "^", "$", "\\w", "-", "(b*)");
    private static final List<String> TIMES = List.of("", "", "*", "+", "?", "*?", "+?", "??", "{2}", "{1,2}", "{0,}");

    private static LinearPattern compile(String pattern) {
        LinearPattern compiled = LinearPattern.compile(pattern, false, IntUnaryOperator.identity());
        assertThat(compiled).as(pattern).isNotNull();
        return compiled;
    }

    /** On patterns that both know, and whose repetitions cannot be empty, the JDK finds the same match. */
    @Test
    void whatIsFoundIsWhatTheJdkFinds() {
        long seed = Long.getLong("barograph.seed", System.nanoTime());
        Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            StringBuilder pattern = new StringBuilder();
            for (int parts = random.nextInt(5); parts >= 0; parts--) {
                String atom = ATOMS.get(random.nextInt(ATOMS.size()));
                boolean canBeEmpty =
                        atom.length() == 1 && "^$".contains(atom) || atom.equals("\\b") || atom.equals("(b*)");
                pattern.append(atom).append(canBeEmpty ? "" : TIMES.get(random.nextInt(TIMES.size())));
                pattern.append(parts > 0 && random.nextInt(6) == 0 ? "|" : "");
            }
            StringBuilder text = new StringBuilder();
            for (int length = random.nextInt(8); length > 0; length--) {
                text.append("ab-".charAt(random.nextInt(3)));
            }
            Matcher matcher = Pattern.compile(pattern.toString()).matcher(text);
            int[] places = compile(pattern.toString()).find(text.toString(), 0);
            int[] expected = matcher.find() ? new int[] {matcher.start(), matcher.end()} : null;
            assertThat(places == null ? null : Arrays.copyOf(places, 2))
                    .as("seed %d: %s in %s", seed, pattern, text)
                    .isEqualTo(expected);
        }
    }

    @Test
    void groupsAreWhereTheyMatchedLast() {
        assertThat(compile("(a)|(b)").find("xb", 0)).containsExactly(1, 2, -1, -1, 1, 2);
        assertThat(compile("(?P<k>\\w+)=(?<v>\\d+)").find("T=21", 0)).containsExactly(0, 4, 0, 1, 2, 4);
        assertThat(compile("(a|b)*").find("abb", 0)).containsExactly(0, 3, 2, 3);
    }

    @Test
    void setsAreReadAsTheyStand() {
        assertThat(compile("[]a]").find("]", 0)).isNotNull();
        assertThat(compile("[^]a]").find("]", 0)).isNull();
        assertThat(compile("[a-]").find("-", 0)).isNotNull();
        assertThat(compile("[[:digit:]_]+").find("a1_2", 0)).containsExactly(1, 4);
        assertThat(compile("[\\D]").find("1", 0)).isNull();
        assertThat(compile("\\x41\\x{c628}").find("A온", 0)).containsExactly(0, 2);
        assertThat(compile("a{,2}").find("a{,2}", 0)).containsExactly(0, 5);
        assertThat(compile(".").find("\ud83c\udf21", 0)).containsExactly(0, 2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "(",
                ")",
                "[",
                "[a",
                "a**",
                "*",
                "+a",
                "\\",
                "a{2,1}",
                "a{1001}",
                "(a{1000}){1000}",
                "[b-a]",
                "\\q",
                "\\1",
                "(?=a)",
                "(?<=a)",
                "(?i)a",
                "(?<n",
                "[[:nothing:]]",
                "\\x4",
                "\\x{110000}",
                "\\p{L}"
            })
    void whatIsNoPatternIsRefused(String pattern) {
        assertThat(LinearPattern.compile(pattern, false, IntUnaryOperator.identity()))
                .isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "(a*)*b",
                "(a|aa)+$b",
                "(((a*)*)*)*b",
                "(a+)+(a+)+(a+)+b",
                "a?a?a?a?a?a?a?a?a?a?a?aaaaaaaaaaaab",
                "(?:(?:(?:){1000}){1000}){1000}b",
                "(.*)(.*)(.*)(.*)(.*)b"
            })
    void hostilePatternsDoNotHang(String pattern) {
        String text = "a".repeat(20_000);
        Assertions.assertTimeoutPreemptively(
                Duration.ofSeconds(60),
                () -> assertThat(compile(pattern).find(text, 0)).isNull());
    }

    @Test
    void deepParenthesesAreRefusedBeforeTheStackEnds() {
        String deep = "(".repeat(100_000) + ")".repeat(100_000);
        assertThat(LinearPattern.compile(deep, false, IntUnaryOperator.identity()))
                .isNull();
    }
}

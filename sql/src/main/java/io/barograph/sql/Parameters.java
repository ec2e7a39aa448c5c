package io.barograph.sql;

import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.core.error.NearNames;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Puts the values of parameters into a text that is cut into tokens already: {@code :day} and {@code ${day}} become one
 * literal each, and {@code ${day}} within quotes becomes a part of that literal. So a value is never read as SQL, whatever
 * stands in it.
 */
final class Parameters {
    private final SourceText source;
    private final @Nullable Map<String, String> values;
    private final Set<String> used = new TreeSet<>();

    private Parameters(SourceText source, @Nullable Map<String, String> values) {
        this.source = source;
        this.values = values;
    }

    /**
     * The tokens with literals in the place of parameters.
     *
     * @param values by name, each of a parameter that the text has; null where there are no parameters, so that one is an error and {@code ${} in quotes a text
     */
    static List<Token> apply(SourceText source, List<Token> tokens, @Nullable Map<String, String> values) {
        Parameters parameters = new Parameters(source, values);
        List<Token> result = parameters.apply(tokens);
        parameters.requireUse();
        return result;
    }

    private void requireUse() {
        for (String name : values == null ? Set.<String>of() : values.keySet()) {
            if (!used.contains(name)) {
                throw new BarographException(
                        ErrorCode.INVALID_ARGUMENT,
                        "no statement has a parameter " + name + ", which --set gives a value"
                                + (used.isEmpty()
                                        ? "; parameters are written :" + name + " or ${" + name + "}"
                                        : NearNames.hint(name, used, "parameters")));
            }
        }
    }

    private List<Token> apply(List<Token> tokens) {
        List<Token> result = new ArrayList<>(tokens.size());
        for (Token token : tokens) {
            if (token.kind() == Token.Kind.PARAMETER) {
                literal(token, result);
            } else if (token.kind() == Token.Kind.STRING
                    && values != null
                    && token.text().contains("${")) {
                result.add(new Token(Token.Kind.STRING, within(token), token.start(), token.end()));
            } else {
                result.add(token);
            }
        }
        return result;
    }

    /** A number where the value is one, else a text; {@code 'quoted'} is a text whatever it looks like. */
    private void literal(Token token, List<Token> result) {
        String value = value(token, token.text());
        boolean negative = value.startsWith("-");
        String digits = negative ? value.substring(1) : value;
        if (!isNumber(digits)) {
            result.add(new Token(Token.Kind.STRING, unquoted(value), token.start(), token.end()));
            return;
        }
        if (negative) {
            result.add(new Token(Token.Kind.SYMBOL, "(", token.start(), token.start()));
            result.add(new Token(Token.Kind.SYMBOL, "-", token.start(), token.start()));
        }
        result.add(new Token(Token.Kind.NUMBER, digits, token.start(), token.end()));
        if (negative) {
            result.add(new Token(Token.Kind.SYMBOL, ")", token.end(), token.end()));
        }
    }

    private static boolean isNumber(String text) {
        int points = 0;
        for (int i = 0; i < text.length(); i++) {
            points += text.charAt(i) == '.' ? 1 : 0;
            if (text.charAt(i) != '.' && (text.charAt(i) < '0' || text.charAt(i) > '9')) {
                return false;
            }
        }
        return points <= 1 && text.length() > points;
    }

    private static String unquoted(String value) {
        boolean quoted = value.length() >= 2 && value.startsWith("'") && value.endsWith("'");
        return quoted ? value.substring(1, value.length() - 1).replace("''", "'") : value;
    }

    private String within(Token token) {
        StringBuilder text = new StringBuilder();
        int at = 0;
        for (int open = token.text().indexOf("${");
                open >= 0;
                open = token.text().indexOf("${", at)) {
            int close = token.text().indexOf('}', open);
            if (close < 0) {
                break;
            }
            text.append(token.text(), at, open);
            text.append(unquoted(value(token, token.text().substring(open + 2, close))));
            at = close + 1;
        }
        return text.append(token.text(), at, token.text().length()).toString();
    }

    private String value(Token token, String name) {
        if (values == null) {
            throw source.error(
                    ErrorCode.SYNTAX_ERROR,
                    token,
                    "parameters such as " + source.text(token.start(), token.end())
                            + " are for files: baro run FILE.sql --set " + name + "=…");
        }
        used.add(name);
        String value = values.get(name);
        if (value == null) {
            throw source.error(
                    ErrorCode.INVALID_ARGUMENT,
                    token,
                    "parameter " + name + " has no value; give it with --set " + name + "=…"
                            + NearNames.didYouMean(name, values.keySet()));
        }
        return value;
    }
}

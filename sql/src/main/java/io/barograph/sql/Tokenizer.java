package io.barograph.sql;

import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Cuts SQL text into tokens; comments and white space fall away. */
final class Tokenizer {
    private static final List<String> TWO_CHARACTER_SYMBOLS = List.of("<=", ">=", "<>", "!=", "||", "::", "=>", "==");

    /** What stands in patterns of MATCH_RECOGNIZE and nowhere else. */
    private static final String PATTERN_SYMBOLS = "{}|^$";

    /** How far behind ASCII its full-width forms stand, which input methods for East Asian texts write. */
    private static final int FULL_WIDTH = 0xFEE0;

    private final SourceText source;
    private final String text;
    private int at;

    private Tokenizer(SourceText source) {
        this.source = source;
        this.text = source.text();
    }

    /** All tokens, the last one {@code END}. */
    static List<Token> tokenize(SourceText source) {
        return new Tokenizer(source).run();
    }

    /** The tokens that a piece of the text is made of. */
    static List<Token> within(SourceText source, Token piece) {
        return tokenize(source).stream()
                .filter(token -> token.start() >= piece.start() && token.end() <= piece.end())
                .filter(token -> token.kind() != Token.Kind.END)
                .toList();
    }

    private List<Token> run() {
        List<Token> tokens = new ArrayList<>();
        skipBlanks();
        while (at < text.length()) {
            tokens.add(next());
            skipBlanks();
        }
        tokens.add(new Token(Token.Kind.END, "", text.length(), text.length()));
        return tokens;
    }

    private Token next() {
        int start = at;
        char c = text.charAt(at);
        if (c == '\'') {
            return quoted(Token.Kind.STRING, '\'', "text");
        }
        if (c == '"' || c == '`') {
            return quoted(Token.Kind.QUOTED, c, "name");
        }
        if (isDigit(c) || (c == '.' && at + 1 < text.length() && isDigit(text.charAt(at + 1)))) {
            return number();
        }
        int codePoint = text.codePointAt(at);
        if (Character.isUnicodeIdentifierStart(codePoint) || c == '_') {
            skipName();
            return new Token(Token.Kind.WORD, text.substring(start, at), start, at);
        }
        if (c == ':' && startsParameter()) {
            at++;
            skipName();
            return new Token(Token.Kind.PARAMETER, text.substring(start + 1, at), start, at);
        }
        if (text.startsWith("${", at)) {
            int end = text.indexOf('}', at);
            if (end < 0 || text.substring(at, end).isBlank()) {
                throw source.error(ErrorCode.SYNTAX_ERROR, start, "a parameter is written ${name}");
            }
            at = end + 1;
            return new Token(Token.Kind.PARAMETER, text.substring(start + 2, end), start, at);
        }
        if (text.startsWith("//", at) && !text.startsWith("//*", at)) {
            throw source.error(
                    ErrorCode.SYNTAX_ERROR,
                    at,
                    "unexpected '//'; / between whole numbers leaves the fraction out, 7 / 2 is 3; of others write trunc(a / b) or"
                            + " floor(a / b). Comments begin with --");
        }
        if (text.startsWith("**", at)) {
            throw source.error(ErrorCode.SYNTAX_ERROR, at, "unexpected '**'" + hint('^'));
        }
        for (String symbol : TWO_CHARACTER_SYMBOLS) {
            if (text.startsWith(symbol, at)) {
                at += 2;
                return new Token(Token.Kind.SYMBOL, symbol, start, at);
            }
        }
        if ("()[],.;+-*/%<>=?:".indexOf(c) < 0 && PATTERN_SYMBOLS.indexOf(c) < 0) {
            throw unexpected(source, at, codePoint);
        }
        at++;
        return new Token(Token.Kind.SYMBOL, String.valueOf(c), start, at);
    }

    /** Whether a name follows the colon, and no value stands right before it: {@code x:DOUBLE} is a cast gone wrong. */
    private boolean startsParameter() {
        boolean name = at + 1 < text.length()
                && (Character.isUnicodeIdentifierStart(text.charAt(at + 1)) || text.charAt(at + 1) == '_');
        return name && (at == 0 || !isNamePart(text.charAt(at - 1)) && ")'\"`".indexOf(text.charAt(at - 1)) < 0);
    }

    private void skipName() {
        while (at < text.length() && isNamePart(text.codePointAt(at))) {
            at += Character.charCount(text.codePointAt(at));
        }
    }

    private static BarographException unexpected(SourceText source, int at, int codePoint) {
        return source.error(ErrorCode.SYNTAX_ERROR, at, "unexpected character " + show(codePoint) + hint(codePoint));
    }

    /** The error for a symbol that only stands in patterns of MATCH_RECOGNIZE, where it stands elsewhere; null for others. */
    static @Nullable BarographException outsideOfPattern(SourceText source, Token token) {
        char symbol = token.text().charAt(0);
        return token.text().length() == 1 && PATTERN_SYMBOLS.indexOf(symbol) >= 0
                ? unexpected(source, token.start(), symbol)
                : null;
    }

    private static String show(int codePoint) {
        return Character.isISOControl(codePoint)
                ? String.format("U+%04X", codePoint)
                : "'" + Character.toString(codePoint) + "'";
    }

    private static String hint(int codePoint) {
        return switch (codePoint) {
            case '\u2018', '\u2019' -> "; text is written in straight quotes: '...'";
            case '\u201C', '\u201D' -> "; names are written in straight quotes: \"...\"";
            case '!' -> "; 'not' is written NOT, 'not equal' <>";
            case '&' -> "; 'and' is written AND";
            case '|' -> "; 'or' is written OR";
            case '~' -> "; patterns are matched by LIKE and by regexp_matches(text, 'pattern')";
            case '^' -> "; powers are written power(x, 2)";
            case '{' -> "; there are no structs: each value is a column of its own";
            case '#' -> "; comments begin with --";
            case '@', '$' -> "; a parameter is written :name or ${name}";
            default ->
                codePoint > FULL_WIDTH && codePoint < FULL_WIDTH + 0x7F
                        ? "; write " + show(codePoint - FULL_WIDTH)
                        : "";
        };
    }

    private Token quoted(Token.Kind kind, char quote, String noun) {
        int start = at++;
        StringBuilder value = new StringBuilder();
        while (true) {
            int end = text.indexOf(quote, at);
            if (end < 0) {
                throw unterminated(start, noun, quote);
            }
            value.append(text, at, end);
            at = end + 1;
            if (at >= text.length() || text.charAt(at) != quote) {
                break;
            }
            value.append(quote);
            at++;
        }
        if (kind == Token.Kind.QUOTED && value.isEmpty()) {
            throw source.error(ErrorCode.SYNTAX_ERROR, start, "a name in quotes must not be empty");
        }
        return new Token(kind, value.toString(), start, at);
    }

    private BarographException unterminated(int start, String noun, char quote) {
        return source.error(
                ErrorCode.SYNTAX_ERROR,
                start,
                "this quoted " + noun + " does not end; the closing " + quote + " is missing");
    }

    private Token number() {
        int start = at;
        if (text.startsWith("0x", at) || text.startsWith("0X", at)) {
            return hexadecimal();
        }
        skipDigits();
        if (at < text.length() && text.charAt(at) == '.') {
            at++;
            skipDigits();
        }
        if (at < text.length() && (text.charAt(at) == 'e' || text.charAt(at) == 'E')) {
            int exponent = at + 1;
            if (exponent < text.length() && (text.charAt(exponent) == '+' || text.charAt(exponent) == '-')) {
                exponent++;
            }
            if (exponent < text.length() && isDigit(text.charAt(exponent))) {
                at = exponent;
                skipDigits();
            }
        }
        if (at < text.length() && isNamePart(text.codePointAt(at))) {
            int end = at;
            while (end < text.length() && isNamePart(text.codePointAt(end))) {
                end += Character.charCount(text.codePointAt(end));
            }
            throw source.error(
                    ErrorCode.SYNTAX_ERROR,
                    start,
                    "'" + text.substring(start, end)
                            + "' is neither a number nor a name; a name that starts with a digit"
                            + " stands in double quotes");
        }
        return new Token(Token.Kind.NUMBER, text.substring(start, at).replace("_", ""), start, at);
    }

    /** {@code 0x1F}, as the number that it is. */
    private Token hexadecimal() {
        int start = at;
        skipName();
        String digits = text.substring(start + 2, at).replace("_", "");
        if (!digits.matches("[0-9a-fA-F]{1,15}|[0-7][0-9a-fA-F]{15}")) {
            throw source.error(
                    ErrorCode.SYNTAX_ERROR,
                    start,
                    "'" + text.substring(start, at) + "' is no hexadecimal number of up to 63 bits, such as 0x1F");
        }
        return new Token(Token.Kind.NUMBER, Long.toString(Long.parseLong(digits, 16)), start, at);
    }

    /** Digits, and single underscores between them: {@code 1_000_000}. */
    private void skipDigits() {
        while (at < text.length() && (isDigit(text.charAt(at)) || isBetweenDigits(at))) {
            at++;
        }
    }

    private boolean isBetweenDigits(int index) {
        return text.charAt(index) == '_'
                && index > 0
                && isDigit(text.charAt(index - 1))
                && index + 1 < text.length()
                && isDigit(text.charAt(index + 1));
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isNamePart(int codePoint) {
        return codePoint == '$'
                || (Character.isUnicodeIdentifierPart(codePoint) && !Character.isIdentifierIgnorable(codePoint));
    }

    private void skipBlanks() {
        while (at < text.length()) {
            char c = text.charAt(at);
            if (Character.isWhitespace(c) || Character.isSpaceChar(c) || c == '\uFEFF') {
                at++;
            } else if (text.startsWith("--", at)) {
                int end = text.indexOf('\n', at);
                at = end < 0 ? text.length() : end + 1;
            } else if (text.startsWith("/*", at)) {
                int end = text.indexOf("*/", at + 2);
                if (end < 0) {
                    throw source.error(
                            ErrorCode.SYNTAX_ERROR, at, "this comment does not end; the closing */ is missing");
                }
                at = end + 2;
            } else {
                return;
            }
        }
    }
}

package io.barograph.sql;

import io.barograph.core.column.Type;
import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.core.error.NearNames;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The names of types in SQL. */
final class TypeNames {
    /** The names to mention in messages: one per type. */
    static final String KNOWN = "BOOLEAN, BIGINT, DOUBLE, DECIMAL(p,s), VARCHAR, TIMESTAMP, DATE, INTERVAL";

    /** What DECIMAL alone means, as in DuckDB. */
    private static final int DEFAULT_PRECISION = 18;

    private static final int DEFAULT_SCALE = 3;

    /** Names of types that other dialects have and this one does not, yet. */
    private static final List<String> LATER = List.of("TIME", "BINARY", "VARBINARY", "BYTES", "ARRAY", "MAP");

    private static final List<String> WORTH_PROPOSING = List.of(
            "BOOLEAN",
            "BIGINT",
            "INT",
            "INTEGER",
            "DOUBLE",
            "REAL",
            "FLOAT",
            "DECIMAL",
            "VARCHAR",
            "TEXT",
            "TIMESTAMP",
            "DATE",
            "INTERVAL");

    /**
     * A type as the text names it.
     *
     * @param name that {@link #find} knows
     * @param end index behind its last token
     */
    record Written(String name, int end) {}

    private TypeNames() {}

    /** The type that a name stands for, in any case; narrower numbers widen, see {@link #narrower}. */
    static Optional<Type> find(String name) {
        Type type = switch (name.toUpperCase(Locale.ROOT)) {
            case "BOOLEAN", "BOOL" -> Type.BOOLEAN;
            case "BIGINT", "INT", "INTEGER", "SMALLINT", "TINYINT", "LONG", "INT8", "INT4", "INT2", "INT1" ->
                Type.BIGINT;
            case "DOUBLE", "REAL", "FLOAT", "FLOAT8", "FLOAT4" -> Type.DOUBLE;
            case "DECIMAL", "NUMERIC", "DEC" -> Type.decimal(DEFAULT_PRECISION, DEFAULT_SCALE);
            case "VARCHAR", "STRING", "TEXT", "CHAR", "CHARACTER" -> Type.VARCHAR;
            case "TIMESTAMP", "TIMESTAMPTZ", "DATETIME", "TIMESTAMP_LTZ" -> Type.TIMESTAMP;
            case "DATE" -> Type.DATE;
            case "INTERVAL" -> Type.INTERVAL;
            default -> Type.parse(name).orElse(null);
        };
        return Optional.ofNullable(type);
    }

    /** The narrower type that a name stands for, which is carried as what {@link #find} gives; empty for others. */
    static Optional<String> narrower(String name) {
        return Optional.ofNullable(
                switch (name.toUpperCase(Locale.ROOT)) {
                    case "INT", "INTEGER", "INT4" -> "INT";
                    case "SMALLINT", "INT2" -> "SMALLINT";
                    case "TINYINT", "INT1" -> "TINYINT";
                    case "REAL", "FLOAT", "FLOAT4" -> "REAL";
                    default -> null;
                });
    }

    /**
     * Reads a type: a name of one or more words, and a length or precision, which only a DECIMAL heeds.
     *
     * @param at index of its first token
     */
    static Written read(SourceText source, List<Token> tokens, int at) {
        Token name = tokens.get(at);
        if (name.kind() != Token.Kind.WORD || KeywordRules.isReserved(name)) {
            throw unexpected(source, name, "a type: " + KNOWN);
        }
        if (find(name.text()).isEmpty()) {
            throw unknown(source, name);
        }
        int end = at + 1;
        if (name.isWord("DOUBLE") && tokens.get(end).isWord("PRECISION")
                || name.isWord("CHARACTER") && tokens.get(end).isWord("VARYING")) {
            end++;
        }
        String written = name.text();
        if (tokens.get(end).isSymbol("(")) {
            if (find(written).filter(Type::isDecimal).isPresent()) {
                written = decimal(source, name, tokens, end + 1);
            }
            end++;
            while (!tokens.get(end).isSymbol(")")) {
                if (tokens.get(end).kind() != Token.Kind.NUMBER
                        && !tokens.get(end).isSymbol(",")) {
                    throw unexpected(source, tokens.get(end), "a number");
                }
                end++;
            }
            end++;
        }
        return new Written(written, name.isWord("TIMESTAMP") ? endOfZone(tokens, end) : end);
    }

    /** Whether a token is a name of the type DECIMAL. */
    static boolean isDecimal(Token token) {
        return token.isWord("DECIMAL") || token.isWord("NUMERIC");
    }

    /** The name of the DECIMAL that a text spells, with as many digits as it has. */
    static String decimalOf(SourceText source, Token text) {
        int whole = 0;
        int behind = -1;
        String digits = text.text().strip();
        for (int i = digits.startsWith("-") || digits.startsWith("+") ? 1 : 0; i < digits.length(); i++) {
            char c = digits.charAt(i);
            if (c == '.' && behind < 0) {
                behind = 0;
            } else if (c < '0' || c > '9') {
                throw source.error(
                        ErrorCode.INVALID_ARGUMENT,
                        text,
                        "'" + digits + "' is no DECIMAL; write it as DECIMAL '12.50'");
            } else if (behind >= 0) {
                behind++;
            } else {
                whole++;
            }
        }
        int scale = Math.max(0, behind);
        if (whole + scale == 0 || whole + scale > Type.MAX_PRECISION) {
            throw source.error(
                    ErrorCode.INVALID_ARGUMENT,
                    text,
                    "a DECIMAL has 1 to 38 digits; '" + digits + "' has " + (whole + scale));
        }
        return Type.decimal(whole + scale, scale).name();
    }

    /** The name of the DECIMAL whose precision, and perhaps scale, begin at a token. */
    private static String decimal(SourceText source, Token name, List<Token> tokens, int at) {
        StringBuilder text = new StringBuilder();
        for (int i = at; !tokens.get(i).isSymbol(")") && i < at + 3; i++) {
            text.append(tokens.get(i).text());
        }
        String parameters = text.indexOf(",") < 0 ? text + ",0" : text.toString();
        return Type.parse("DECIMAL(" + parameters + ")")
                .map(Type::name)
                .orElseThrow(
                        () -> source.error(
                                ErrorCode.INVALID_ARGUMENT,
                                name,
                                "there is no " + name.upper() + "(" + text
                                        + "); write DECIMAL(precision, scale) with a precision from 1"
                                        + " to 38, digits in all, and a scale from 0 to the precision, digits behind the point"));
    }

    /** Behind {@code WITH [LOCAL] TIME ZONE} or {@code WITHOUT TIME ZONE}, where it stands there: all times are UTC. */
    private static int endOfZone(List<Token> tokens, int at) {
        boolean with = tokens.get(at).isWord("WITH");
        if (!with && !tokens.get(at).isWord("WITHOUT")) {
            return at;
        }
        int time = with && tokens.get(at + 1).isWord("LOCAL") ? at + 2 : at + 1;
        return tokens.get(time).isWord("TIME") && tokens.get(time + 1).isWord("ZONE") ? time + 2 : at;
    }

    private static BarographException unexpected(SourceText source, Token token, String expected) {
        return source.error(
                ErrorCode.SYNTAX_ERROR, token, SyntaxErrors.found(source, token) + "; expected " + expected);
    }

    private static BarographException unknown(SourceText source, Token name) {
        String near = NearNames.didYouMean(name.text(), WORTH_PROPOSING);
        return LATER.contains(name.upper())
                ? source.error(
                        ErrorCode.NOT_SUPPORTED,
                        name,
                        "type " + name.upper() + " is not supported yet; there are " + KNOWN)
                : source.error(
                        ErrorCode.SYNTAX_ERROR,
                        name,
                        "there is no type " + name.text() + (near.isEmpty() ? "; there are " + KNOWN : near));
    }
}

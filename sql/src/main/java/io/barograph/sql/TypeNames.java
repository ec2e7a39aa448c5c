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
    static final String KNOWN = "BOOLEAN, BIGINT, DOUBLE, VARCHAR, TIMESTAMP, INTERVAL";

    /** Names of types that other dialects have and this one does not, yet. */
    private static final List<String> LATER =
            List.of("DECIMAL", "NUMERIC", "TIME", "BINARY", "VARBINARY", "BYTES", "ARRAY", "MAP");

    private static final List<String> WORTH_PROPOSING = List.of(
            "BOOLEAN",
            "BIGINT",
            "INT",
            "INTEGER",
            "DOUBLE",
            "FLOAT",
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

    /** The type that a name stands for, in any case; narrower numbers widen, a DATE is the TIMESTAMP of its midnight. */
    static Optional<Type> find(String name) {
        Type type = switch (name.toUpperCase(Locale.ROOT)) {
            case "BOOLEAN", "BOOL" -> Type.BOOLEAN;
            case "BIGINT", "INT", "INTEGER", "SMALLINT", "TINYINT", "LONG", "INT8", "INT4", "INT2" -> Type.BIGINT;
            case "DOUBLE", "REAL", "FLOAT", "FLOAT8", "FLOAT4" -> Type.DOUBLE;
            case "VARCHAR", "STRING", "TEXT", "CHAR", "CHARACTER" -> Type.VARCHAR;
            case "TIMESTAMP", "TIMESTAMPTZ", "DATETIME", "DATE", "TIMESTAMP_LTZ" -> Type.TIMESTAMP;
            case "INTERVAL" -> Type.INTERVAL;
            default -> null;
        };
        return Optional.ofNullable(type);
    }

    /** Whether the name is that of days: times of its type have no hours. */
    static boolean isDate(String name) {
        return name.equalsIgnoreCase("DATE");
    }

    /**
     * Reads a type: a name of one or more words, and a length or precision, which changes nothing here.
     *
     * @param at index of its first token
     */
    static Written read(SourceText source, List<Token> tokens, int at) {
        Token name = tokens.get(at);
        if (name.kind() != Token.Kind.WORD || CalciteTextWriter.isReserved(name)) {
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
        if (tokens.get(end).isSymbol("(")) {
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
        return new Written(name.text(), name.isWord("TIMESTAMP") ? endOfZone(tokens, end) : end);
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

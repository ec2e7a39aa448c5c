package io.barograph.formats.json;

/**
 * Where JSON values end (RFC 8259), and whether they are any, in UTF-8. Beside the standard's values {@code NaN}, {@code Infinity} and
 * {@code -Infinity} are known, which Python writes. Positions are in a text behind which stands a line end; methods give a
 * position, or {@link #MALFORMED}.
 */
final class JsonScanner {
    /** What stands there is no JSON. */
    static final int MALFORMED = -1;

    /** Deeper ones are malformed: this bounds the stack whatever a file holds. */
    private static final int MAX_DEPTH = 500;

    private JsonScanner() {}

    /** The first position that is no whitespace; of line ends only where {@code acrossLines}. */
    static int space(byte[] bytes, int from, boolean acrossLines) {
        int at = from;
        while (bytes[at] == ' ' || bytes[at] == '\t' || bytes[at] == '\r' || acrossLines && bytes[at] == '\n') {
            at++;
        }
        return at;
    }

    /** The position behind any value. */
    static int value(byte[] bytes, int at, boolean acrossLines) {
        return value(bytes, at, acrossLines, 0);
    }

    private static int value(byte[] bytes, int at, boolean acrossLines, int depth) {
        return switch (bytes[at]) {
            case '"' -> {
                int quote = stringEnd(bytes, at + 1);
                yield quote < 0 ? MALFORMED : quote + 1;
            }
            case '{', '[' -> depth == MAX_DEPTH ? MALFORMED : nested(bytes, at, acrossLines, depth + 1);
            default -> scalarEnd(bytes, at);
        };
    }

    private static int nested(byte[] bytes, int opening, boolean acrossLines, int depth) {
        boolean object = bytes[opening] == '{';
        byte closing = (byte) (object ? '}' : ']');
        int at = space(bytes, opening + 1, acrossLines);
        if (bytes[at] == closing) {
            return at + 1;
        }
        while (true) {
            if (object) {
                at = behindName(bytes, at, acrossLines);
                if (at < 0) {
                    return MALFORMED;
                }
            }
            at = value(bytes, at, acrossLines, depth);
            if (at < 0) {
                return MALFORMED;
            }
            at = space(bytes, at, acrossLines);
            if (bytes[at] == closing) {
                return at + 1;
            }
            if (bytes[at] != ',') {
                return MALFORMED;
            }
            at = space(bytes, at + 1, acrossLines);
        }
    }

    /** From a member's name to the start of its value. */
    private static int behindName(byte[] bytes, int at, boolean acrossLines) {
        int quote = bytes[at] == '"' ? stringEnd(bytes, at + 1) : MALFORMED;
        return quote < 0 ? MALFORMED : behindColon(bytes, quote + 1, acrossLines);
    }

    /** The start of the value behind a colon, before which whitespace may stand. */
    static int behindColon(byte[] bytes, int from, boolean acrossLines) {
        int at = space(bytes, from, acrossLines);
        return bytes[at] == ':' ? space(bytes, at + 1, acrossLines) : MALFORMED;
    }

    /** The closing quote of the string whose text begins here. */
    static int stringEnd(byte[] bytes, int from) {
        int at = from;
        while (true) {
            byte b = bytes[at];
            if (b == '"') {
                return at;
            }
            if (b == '\\') {
                at = escapeEnd(bytes, at + 1);
                if (at < 0) {
                    return MALFORMED;
                }
            } else if (b >= ' ') {
                at++;
            } else {
                at = b < 0 ? characterEnd(bytes, at) : MALFORMED;
                if (at < 0) {
                    return MALFORMED;
                }
            }
        }
    }

    /** The position behind a character of two to four bytes: neither longer than needed, nor a surrogate, nor too great. */
    private static int characterEnd(byte[] bytes, int at) {
        int first = bytes[at] & 0xFF;
        int second = bytes[at + 1] & 0xFF;
        int least = first == 0xE0 ? 0xA0 : first == 0xF0 ? 0x90 : 0x80;
        int most = first == 0xED ? 0x9F : first == 0xF4 ? 0x8F : 0xBF;
        if (first < 0xC2 || first > 0xF4 || second < least || second > most) {
            return MALFORMED;
        }
        int end = at + (first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4);
        for (int i = at + 2; i < end; i++) {
            if ((bytes[i] & 0xC0) != 0x80) {
                return MALFORMED;
            }
        }
        return end;
    }

    private static int escapeEnd(byte[] bytes, int at) {
        if (bytes[at] == 'u') {
            for (int i = 1; i <= 4; i++) {
                if (Character.digit(bytes[at + i], 16) < 0) {
                    return MALFORMED;
                }
            }
            return at + 5;
        }
        return "\"\\/bfnrt".indexOf(bytes[at]) >= 0 ? at + 1 : MALFORMED;
    }

    /** The position behind a number, or one of the words. */
    static int scalarEnd(byte[] bytes, int at) {
        return switch (bytes[at]) {
            case 't' -> word(bytes, at, "true");
            case 'f' -> word(bytes, at, "false");
            case 'n' -> word(bytes, at, "null");
            case 'N' -> word(bytes, at, "NaN");
            case 'I' -> word(bytes, at, "Infinity");
            case '-' -> bytes[at + 1] == 'I' ? word(bytes, at + 1, "Infinity") : number(bytes, at + 1);
            default -> number(bytes, at);
        };
    }

    private static int word(byte[] bytes, int from, String word) {
        for (int i = 0; i < word.length(); i++) {
            if (bytes[from + i] != word.charAt(i)) {
                return MALFORMED;
            }
        }
        return endOf(bytes, from + word.length());
    }

    /** A number without its sign. */
    private static int number(byte[] bytes, int from) {
        int at = digits(bytes, from);
        if (at == from || bytes[from] == '0' && at > from + 1) {
            return MALFORMED;
        }
        if (bytes[at] == '.') {
            int fraction = at + 1;
            at = digits(bytes, fraction);
            if (at == fraction) {
                return MALFORMED;
            }
        }
        if (bytes[at] == 'e' || bytes[at] == 'E') {
            int exponent = bytes[at + 1] == '-' || bytes[at + 1] == '+' ? at + 2 : at + 1;
            at = digits(bytes, exponent);
            if (at == exponent) {
                return MALFORMED;
            }
        }
        return endOf(bytes, at);
    }

    private static int digits(byte[] bytes, int from) {
        int at = from;
        while (isDigit(bytes[at])) {
            at++;
        }
        return at;
    }

    static boolean isDigit(byte b) {
        return b >= '0' && b <= '9';
    }

    private static int endOf(byte[] bytes, int at) {
        return endsScalar(bytes[at]) ? at : MALFORMED;
    }

    /** Whether a number or word may end before this byte. */
    static boolean endsScalar(byte b) {
        return b == ',' || b == '}' || b == ']' || b == ' ' || b == '\n' || b == '\r' || b == '\t';
    }

    /**
     * The position behind the closing bracket of the object or array at {@code opening}, by brackets and quotes alone: what
     * lies between need not be JSON. {@link #MALFORMED} where it does not end before {@code limit}.
     */
    static int closing(byte[] bytes, int opening, int limit) {
        int depth = 0;
        boolean quoted = false;
        for (int at = opening; at < limit; at++) {
            byte b = bytes[at];
            if (quoted) {
                if (b == '\\') {
                    at++;
                } else if (b == '"') {
                    quoted = false;
                }
            } else if (b == '"') {
                quoted = true;
            } else if (b == '{' || b == '[') {
                depth++;
            } else if ((b == '}' || b == ']') && --depth == 0) {
                return at + 1;
            }
        }
        return MALFORMED;
    }
}

package io.barograph.core.expr;

import java.math.BigInteger;
import java.util.List;
import java.util.regex.Pattern;

/** What functions of texts give for arguments none of which is NULL; null where the result is undefined. */
final class ReferenceTexts {
    private ReferenceTexts() {}

    static Object apply(Expr.Call call, List<Object> v) {
        Object first = v.isEmpty() ? null : v.get(0);
        switch (call.function()) {
            case "||":
                StringBuilder all = new StringBuilder();
                for (int i = 0; i < v.size(); i++) {
                    all.append(ReferenceFunctions.text(call, i, v.get(i)));
                }
                return all.toString();
            case "lower":
                return mapped((String) first, false);
            case "upper":
                return mapped((String) first, true);
            case "length":
                return (long) ((String) first).codePointCount(0, ((String) first).length());
            case "substring":
                return substring((String) first, (Long) v.get(1), v.size() > 2 ? (Long) v.get(2) : null);
            case "replace":
                return v.get(1).equals("") ? first : ((String) first).replace((String) v.get(1), (String) v.get(2));
            case "split_part":
                return splitPart((String) first, (String) v.get(1), (Long) v.get(2));
            case "starts_with":
                return ((String) first).startsWith((String) v.get(1));
            case "ends_with":
                return ((String) first).endsWith((String) v.get(1));
            case "contains":
                return ((String) first).contains((String) v.get(1));
            case "position":
                return position((String) first, (String) v.get(1));
            case "strpos", "instr":
                return position((String) v.get(1), (String) first);
            case "reverse":
                return new StringBuilder((String) first).reverse().toString();
            case "left":
                return ends((String) first, (Long) v.get(1), true);
            case "right":
                return ends((String) first, (Long) v.get(1), false);
            case "like":
                return like((String) first, (String) v.get(1));
            case "not like":
                return !like((String) first, (String) v.get(1));
            case "ilike":
                return like(mapped((String) first, false), mapped((String) v.get(1), false));
            default:
                throw new UnsupportedOperationException(call.function());
        }
    }

    private static long position(String sought, String within) {
        int at = within.indexOf(sought);
        return at < 0 ? 0 : within.codePointCount(0, at) + 1L;
    }

    /** The first or last code points: so many, or all but so many. */
    private static String ends(String text, long count, boolean first) {
        int[] points = text.codePoints().toArray();
        BigInteger wanted = BigInteger.valueOf(count);
        if (count < 0) {
            wanted = wanted.add(BigInteger.valueOf(points.length)).max(BigInteger.ZERO);
        }
        int taken = wanted.min(BigInteger.valueOf(points.length)).intValue();
        return new String(points, first ? 0 : points.length - taken, taken);
    }

    private static String mapped(String text, boolean upper) {
        StringBuilder mapped = new StringBuilder();
        text.codePoints()
                .forEach(c -> mapped.appendCodePoint(upper ? Character.toUpperCase(c) : Character.toLowerCase(c)));
        return mapped.toString();
    }

    private static Object substring(String text, long from, Long count) {
        if (count != null && count < 0) {
            return null;
        }
        BigInteger end = count == null
                ? BigInteger.ONE.shiftLeft(80)
                : BigInteger.valueOf(from).add(BigInteger.valueOf(count));
        StringBuilder part = new StringBuilder();
        int[] points = text.codePoints().toArray();
        for (int i = 0; i < points.length; i++) {
            if (i + 1 >= from && BigInteger.valueOf(i + 1).compareTo(end) < 0) {
                part.appendCodePoint(points[i]);
            }
        }
        return part.toString();
    }

    private static Object splitPart(String text, String separator, long number) {
        if (number == 0) {
            return null;
        }
        String[] parts = separator.isEmpty() ? new String[] {text} : text.split(Pattern.quote(separator), -1);
        long index = number > 0 ? number - 1 : parts.length + number;
        return index >= 0 && index < parts.length ? parts[(int) index] : "";
    }

    private static boolean like(String text, String pattern) {
        StringBuilder regex = new StringBuilder();
        pattern.codePoints()
                .forEach(c -> regex.append(c == '%' ? ".*" : c == '_' ? "." : Pattern.quote(Character.toString(c))));
        return Pattern.compile(regex.toString(), Pattern.DOTALL).matcher(text).matches();
    }
}

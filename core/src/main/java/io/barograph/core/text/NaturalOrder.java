package io.barograph.core.text;

import java.util.Comparator;

/** Orders names as people do: {@code pump-9} before {@code pump-10}. */
public final class NaturalOrder implements Comparator<String> {
    @Override
    public int compare(String left, String right) {
        int i = 0;
        int j = 0;
        while (i < left.length() && j < right.length()) {
            int order;
            if (isDigit(left.charAt(i)) && isDigit(right.charAt(j))) {
                int iEnd = endOfNumber(left, i);
                int jEnd = endOfNumber(right, j);
                order = compareNumbers(left, i, iEnd, right, j, jEnd);
                i = iEnd;
                j = jEnd;
            } else {
                order = Character.compare(left.charAt(i++), right.charAt(j++));
            }
            if (order != 0) {
                return order;
            }
        }
        int order = Integer.compare(left.length() - i, right.length() - j);
        // 7 and 007 are the same number, but two names.
        return order != 0 ? order : left.compareTo(right);
    }

    private static int compareNumbers(
            String left, int leftFrom, int leftEnd, String right, int rightFrom, int rightEnd) {
        int i = behindZeros(left, leftFrom, leftEnd);
        int j = behindZeros(right, rightFrom, rightEnd);
        int order = Integer.compare(leftEnd - i, rightEnd - j);
        while (order == 0 && i < leftEnd) {
            order = Character.compare(left.charAt(i++), right.charAt(j++));
        }
        return order;
    }

    private static int behindZeros(String text, int from, int end) {
        int i = from;
        while (i < end && text.charAt(i) == '0') {
            i++;
        }
        return i;
    }

    private static int endOfNumber(String text, int from) {
        int end = from;
        while (end < text.length() && isDigit(text.charAt(end))) {
            end++;
        }
        return end;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}

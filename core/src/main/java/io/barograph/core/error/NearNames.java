package io.barograph.core.error;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Finds the names that somebody may have meant, and asks: "did you mean …?". */
public final class NearNames {
    private static final int MOST_LISTED = 12;

    private NearNames() {}

    /**
     * The candidates closest to a name whatever the case of letters, best first: at most three, none of which differs in
     * more than a third of the name, unless one of both is the other's beginning.
     */
    public static List<String> of(String name, Collection<String> candidates) {
        String wanted = name.toLowerCase(Locale.ROOT);
        record Scored(String candidate, int distance) {}
        List<Scored> near = new ArrayList<>();
        int most = Math.max(1, wanted.length() / 3);
        for (String candidate : candidates) {
            String other = candidate.toLowerCase(Locale.ROOT);
            int distance = distance(wanted, other);
            boolean extended = wanted.length() >= 3
                    && (other.startsWith(wanted) || wanted.startsWith(other) && other.length() >= 3);
            if (distance <= most || extended) {
                near.add(new Scored(candidate, extended ? Math.min(distance, most) : distance));
            }
        }
        near.sort(Comparator.comparingInt(Scored::distance).thenComparing(Scored::candidate));
        return near.stream().map(Scored::candidate).distinct().limit(3).toList();
    }

    /** What to add to "there is no …": {@code "; did you mean a or b?"}, or nothing where none is near. */
    public static String didYouMean(String name, Collection<String> candidates) {
        return question(of(name, candidates));
    }

    /** As {@link #didYouMean}, but where no name is near all are listed, or the first of many. */
    public static String hint(String name, Collection<String> candidates, String plural) {
        String question = didYouMean(name, candidates);
        if (!question.isEmpty() || candidates.isEmpty()) {
            return question;
        }
        List<String> listed = candidates.stream().distinct().limit(MOST_LISTED).toList();
        boolean all = listed.size() == candidates.stream().distinct().count();
        return "; " + plural + ": " + String.join(", ", listed) + (all ? "" : ", …");
    }

    /** {@code "; did you mean a or b?"}, or nothing for no names. */
    public static String question(List<String> names) {
        return names.isEmpty() ? "" : "; did you mean " + String.join(" or ", names) + "?";
    }

    /** Edits that lead from one word to another: insert, delete, replace, swap neighbours (optimal string alignment). */
    public static int distance(String a, String b) {
        int[][] d = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    d[i][j] = i + j;
                    continue;
                }
                int cost = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                d[i][j] = Math.min(Math.min(d[i - 1][j] + 1, d[i][j - 1] + 1), d[i - 1][j - 1] + cost);
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
                }
            }
        }
        return d[a.length()][b.length()];
    }
}

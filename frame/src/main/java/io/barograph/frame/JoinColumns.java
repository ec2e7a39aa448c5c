package io.barograph.frame;

import io.barograph.core.column.Schema;
import io.barograph.formats.UniqueNames;
import java.util.ArrayList;
import java.util.List;

/**
 * The columns of pairs of rows, for a SELECT list over {@code l} and {@code r}: no two of one name, since rows are asked for values
 * by name. Where the other frame has a name of this one's, its column is numbered, {@code state_1}.
 */
final class JoinColumns {
    private JoinColumns() {}

    /**
     * All columns of both, those that USING names once: {@code *}, unless some have to be told apart.
     *
     * @param using the names in USING, none for ON
     */
    static String all(JoinKind kind, Schema own, Schema other, List<String> using) {
        boolean isPairs = kind != JoinKind.SEMI && kind != JoinKind.ANTI;
        if (!isPairs || other.names().stream().noneMatch(name -> isAmong(own.names(), name) && !isAmong(using, name))) {
            return "*";
        }
        List<String> list = new ArrayList<>();
        for (String name : own.names()) {
            list.add((isAmong(using, name) ? "" : "l.") + Literals.name(name));
        }
        list.addAll(ofOther(own, other, using));
        return String.join(", ", list);
    }

    /** The other frame's columns but those that both share. */
    static List<String> ofOther(Schema own, Schema other, List<String> shared) {
        UniqueNames unique = new UniqueNames();
        own.names().forEach(unique::take);
        List<String> list = new ArrayList<>();
        for (String name : other.names()) {
            if (!isAmong(shared, name)) {
                String free = unique.take(name);
                String column = "r." + Literals.name(name);
                list.add(free.equals(name) ? column : column + " AS " + Literals.name(free));
            }
        }
        return list;
    }

    /** Whether names hold one, in any case of letters. */
    private static boolean isAmong(List<String> names, String name) {
        return names.stream().anyMatch(name::equalsIgnoreCase);
    }
}

package io.barograph.formats.json;

import io.barograph.core.column.Dictionary;
import io.barograph.core.column.Schema;
import io.barograph.formats.text.Columns;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The members of an object that are columns, or hold some. Objects of one file mostly have the same members in the same
 * order: each member remembers which came behind it, so that its name needs only be compared. Used by one thread.
 */
final class Members {
    /** An object's member. */
    static final class Member {
        final String name;
        /** Its name as usually written, in quotes. */
        private final byte[] quoted;
        /** Index into the table's schema; -1 where it only holds columns. */
        int column = -1;
        /** How its values become the column's. */
        int kind;
        /** Set where its objects' members are columns. */
        @Nullable
        Members inner;

        /** The member that last came behind this one. */
        @Nullable
        Member next;

        /** The last record in which it was. */
        long record = -1;

        private Member(String name) {
            this.name = name;
            this.quoted = ('"' + name + '"').getBytes(StandardCharsets.UTF_8);
        }

        /** The position behind its name, where it stands at {@code at} as usually written; else -1. */
        int behindName(byte[] bytes, int at) {
            int end = at + quoted.length;
            return end <= bytes.length && Arrays.equals(quoted, 0, quoted.length, bytes, at, end) ? end : -1;
        }
    }

    private final Dictionary names = new Dictionary();
    private final List<Member> members = new ArrayList<>();
    /** The member that last came first. */
    @Nullable
    Member first;

    /**
     * The members of a table's records.
     *
     * @param paths of each column's value, by {@link JsonOptions#path}
     */
    static Members of(Schema schema, List<List<String>> paths, Columns columns) {
        Members root = new Members();
        for (int c = 0; c < schema.size(); c++) {
            Members object = root;
            List<String> path = paths.get(c);
            for (String step : path.subList(0, path.size() - 1)) {
                Member holder = object.member(step);
                if (holder.inner == null) {
                    holder.inner = new Members();
                }
                object = holder.inner;
            }
            Member leaf = object.member(path.get(path.size() - 1));
            leaf.column = c;
            leaf.kind = columns.kinds[c];
        }
        return root;
    }

    private Member member(String name) {
        int code = names.intern(name);
        if (code == members.size()) {
            members.add(new Member(name));
        }
        return members.get(code);
    }

    List<Member> all() {
        return members;
    }

    /** The member of this name in UTF-8, or null. */
    @Nullable
    Member find(byte[] name, int from, int length) {
        int code = names.find(name, from, length);
        return code < 0 ? null : members.get(code);
    }
}

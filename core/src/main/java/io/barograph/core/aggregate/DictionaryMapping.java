package io.barograph.core.aggregate;

import io.barograph.core.column.Dictionary;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Translates codes of other dictionaries into codes of one's own, interning what is new: once per entry, not per row, as
 * long as the batches share their dictionary.
 */
public final class DictionaryMapping {
    private final Dictionary target;
    private @Nullable Dictionary source;
    /** By code of the source: the target's code + 1, or 0 where it is not known yet. */
    private int[] known = new int[0];

    public DictionaryMapping(Dictionary target) {
        this.target = target;
    }

    /** Makes {@link #code} translate codes of this dictionary. Call again when it has grown. */
    public void from(Dictionary other) {
        if (source != other) {
            source = other;
            Arrays.fill(known, 0);
        }
        if (known.length < other.size()) {
            known = Arrays.copyOf(known, Capacity.grow(known.length, other.size()));
        }
    }

    /** The target's code of an entry of the dictionary last given to {@link #from}. */
    public int code(int sourceCode) {
        int code = known[sourceCode] - 1;
        return code >= 0 ? code : intern(sourceCode);
    }

    public long memoryBytes() {
        return 4L * known.length;
    }

    private int intern(int sourceCode) {
        Dictionary from = Objects.requireNonNull(source, "from() comes first");
        int code = target.intern(from.bytes(), from.offset(sourceCode), from.length(sourceCode), from.hash(sourceCode));
        known[sourceCode] = code + 1;
        return code;
    }
}

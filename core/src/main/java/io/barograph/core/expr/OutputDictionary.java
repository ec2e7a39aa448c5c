package io.barograph.core.expr;

import io.barograph.core.column.Dictionary;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.Map;

/**
 * The dictionary of a kernel that makes texts, or mixes those of several columns. A new one is begun, between batches,
 * when it has grown large, so that texts which never repeat do not fill the memory.
 */
final class OutputDictionary {
    private static final int LARGE = 1 << 16;
    private static final int MANY_SOURCES = 16;
    private static final int UNKNOWN = -1;

    private Dictionary dictionary = new Dictionary();
    /** By source dictionary: the codes here of its codes, as far as they were asked for. */
    private final Map<Dictionary, int[]> translations = new IdentityHashMap<>();

    /** The dictionary for the next batch. */
    Dictionary begin() {
        if (dictionary.size() > LARGE) {
            dictionary = new Dictionary();
            translations.clear();
        } else if (translations.size() > MANY_SOURCES) {
            translations.clear();
        }
        return dictionary;
    }

    /** Codes here of the source's codes; {@link #translate} completes what is missing. */
    int[] translation(Dictionary source) {
        int[] codes = translations.get(source);
        if (codes == null || codes.length < source.size()) {
            int known = codes == null ? 0 : codes.length;
            codes = codes == null ? new int[source.size()] : Arrays.copyOf(codes, source.size() * 2);
            Arrays.fill(codes, known, codes.length, UNKNOWN);
            translations.put(source, codes);
        }
        return codes;
    }

    /** The code here of one of the source's. */
    int translate(int[] translation, Dictionary source, int code) {
        int known = translation[code];
        if (known == UNKNOWN) {
            known = dictionary.intern(source.bytes(), source.offset(code), source.length(code), source.hash(code));
            translation[code] = known;
        }
        return known;
    }
}

package io.barograph.formats.csv;

import io.barograph.formats.text.Clock;
import io.barograph.formats.text.NullWords;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/**
 * Decides whether the first record of a file names the columns. Names are texts; but a PIVOT calls columns by values, so that a number may
 * be a name as well, where the records behind show that the first is none of them.
 */
final class HeaderProbe {
    /** What reads as a number, and may be a column's name. */
    private static final Set<String> NUMBER_WORDS = Set.of("inf", "infinity", "nan");

    private static final int MOST_RECORDS = 1000;

    private final SampleRecords first;
    private final NullWords nulls;
    private final Clock clock;

    // Of the records behind the first, by field.
    private final int[] typed;
    private final int[] texts;
    private final int[] quoted;
    private int records;
    /** Whether the next record has anything but a text there. */
    private final boolean[] differs;

    /** @param first the record that may be a header */
    HeaderProbe(SampleRecords first, NullWords nulls, Clock clock) {
        this.first = first;
        this.nulls = nulls;
        this.clock = clock;
        this.typed = new int[first.size];
        this.texts = new int[first.size];
        this.quoted = new int[first.size];
        this.differs = new boolean[first.size];
    }

    /** Looks at the records behind the first: all that {@code rest} still has, up to some number. */
    HeaderProbe before(SampleRecords rest) {
        while (records < MOST_RECORDS && rest.advance()) {
            for (int f = 0; f < Math.min(first.size, rest.size); f++) {
                TypeProbe probe = probe(rest, f);
                typed[f] += probe.anyTyped() ? 1 : 0;
                texts[f] += probe.anyValue() && !probe.anyTyped() ? 1 : 0;
                quoted[f] += rest.quoted(f) ? 1 : 0;
                differs[f] |= records == 0 && probe.anyTyped();
            }
            records++;
        }
        return this;
    }

    /**
     * Whether the record names columns: no field of it is a number, a time or a truth value, but for what is quoted where the column is
     * not. A column may be called {@code inf}, which reads as a number, where a column beside it shows that the record is another than
     * the next: a text above what is none. Columns may be called by any numbers where a text stands above a column without any.
     */
    boolean isHeader() {
        boolean anyText = false;
        boolean anyWord = false;
        boolean anyNumber = false;
        boolean aboveOthers = false;
        boolean aboveNumbers = false;
        for (int f = 0; f < first.size; f++) {
            TypeProbe probe = probe(first, f);
            boolean named = !probe.anyTyped() || first.quoted(f) && records > 0 && quoted[f] == 0;
            if (named) {
                anyText |= !first.isEmpty(f);
                aboveOthers |= !first.isEmpty(f) && differs[f];
                aboveNumbers |= probe.anyValue() && typed[f] > 0 && texts[f] == 0;
            } else if (isNumberWord(f)) {
                anyWord = true;
            } else {
                anyNumber = true;
            }
        }
        if (anyNumber) {
            return aboveNumbers && namesApart();
        }
        return anyText && (!anyWord || aboveOthers);
    }

    /** Whether every field holds something, and each something else. */
    private boolean namesApart() {
        Set<String> seen = new HashSet<>();
        for (int f = 0; f < first.size; f++) {
            if (first.isEmpty(f) || !seen.add(text(f))) {
                return false;
            }
        }
        return true;
    }

    private TypeProbe probe(SampleRecords record, int field) {
        TypeProbe probe = new TypeProbe(nulls, clock);
        probe.add(record.bytes(), record.from(field), record.to(field));
        return probe;
    }

    private boolean isNumberWord(int field) {
        return NUMBER_WORDS.contains(text(field).toLowerCase(Locale.ROOT));
    }

    private String text(int field) {
        return first.text(field, StandardCharsets.UTF_8);
    }
}

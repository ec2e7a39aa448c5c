package io.barograph.formats.csv;

import io.barograph.formats.text.Clock;
import io.barograph.formats.text.NullWords;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;

/**
 * Decides whether the first record of a file names the columns. Names are texts; but a PIVOT calls columns by values, so that a number may
 * be a name as well, where it has quotes and the records behind have none.
 */
final class HeaderProbe {
    /** What reads as a number, and may be a column's name. */
    private static final Set<String> NUMBER_WORDS = Set.of("inf", "infinity", "nan");

    private static final int MOST_RECORDS = 1000;

    private final SampleRecords first;
    private final NullWords nulls;
    private final Clock clock;
    private final int thousands;

    private int records;
    /** Whether a record behind the first has quotes there. */
    private final boolean[] quoted;
    /** Whether the next record has anything but a text there. */
    private final boolean[] differs;

    /** @param first the record that may be a header */
    HeaderProbe(SampleRecords first, NullWords nulls, Clock clock, int thousands) {
        this.thousands = thousands;
        this.first = first;
        this.nulls = nulls;
        this.clock = clock;
        this.quoted = new boolean[first.size];
        this.differs = new boolean[first.size];
    }

    /** Looks at the records behind the first: all that {@code rest} still has, up to some number. */
    HeaderProbe before(SampleRecords rest) {
        while (records < MOST_RECORDS && rest.advance()) {
            for (int f = 0; f < Math.min(first.size, rest.size); f++) {
                quoted[f] |= rest.quoted(f);
                differs[f] |= records == 0 && probe(rest, f).anyTyped();
            }
            records++;
        }
        return this;
    }

    /**
     * Whether the record names columns: no field of it is a number, a time or a truth value, but for what is quoted where the column is
     * not. A column may be called {@code inf}, which reads as a number, where a column beside it shows that the record is another than
     * the next: a text above what is none. Of other numbers that tells nothing, since the first reading of all may be an error's name.
     */
    boolean isHeader() {
        boolean anyText = false;
        boolean anyWord = false;
        boolean aboveOthers = false;
        for (int f = 0; f < first.size; f++) {
            TypeProbe probe = probe(first, f);
            boolean named = !probe.anyTyped() || first.quoted(f) && records > 0 && !quoted[f];
            if (named) {
                anyText |= !first.isEmpty(f);
                aboveOthers |= !first.isEmpty(f) && differs[f];
            } else if (isNumberWord(f)) {
                anyWord = true;
            } else {
                return false;
            }
        }
        return anyText && (!anyWord || aboveOthers);
    }

    private TypeProbe probe(SampleRecords record, int field) {
        TypeProbe probe = new TypeProbe(nulls, clock, thousands);
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

package io.barograph.core.column;

import org.jspecify.annotations.Nullable;

/**
 * VARCHAR values as codes into a {@link Dictionary}. Codes at NULL positions are undefined but within the dictionary
 * (or 0 where it is empty).
 *
 * <p>Batches of one reader share a growing dictionary, so that work done per entry is done once; a reader starts a new
 * dictionary when entries prove mostly distinct. Consumers compare dictionaries by identity.
 */
public final class VarcharColumn extends Column {
    private final int[] codes;
    private final Dictionary dictionary;

    public VarcharColumn(int[] codes, Dictionary dictionary, Validity validity) {
        super(Type.VARCHAR, validity);
        this.codes = codes;
        this.dictionary = dictionary;
    }

    public int[] codes() {
        return codes;
    }

    public Dictionary dictionary() {
        return dictionary;
    }

    @Override
    public VarcharColumn withValidity(Validity other) {
        return new VarcharColumn(codes, dictionary, other);
    }

    @Override
    public @Nullable Object value(int position) {
        return validity().isNull(position) ? null : dictionary.string(codes[position]);
    }
}

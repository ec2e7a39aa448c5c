package io.barograph.core.column;

import org.jspecify.annotations.Nullable;

/**
 * VARCHAR values as codes into a {@link Dictionary}. Codes at NULL positions are undefined but within the dictionary
 * (or 0 where it is empty).
 *
 * <p>Batches of one reader share a growing dictionary, so that work done per entry is done once; a reader starts a new
 * dictionary when entries prove mostly distinct. Consumers compare dictionaries by identity.
 */
public record VarcharColumn(int[] codes, Dictionary dictionary, Validity validity) implements Column {
    @Override
    public Type type() {
        return Type.VARCHAR;
    }

    @Override
    public VarcharColumn withValidity(Validity other) {
        return new VarcharColumn(codes, dictionary, other);
    }

    @Override
    public @Nullable Object value(int position) {
        return validity.isNull(position) ? null : dictionary.string(codes[position]);
    }
}

package io.barograph.core.join;

import io.barograph.core.column.Field;
import io.barograph.core.column.Schema;
import io.barograph.core.column.Type;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How rows of both sides of a join are rows of one kind: columns of equal type share a place, so that a row has few that are no
 * values of its side. Behind them stand the keys, the time and which side it is of. Immutable.
 */
final class AlongRows {
    private final int[] left;
    private final int[] right;
    private final Schema schema;
    private final int values;
    private final int keys;

    AlongRows(JoinSpec spec) {
        List<Type> types = new ArrayList<>();
        left = places(spec.left(), types);
        right = places(spec.right(), types);
        values = types.size();
        List<Type> keyTypes = JoinSpec.columnTypes(spec.keyTypes());
        keys = keyTypes.size();
        types.addAll(keyTypes);
        types.add(Type.TIMESTAMP);
        types.add(Type.BOOLEAN);
        List<Field> fields = new ArrayList<>();
        types.forEach(type -> fields.add(new Field("$" + fields.size(), type)));
        schema = new Schema(fields);
    }

    private static int[] places(Schema side, List<Type> types) {
        BitSet taken = new BitSet();
        int[] places = new int[side.size()];
        for (int column = 0; column < places.length; column++) {
            int place = 0;
            while (place < types.size() && (taken.get(place) || types.get(place) != side.type(column))) {
                place++;
            }
            if (place == types.size()) {
                types.add(side.type(column));
            }
            taken.set(place);
            places[column] = place;
        }
        return places;
    }

    Schema schema() {
        return schema;
    }

    /** How many columns hold values of the sides: the first ones. */
    int values() {
        return values;
    }

    /** Where a column of a side is. */
    int slot(boolean ofLeft, int column) {
        return slots(ofLeft)[column];
    }

    /** Where a side's columns are. */
    int[] slots(boolean ofLeft) {
        return ofLeft ? left : right;
    }

    /** What brings rows together. */
    List<Integer> keys() {
        return IntStream.range(values, values + keys).boxed().toList();
    }

    int time() {
        return values + keys;
    }

    int isLeft() {
        return values + keys + 1;
    }
}

package io.barograph.core.column;

import java.util.ArrayList;
import java.util.List;

/** The ordered fields of a table, a batch or a result. Names may repeat in results; lookups find the first. */
public record Schema(List<Field> fields) {
    public Schema {
        fields = List.copyOf(fields);
    }

    public static Schema of(Field... fields) {
        return new Schema(List.of(fields));
    }

    public int size() {
        return fields.size();
    }

    public Field field(int index) {
        return fields.get(index);
    }

    public Type type(int index) {
        return fields.get(index).type();
    }

    public String name(int index) {
        return fields.get(index).name();
    }

    /** The index of the field with exactly this name, or -1. */
    public int indexOf(String name) {
        for (int i = 0; i < fields.size(); i++) {
            if (fields.get(i).name().equals(name)) {
                return i;
            }
        }
        return -1;
    }

    /** The fields at these indexes, in the order given. */
    public Schema select(int[] indexes) {
        List<Field> selected = new ArrayList<>(indexes.length);
        for (int index : indexes) {
            selected.add(fields.get(index));
        }
        return new Schema(selected);
    }

    public List<String> names() {
        return fields.stream().map(Field::name).toList();
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("(");
        for (Field field : fields) {
            text.append(text.length() == 1 ? "" : ", ")
                    .append(field.name())
                    .append(' ')
                    .append(field.type());
        }
        return text.append(')').toString();
    }
}

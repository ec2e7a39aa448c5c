package io.barograph.formats.store;

import io.barograph.core.source.Block;
import io.barograph.core.source.Lane;
import io.barograph.core.source.Table;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** A table whose lanes are files: each lies where its store keeps it. */
public interface FileTable extends Table {
    @Override
    default List<Block> blocks(Lane lane) throws IOException {
        return FileStores.of(lane.name()).blocks(lane.name());
    }

    /**
     * A lane per file, in this order, as large as the file is now.
     *
     * @param splittable whether a file can be read from the middle
     */
    static List<Lane> lanes(List<String> paths, Predicate<String> splittable) throws IOException {
        List<Lane> lanes = new ArrayList<>();
        for (String path : paths) {
            lanes.add(new Lane(lanes.size(), path, FileStores.size(path), splittable.test(path)));
        }
        return List.copyOf(lanes);
    }
}

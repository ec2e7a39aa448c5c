package io.barograph.core.aggregate;

import io.barograph.core.column.Column;

/** Groups that are runs of rows that lie together, one group's among another's: the moving frames of rows. */
public interface RunGroups {
    /** The arguments of all rows, without a NULL. */
    Column[] arguments();

    /** The position of a group's first row in the arguments; not below that of the group before. */
    int start(int group);

    /** The position behind a group's last row; not below that of the group before. */
    int end(int group);
}

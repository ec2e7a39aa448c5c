package io.barograph.local.live;

import io.barograph.local.spill.SpillSpace;

/**
 * Where groups go that memory does not hold.
 *
 * @param temporary for this run, where they can be found again block by block
 * @param files for the checkpoints
 * @param pieceBytes of memory that groups may take which are read back at a time, about
 */
record GroupSpace(SpillSpace temporary, GroupFiles files, long pieceBytes) {}

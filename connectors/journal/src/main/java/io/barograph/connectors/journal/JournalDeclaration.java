package io.barograph.connectors.journal;

import io.barograph.core.column.Schema;
import io.barograph.formats.record.Recording;

/**
 * What a table declares beside its source.
 *
 * @param recording how a record is written
 * @param schema the columns that a record holds; none where they are not known yet
 */
public record JournalDeclaration(Recording recording, Schema schema) {}

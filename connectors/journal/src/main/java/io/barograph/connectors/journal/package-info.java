/**
 * What cannot be read again is first written here. {@link io.barograph.connectors.journal.JournalWriter} is the one who
 * writes a journal, {@link io.barograph.connectors.journal.JournalCursor} reads one, also while it is written;
 * {@link io.barograph.connectors.journal.JournalLayout} is what lies on the disk. A connector whose rows come by way of a
 * journal extends {@link io.barograph.connectors.journal.JournaledConnector} and starts an
 * {@link io.barograph.connectors.journal.Intake}.
 */
@org.jspecify.annotations.NullMarked
package io.barograph.connectors.journal;

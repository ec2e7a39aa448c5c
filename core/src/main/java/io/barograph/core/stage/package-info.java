/**
 * How any engine runs a query: stages, cut where rows or states must move. Engine-neutral and versioned; each operator
 * has a fingerprint, by which a checkpoint knows what it belongs to. Start with
 * {@link io.barograph.core.stage.StagePlan}. Running them is the hosts' work, not done here.
 *
 * <p>Every operator says in its contract what a host does with it where inputs do not end:
 *
 * <ul>
 *   <li><b>Revisions.</b> What flows are pairs (old row, new row) of one schema, either of which may be absent: (absent, new)
 *       is a row that is new, (old, absent) one that is no more. The old row is, bit for bit, what was passed on before as a
 *       new one and not yet taken back, so that an operator which adds and takes away ends where one does that never saw
 *       it. Over a batch every pair is (absent, new). The pairs of one key stay in order; between keys there is none. An
 *       input <em>revises</em> where old rows can come from it: tables do not, what is behind a MERGE or a JOIN that
 *       revises does.
 *   <li><b>Publication.</b> A MERGE passes a group on when it is <em>ripe</em>, and from then on a revision whenever its
 *       row has changed. A group with a window's start or end among its keys is ripe once the watermark of every lane
 *       beneath, idle ones left aside, has passed the window's end; a group without is ripe with its first row. A column
 *       is a window's end or start where projections, joins and merges have passed it on from
 *       {@link io.barograph.core.stage.RowOperator.AssignWindow} or a session as it is, or as its start and the windows'
 *       length.
 *   <li><b>Retirement.</b> What is held for a window goes when {@code retain} says so: by default, once the watermark of
 *       every lane, idle ones too, less {@code accept}, has passed its end, since nothing can change it any more. Groups
 *       without a window stay.
 *   <li><b>Checkpoint.</b> What has to be saved, under the operator's fingerprint, so that a restart ends where an
 *       undisturbed run would. It is taken between two rows of every lane, when all that those before have changed has been
 *       passed on: so the last row of a published group is what its saved state finishes to, and is not saved itself. What
 *       follows from other parts is not saved either. Saved by key, it can be read by another number of workers.
 * </ul>
 *
 * <p>Beside the operators' parts a checkpoint holds the run's: the counts of law 4, of undefined results and of rows without
 * a window, and the time that {@code now()} is. Only new rows are counted, not those taken back.
 */
@org.jspecify.annotations.NullMarked
package io.barograph.core.stage;

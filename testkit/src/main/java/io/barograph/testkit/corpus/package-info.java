/**
 * One set of SQL text cases with expected answers, run on every engine: {@link io.barograph.testkit.corpus.CorpusContract}
 * is the test to extend, {@link io.barograph.testkit.corpus.CorpusFile} describes how a case is written.
 */
@org.jspecify.annotations.NullMarked
package io.barograph.testkit.corpus;

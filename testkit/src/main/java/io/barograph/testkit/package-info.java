/**
 * The SQL corpus and its runner, contracts and seeded generators: for us and for users who add an aggregate or host.
 */
@org.jspecify.annotations.NullMarked
package io.barograph.testkit;

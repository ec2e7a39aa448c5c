/** Real servers for tests, as processes of their own: {@link io.barograph.testkit.server.ServerProcess} is what each extends. */
@org.jspecify.annotations.NullMarked
package io.barograph.testkit.server;

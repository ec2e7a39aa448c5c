/** What live queries show on a console: the table, its changes, or its rows. First {@link ConsoleConnector}. */
@org.jspecify.annotations.NullMarked
package io.barograph.cli.live;

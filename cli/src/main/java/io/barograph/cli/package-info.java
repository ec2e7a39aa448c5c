/**
 * The {@code baro} command. Start with {@link io.barograph.cli.Baro}, which finds the {@link io.barograph.cli.Command}
 * and turns its failures into messages and exit statuses; {@link io.barograph.cli.QueryCommand} is the one most used.
 *
 * <p>Nothing is computed here: queries go through SQL and the engine. Nothing here reads {@code System.in},
 * {@code System.out} or the environment either: a {@link io.barograph.cli.Console} is handed in, so that tests run the
 * whole command within their process.
 */
@org.jspecify.annotations.NullMarked
package io.barograph.cli;

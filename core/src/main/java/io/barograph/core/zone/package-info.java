/**
 * Time zones: one bundled database of rules, the same on every machine and JDK. Start with
 * {@link io.barograph.core.zone.Zone}.
 *
 * <p>The rules are those of the IANA time zone database (public domain), compiled into {@code zones.bin} by
 * {@code ZoneCompiler} among this room's tests.
 */
@org.jspecify.annotations.NullMarked
package io.barograph.core.zone;

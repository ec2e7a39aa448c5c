/**
 * Folders divided as Hive does it, {@code dt=2023-01-01/site=north/}: keys in the paths are columns, of tables of any format.
 * Start with {@link io.barograph.formats.hive.HiveLayout}.
 */
@org.jspecify.annotations.NullMarked
package io.barograph.formats.hive;

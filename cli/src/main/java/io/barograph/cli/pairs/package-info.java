/** Series as {@code baro discords} and {@code baro correlate} read them, and their answers as rows. */
@org.jspecify.annotations.NullMarked
package io.barograph.cli.pairs;

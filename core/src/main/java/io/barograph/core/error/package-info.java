/**
 * What users are told when something goes wrong: one code, one category, one exit status.
 */
@org.jspecify.annotations.NullMarked
package io.barograph.core.error;

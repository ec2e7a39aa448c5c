package io.barograph.core.stage;

/** Has a canonical text: equal operators have equal texts, on every machine. One line; part of the format's version. */
public sealed interface Described permits StageInput, RowOperator, Terminal {
    String text();
}

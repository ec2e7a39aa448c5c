package io.barograph.cli.live;

/** The console under Flink's name: {@code 'connector' = 'print'}. */
public final class PrintConnector extends ConsoleConnector {
    @Override
    public String name() {
        return "print";
    }
}

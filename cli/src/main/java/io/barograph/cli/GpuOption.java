package io.barograph.cli;

import io.barograph.local.DeviceUse;
import io.barograph.local.DeviceUse.Wish;

/** The option {@code --gpu}. */
final class GpuOption {
    private static final String AUTO = "auto";

    static final Option GPU =
            Option.flagOr("--gpu", AUTO, "compute on the GPU; with auto where that is faster (on the CPU)");

    private GpuOption() {}

    /** What it asks for; notes go to standard error. */
    static DeviceUse of(Arguments arguments, Console console) {
        if (!arguments.has(GPU)) {
            return DeviceUse.NEVER;
        }
        boolean isAuto = AUTO.equals(arguments.value(GPU));
        return new DeviceUse(
                isAuto ? Wish.AUTO : Wish.ALWAYS, note -> console.err().println("note: " + note));
    }
}

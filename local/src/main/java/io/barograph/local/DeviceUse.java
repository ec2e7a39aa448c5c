package io.barograph.local;

import io.barograph.core.device.Device;
import io.barograph.core.device.Devices;
import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Whether computations go to this machine's device, such as a GPU. Both give the same bits.
 *
 * @param wish of whoever asks for the computation
 * @param notes is told in a line what {@link Wish#AUTO} has chosen, and why
 */
public record DeviceUse(Wish wish, Consumer<String> notes) {
    /** All is computed by the cores. */
    public static final DeviceUse NEVER = new DeviceUse(Wish.NEVER, note -> {});

    /** By how much a device has to be faster, at best, since what it reaches of that is not known. */
    private static final double LEAST_GAIN = 2;

    /** What the user wants. */
    public enum Wish {
        NEVER,
        /** Where it is the faster one by {@link DeviceWork}'s model; by the cores where there is none, or it fails. */
        AUTO,
        /** An error where there is none, or it fails. */
        ALWAYS
    }

    /** Has one of both compute. */
    <T> T run(DeviceWork work, int threads, Function<Device, T> onDevice, Supplier<T> onCpu) {
        return switch (wish) {
            case NEVER -> onCpu.get();
            case ALWAYS -> {
                try (Device device = Devices.open()) {
                    yield onDevice.apply(device);
                }
            }
            case AUTO -> runWhereFaster(work, threads, onDevice, onCpu);
        };
    }

    private <T> T runWhereFaster(DeviceWork work, int threads, Function<Device, T> onDevice, Supplier<T> onCpu) {
        double cpuSeconds = work.cpuSeconds(threads);
        if (cpuSeconds < LEAST_GAIN * DeviceWork.START_SECONDS) {
            note("on the CPU: the work of about %.2g s is done before a GPU would have begun", cpuSeconds);
            return onCpu.get();
        }
        try (Device device = Devices.open()) {
            double deviceSeconds = work.secondsOn(device.description());
            boolean isFaster = cpuSeconds >= LEAST_GAIN * deviceSeconds;
            note(
                    "on the %s: about %.2g s on %d threads, %.2g s at best on %s",
                    isFaster ? "GPU" : "CPU",
                    cpuSeconds,
                    threads,
                    deviceSeconds,
                    device.description().name());
            if (isFaster) {
                return onDevice.apply(device);
            }
        } catch (BarographException failure) {
            if (failure.code() != ErrorCode.UNAVAILABLE && failure.code() != ErrorCode.OUT_OF_MEMORY) {
                throw failure;
            }
            notes.accept("on the CPU: " + failure.getMessage());
        }
        return onCpu.get();
    }

    private void note(String format, Object... values) {
        notes.accept(String.format(Locale.ROOT, format, values));
    }
}

package io.barograph.local;

import io.barograph.core.device.Device;
import io.barograph.core.device.DeviceDescription;
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

    private static final String ON_CPU = "on the CPU: ";

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
        if (!isWorthAsking(work, threads)) {
            notes.accept(tooLittle(work, threads));
            return onCpu.get();
        }
        try (Device device = Devices.open()) {
            notes.accept(comparison(work, threads, device.description()));
            if (isFaster(work, threads, device.description())) {
                return onDevice.apply(device);
            }
        } catch (BarographException failure) {
            if (failure.code() != ErrorCode.UNAVAILABLE && failure.code() != ErrorCode.OUT_OF_MEMORY) {
                throw failure;
            }
            notes.accept(ON_CPU + failure.getMessage());
        }
        return onCpu.get();
    }

    /** What would be chosen, and why; a device is asked what it is, and nothing is computed. */
    String explain(DeviceWork work, int threads) {
        if (wish == Wish.AUTO && !isWorthAsking(work, threads)) {
            return tooLittle(work, threads);
        }
        try (Device device = Devices.open()) {
            return wish == Wish.AUTO
                    ? comparison(work, threads, device.description())
                    : "on the GPU, as asked for: " + device.description().name();
        } catch (BarographException failure) {
            return (wish == Wish.AUTO ? ON_CPU : "not at all: ") + failure.getMessage();
        }
    }

    /** Whether a device may be asked to compute, or what it is. */
    boolean isWorthAsking(DeviceWork work, int threads) {
        return wish == Wish.ALWAYS
                || wish == Wish.AUTO && work.cpuSeconds(threads) >= LEAST_GAIN * DeviceWork.START_SECONDS;
    }

    private static boolean isFaster(DeviceWork work, int threads, DeviceDescription device) {
        return work.cpuSeconds(threads) >= LEAST_GAIN * work.secondsOn(device);
    }

    private static String tooLittle(DeviceWork work, int threads) {
        return String.format(
                Locale.ROOT,
                ON_CPU + "the work of about %.2g s is done before a GPU would have begun",
                work.cpuSeconds(threads));
    }

    private static String comparison(DeviceWork work, int threads, DeviceDescription device) {
        return String.format(
                Locale.ROOT,
                "on the %s: about %.2g s on %d threads, %.2g s at best on %s",
                isFaster(work, threads, device) ? "GPU" : "CPU",
                work.cpuSeconds(threads),
                threads,
                work.secondsOn(device),
                device.name());
    }
}

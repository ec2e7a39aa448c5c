package io.barograph.gpu;

import static org.lwjgl.cuda.CU.CU_CTX_SCHED_BLOCKING_SYNC;
import static org.lwjgl.cuda.CU.CU_DEVICE_ATTRIBUTE_CLOCK_RATE;
import static org.lwjgl.cuda.CU.CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR;
import static org.lwjgl.cuda.CU.CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MINOR;
import static org.lwjgl.cuda.CU.CU_DEVICE_ATTRIBUTE_MULTIPROCESSOR_COUNT;

import io.barograph.core.aggregate.totals.RowsShape;
import io.barograph.core.device.Device;
import io.barograph.core.device.DeviceDescription;
import io.barograph.core.device.DeviceGroups;
import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.core.pairs.CorrelationWork;
import io.barograph.core.pairs.ProfileArrays;
import java.nio.ByteBuffer;
import java.nio.IntBuffer;
import org.jspecify.annotations.Nullable;
import org.lwjgl.PointerBuffer;
import org.lwjgl.cuda.CU;
import org.lwjgl.system.MemoryStack;
import org.lwjgl.system.MemoryUtil;

/**
 * An NVIDIA GPU, by a context of its own. Memory that did not suffice is free again when that is closed; of a kernel that failed CUDA says
 * that nothing more works in the process.
 */
final class CudaDevice implements Device {
    /** What the kernels are compiled for: the oldest that CUDA 13 knows. */
    private static final int LEAST_CAPABILITY = 75;

    /** Bytes that a multiprocessor reads from its cache in a cycle. */
    private static final int CACHE_LINE = 128;

    private static final int LONGEST_NAME = 256;

    private final DeviceDescription description;
    private final long context;
    /** Of all groups; compiled for the first of them. */
    private @Nullable GroupKernels groupKernels;

    private @Nullable RowKernels rowKernels;

    private CudaDevice(DeviceDescription description, long context) {
        this.description = description;
        this.context = context;
    }

    /** @throws BarographException {@code UNAVAILABLE} where there is none that can be used */
    static CudaDevice open() {
        Cuda.load();
        try (MemoryStack stack = MemoryStack.stackPush()) {
            IntBuffer number = stack.mallocInt(1);
            Cuda.check(CU.cuDeviceGetCount(number), "counting GPUs");
            if (number.get(0) == 0) {
                throw new BarographException(ErrorCode.UNAVAILABLE, "NVIDIA's driver is here, but shows no GPU");
            }
            Cuda.check(CU.cuDeviceGet(number, 0), "asking for the first GPU");
            int device = number.get(0);
            DeviceDescription description = describe(device, stack);
            PointerBuffer context = stack.mallocPointer(1);
            // Waiting threads sleep: the cores are others' meanwhile.
            Cuda.check(CU.cuCtxCreate(context, CU_CTX_SCHED_BLOCKING_SYNC, device), "opening " + description.name());
            return new CudaDevice(description, context.get(0));
        }
    }

    private static DeviceDescription describe(int device, MemoryStack stack) {
        ByteBuffer name = stack.malloc(LONGEST_NAME);
        Cuda.check(CU.cuDeviceGetName(name, device), "asking for the GPU's name");
        PointerBuffer bytes = stack.mallocPointer(1);
        Cuda.check(CU.cuDeviceTotalMem(bytes, device), "asking for the GPU's memory");
        IntBuffer version = stack.mallocInt(1);
        Cuda.check(CU.cuDriverGetVersion(version), "asking for the driver's version");
        int major = attribute(CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR, device, stack);
        int minor = attribute(CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MINOR, device, stack);
        String called = MemoryUtil.memUTF8(MemoryUtil.memAddress(name));
        if (major * 10 + minor < LEAST_CAPABILITY) {
            throw new BarographException(
                    ErrorCode.UNAVAILABLE,
                    called + " has compute capability " + major + "." + minor + ", and Barograph's kernels need "
                            + LEAST_CAPABILITY / 10 + "." + LEAST_CAPABILITY % 10);
        }
        double clock = 1e3 * attribute(CU_DEVICE_ATTRIBUTE_CLOCK_RATE, device, stack);
        int processors = attribute(CU_DEVICE_ATTRIBUTE_MULTIPROCESSOR_COUNT, device, stack);
        return new DeviceDescription(
                called,
                "CUDA driver " + version.get(0) / 1000 + "." + version.get(0) % 1000 / 10,
                "compute capability " + major + "." + minor,
                bytes.get(0),
                clock * processors * doubleUnits(major, minor),
                clock * processors * CACHE_LINE);
    }

    /** Operations of doubles that a multiprocessor begins in a cycle (CUDA C++ Programming Guide, arithmetic throughput). */
    private static int doubleUnits(int major, int minor) {
        return switch (major * 10 + minor) {
            case 80 -> 32;
            case 90, 100 -> 64;
            default -> 2;
        };
    }

    private static int attribute(int attribute, int device, MemoryStack stack) {
        IntBuffer value = stack.mallocInt(1);
        Cuda.check(CU.cuDeviceGetAttribute(value, attribute, device), "asking for the GPU's properties");
        return value.get(0);
    }

    @Override
    public DeviceDescription description() {
        return description;
    }

    @Override
    public void compareWindows(ProfileArrays arrays, double[] correlations, int[] neighbours, Watch watch) {
        new WindowPairs(arrays, WindowPairs.PAIRS_AT_ONCE).compare(correlations, neighbours, watch);
    }

    @Override
    public void sumProducts(CorrelationWork work, Watch watch) {
        new SeriesPairs(work, SeriesPairs.PRODUCTS_AT_ONCE).sum(watch);
    }

    @Override
    public DeviceGroups openGroups(RowsShape shape, int groups) {
        enter();
        return CudaGroups.open(this, groupKernels(), shape.program() == null ? null : rowKernels(), shape, groups);
    }

    private synchronized RowKernels rowKernels() {
        if (rowKernels == null) {
            rowKernels = new RowKernels();
        }
        return rowKernels;
    }

    private synchronized GroupKernels groupKernels() {
        if (groupKernels == null) {
            groupKernels = new GroupKernels();
        }
        return groupKernels;
    }

    /** Makes the calls of this thread ones to this device. */
    void enter() {
        Cuda.check(CU.cuCtxSetCurrent(context), "turning to " + description.name());
    }

    /** The same for giving something back, where no failure matters: one that is lost has nothing to give. */
    void enterToClose() {
        CU.cuCtxSetCurrent(context);
    }

    @Override
    public void close() {
        enterToClose();
        if (rowKernels != null) {
            rowKernels.close();
        }
        if (groupKernels != null) {
            groupKernels.close();
        }
        // A GPU that was lost has nothing to give back, and the call that met it has said so.
        CU.cuCtxDestroy(context);
    }
}

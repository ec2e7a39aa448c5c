// A driver of CUDA without a GPU, for tests: the functions that Barograph calls, and its kernels as g++ compiles them. It keeps the
// books of memory more strictly than a driver does: what is new is filled with rubbish, copies have to stay within one array, and what
// writes behind an array's end loses the device. Blocks and threads run one after another, in an order unlike any that the
// kernels could count on. Tests have calls fail by standin_fail.
//
// g++ -std=c++17 -O2 -ffp-contract=off -shared -fPIC -o libstandin.so driver.cpp
#include "cuda_on_cpu.h"

#include "../../main/cuda/matrix_profile.cu"
#include "../../main/cuda/pair_sums.cu"

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <map>
#include <string>
#include <utility>

typedef int CUresult;
enum {
    SUCCESS = 0,
    INVALID_VALUE = 1,
    OUT_OF_MEMORY = 2,
    INVALID_CONTEXT = 201,
    ECC_UNCORRECTABLE = 214,
    INVALID_PTX = 218,
    NOT_FOUND = 500,
    ILLEGAL_ADDRESS = 700,
    NOT_SUPPORTED = 801
};

// ---- Kernels ---------------------------------------------------------------------------------------

struct Kernel {
    const char *name;
    int parameters;
    void (*call)(void **);
};

template <auto function>
struct Caller;

template <typename... Types, void (*function)(Types...)>
struct Caller<function> {
    static constexpr int PARAMETERS = sizeof...(Types);

    static void call(void **parameters) { call(parameters, std::index_sequence_for<Types...>()); }

    template <size_t... At>
    static void call(void **parameters, std::index_sequence<At...>) {
        function(*static_cast<Types *>(parameters[At])...);
    }
};

#define KERNEL(name) {#name, Caller<name>::PARAMETERS, Caller<name>::call}
static const Kernel KERNELS[] = {KERNEL(find_greatest), KERNEL(find_earliest), KERNEL(sum_products)};

// ---- Failures on demand ----------------------------------------------------------------------------

static std::string failing;
static int calls_left;
static CUresult failure;
// Of a device that was lost: every call returns it until its context is destroyed.
static CUresult lost;

static bool loses_device(CUresult result) { return (result >= ILLEGAL_ADDRESS && result < NOT_SUPPORTED) || result == ECC_UNCORRECTABLE; }

static CUresult enter(const char *function) {
    if (lost != SUCCESS) return lost;
    if (failing != function || --calls_left > 0) return SUCCESS;
    failing.clear();
    if (loses_device(failure)) lost = failure;
    return failure;
}

#define ENTER                                                         \
    if (CUresult entered = enter(__func__); entered != SUCCESS) return entered

// ---- Memory ----------------------------------------------------------------------------------------

static const unsigned char RUBBISH = 0xA5;
static const size_t FENCE = 64;
static size_t capacity = size_t(1) << 30;
static size_t allocated;
static std::map<uint64_t, size_t> arrays;

static bool is_within(uint64_t address, size_t bytes) {
    auto behind = arrays.upper_bound(address);
    if (behind == arrays.begin()) return false;
    auto array = std::prev(behind);
    return address + bytes <= array->first + array->second;
}

static bool fences_stand() {
    for (auto &array : arrays) {
        auto fence = reinterpret_cast<const unsigned char *>(array.first) + array.second;
        for (size_t i = 0; i < FENCE; i++) {
            if (fence[i] != RUBBISH) return false;
        }
    }
    return true;
}

static void free_array(std::map<uint64_t, size_t>::iterator array) {
    std::free(reinterpret_cast<void *>(array->first));
    allocated -= array->second;
    arrays.erase(array);
}

extern "C" {

// ---- For tests -------------------------------------------------------------------------------------

/** Has a later call of a function fail: the next one by 1. */
void standin_fail(const char *function, int call, CUresult result) {
    failing = function;
    calls_left = call;
    failure = result;
}

void standin_set_memory(size_t bytes) { capacity = bytes; }

/** Bytes that nobody has freed. */
int64_t standin_allocated() { return allocated; }

// ---- The driver ------------------------------------------------------------------------------------

CUresult cuInit(unsigned int) {
    ENTER;
    return SUCCESS;
}

CUresult cuDriverGetVersion(int *version) {
    ENTER;
    *version = 13000;
    return SUCCESS;
}

CUresult cuGetErrorString(CUresult, const char **text) {
    *text = "as the test wishes";
    return SUCCESS;
}

CUresult cuGetErrorName(CUresult, const char **text) {
    *text = "CUDA_ERROR_STANDIN";
    return SUCCESS;
}

CUresult cuDeviceGetCount(int *count) {
    ENTER;
    *count = 1;
    return SUCCESS;
}

CUresult cuDeviceGet(int *device, int number) {
    ENTER;
    if (number != 0) return INVALID_VALUE;
    *device = 0;
    return SUCCESS;
}

CUresult cuDeviceGetName(char *name, int length, int) {
    ENTER;
    std::strncpy(name, "stand-in for a GPU", length);
    return SUCCESS;
}

CUresult cuDeviceTotalMem_v2(size_t *bytes, int) {
    ENTER;
    *bytes = capacity;
    return SUCCESS;
}

CUresult cuDeviceGetAttribute(int *value, int attribute, int) {
    ENTER;
    switch (attribute) {
        case 13: *value = 1000000; return SUCCESS; // kHz
        case 16: *value = 1; return SUCCESS;       // multiprocessors
        case 75: *value = 7; return SUCCESS;       // compute capability
        case 76: *value = 5; return SUCCESS;
        default: return INVALID_VALUE;
    }
}

static char context;

CUresult cuCtxCreate_v2(void **created, unsigned int, int) {
    ENTER;
    *created = &context;
    return SUCCESS;
}

/** Frees all memory, as a driver does. */
CUresult cuCtxDestroy_v2(void *destroyed) {
    if (destroyed != &context) return INVALID_CONTEXT;
    while (!arrays.empty()) free_array(arrays.begin());
    return std::exchange(lost, SUCCESS);
}

CUresult cuCtxSynchronize() {
    ENTER;
    return SUCCESS;
}

/** Keeps the text, so that only kernels are found that it has. */
CUresult cuModuleLoadData(void **module, const void *image) {
    ENTER;
    std::string text(static_cast<const char *>(image));
    if (text.find("\n.version ") == std::string::npos) return INVALID_PTX;
    *module = new std::string(std::move(text));
    return SUCCESS;
}

CUresult cuModuleUnload(void *module) {
    delete static_cast<std::string *>(module);
    ENTER;
    return SUCCESS;
}

/** The kernel of this name, if the PTX has it with as many parameters as the source. */
CUresult cuModuleGetFunction(const void **function, void *module, const char *name) {
    ENTER;
    const std::string &text = *static_cast<std::string *>(module);
    for (const Kernel &kernel : KERNELS) {
        std::string parameter = std::string(name) + "_param_";
        if (std::strcmp(kernel.name, name) == 0 && text.find(std::string(".entry ") + name + "(") != std::string::npos
                && text.find(parameter + std::to_string(kernel.parameters - 1)) != std::string::npos
                && text.find(parameter + std::to_string(kernel.parameters)) == std::string::npos) {
            *function = &kernel;
            return SUCCESS;
        }
    }
    return NOT_FOUND;
}

CUresult cuMemAlloc_v2(uint64_t *address, size_t bytes) {
    ENTER;
    if (bytes == 0) return INVALID_VALUE;
    if (bytes > capacity - allocated) return OUT_OF_MEMORY;
    void *memory = std::malloc(bytes + FENCE);
    std::memset(memory, RUBBISH, bytes + FENCE);
    *address = reinterpret_cast<uint64_t>(memory);
    arrays[*address] = bytes;
    allocated += bytes;
    return SUCCESS;
}

CUresult cuMemFree_v2(uint64_t address) {
    ENTER;
    auto array = arrays.find(address);
    if (array == arrays.end()) return INVALID_VALUE;
    free_array(array);
    return SUCCESS;
}

CUresult cuMemcpyHtoD_v2(uint64_t to, const void *from, size_t bytes) {
    ENTER;
    if (!is_within(to, bytes)) return INVALID_VALUE;
    std::memcpy(reinterpret_cast<void *>(to), from, bytes);
    return SUCCESS;
}

CUresult cuMemcpyDtoH_v2(void *to, uint64_t from, size_t bytes) {
    ENTER;
    if (!is_within(from, bytes)) return INVALID_VALUE;
    std::memcpy(to, reinterpret_cast<const void *>(from), bytes);
    return SUCCESS;
}

CUresult cuMemsetD32_v2(uint64_t address, unsigned int word, size_t count) {
    ENTER;
    if (!is_within(address, count * 4)) return INVALID_VALUE;
    std::fill_n(reinterpret_cast<unsigned int *>(address), count, word);
    return SUCCESS;
}

/** Runs the blocks in strides without a divisor in common with their number, and the threads of each from the last one down. */
CUresult cuLaunchKernel(const Kernel *kernel, unsigned int width, unsigned int height, unsigned int depth, unsigned int threads,
                        unsigned int threads_y, unsigned int threads_z, unsigned int, void *, void **parameters, void **) {
    ENTER;
    if (width == 0 || width > 0x7FFFFFFF || height == 0 || height > 65535 || depth != 1 || threads == 0
            || threads * threads_y * threads_z > 1024 || threads_y == 0 || threads_z != 1) {
        return INVALID_VALUE;
    }
    uint64_t blocks = uint64_t(width) * height;
    uint64_t stride = 7919 % blocks == 0 ? 1 : 7919;
    for (uint64_t i = 0, block = blocks / 2; i < blocks; i++, block = (block + stride) % blocks) {
        blockIdx = {unsigned(block % width), unsigned(block / width), 0};
        for (unsigned int thread = threads * threads_y; thread-- > 0;) {
            threadIdx = {thread % threads, thread / threads, 0};
            kernel->call(parameters);
        }
    }
    if (!fences_stand()) lost = ILLEGAL_ADDRESS;
    return lost;
}

#define UNUSED(name) \
    CUresult name() { return NOT_SUPPORTED; }
#include "unused.inc"
}

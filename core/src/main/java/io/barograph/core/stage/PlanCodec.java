package io.barograph.core.stage;

import io.barograph.core.aggregate.StateInput;
import io.barograph.core.aggregate.StateOutput;
import io.barograph.core.column.Type;
import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/**
 * Plans as bytes and back, so that they travel to the workers of a cluster. A plan is records all the way down, and the codec
 * writes any of them: an operator that is new needs nothing here.
 *
 * <p><b>Layout</b>, version 1: {@code BPLN}, the version of the layout and that of the stages ({@link StagePlan#VERSION}) as
 * varints, then a value. A value is a byte that says its kind, then
 *
 * <pre>
 * 0 null · 1 false · 2 true
 * 3 int, 4 long       zigzag varint
 * 5 double            its bits, 8 bytes
 * 6 text              varint: 0 and its length and UTF-8 bytes, or the number of an earlier text, from 1
 * 7 decimal           the scale (zigzag varint), the number of bytes of its integer (varint), these
 * 8 type              its name, a text
 * 9 enum constant     name of the class, its own
 * 10 list, 11 set     size (varint), values
 * 12 map              size (varint), keys and values
 * 13 record           name of the class, number of components (varint), these
 * 14 service          name of the interface, of the class that {@link ServiceLoader} finds for it
 * 15 bytes            their number (varint), these
 * </pre>
 *
 * <p>A plan is read by the version of Barograph that wrote it: a worker gets both together. What is kept for longer (checkpoints,
 * receipts) holds fingerprints, never plans. Bytes from elsewhere do no harm: nothing but records and constants of Barograph is
 * made of them, through their constructors, and services that are there anyway.
 */
public final class PlanCodec {
    private static final int VERSION = 1;
    private static final byte[] MAGIC = "BPLN".getBytes(StandardCharsets.US_ASCII);
    private static final String OURS = "io.barograph.";

    private PlanCodec() {}

    /**
     * A record as bytes: equal records give equal bytes.
     *
     * @param record of components that the layout knows, all the way down
     */
    public static byte[] write(Record record) {
        StateOutput output = new StateOutput();
        output.writeBytes(MAGIC, 0, MAGIC.length);
        output.writeVarint(VERSION);
        output.writeVarint(StagePlan.VERSION);
        new Writer(output).write(record);
        return output.toByteArray();
    }

    /**
     * The record that {@link #write} has made bytes of.
     *
     * @throws BarographException BAD_DATA where the bytes are damaged, of another version or another type
     */
    public static <T extends Record> T read(byte[] bytes, Class<T> type) {
        StateInput input = new StateInput(bytes);
        try {
            if (!Arrays.equals(input.readBytes(MAGIC.length), MAGIC)) {
                throw damaged("it does not begin as a plan");
            }
            long version = input.readVarint();
            long stages = input.readVarint();
            if (version != VERSION || stages != StagePlan.VERSION) {
                throw new BarographException(
                        ErrorCode.BAD_DATA,
                        "a plan of version " + version + "." + stages + " was sent to a worker that reads version "
                                + VERSION + "." + StagePlan.VERSION + "; run the same Barograph everywhere");
            }
            Object value = new Reader(input).read();
            if (!type.isInstance(value) || !input.isAtEnd()) {
                throw damaged("it is no " + type.getSimpleName());
            }
            return type.cast(value);
        } catch (StackOverflowError deep) {
            throw damaged("it is nested too deeply");
        } catch (ArithmeticException large) {
            throw damaged("a number is too large for its place");
        }
    }

    private static BarographException damaged(String why) {
        return new BarographException(ErrorCode.BAD_DATA, "a plan's bytes are damaged: " + why);
    }

    /** What a value is. The order is the layout's. */
    private enum Kind {
        NULL,
        FALSE,
        TRUE,
        INT,
        LONG,
        DOUBLE,
        TEXT,
        DECIMAL,
        TYPE,
        ENUM,
        LIST,
        SET,
        MAP,
        RECORD,
        SERVICE,
        BYTES
    }

    private static final class Writer {
        private final StateOutput output;
        private final Map<String, Integer> texts = new HashMap<>();

        Writer(StateOutput output) {
            this.output = output;
        }

        void write(@Nullable Object value) {
            if (value == null) {
                kind(Kind.NULL);
            } else if (value instanceof Boolean truth) {
                kind(truth ? Kind.TRUE : Kind.FALSE);
            } else if (value instanceof Integer number) {
                kind(Kind.INT);
                zigzag(number);
            } else if (value instanceof Long number) {
                kind(Kind.LONG);
                zigzag(number);
            } else if (value instanceof Double number) {
                kind(Kind.DOUBLE);
                output.writeLong(Double.doubleToRawLongBits(number));
            } else if (value instanceof String text) {
                kind(Kind.TEXT);
                text(text);
            } else if (value instanceof BigDecimal decimal) {
                kind(Kind.DECIMAL);
                zigzag(decimal.scale());
                bytes(decimal.unscaledValue().toByteArray());
            } else if (value instanceof Type type) {
                kind(Kind.TYPE);
                text(type.name());
            } else if (value instanceof Enum<?> constant) {
                kind(Kind.ENUM);
                text(constant.getDeclaringClass().getName());
                text(constant.name());
            } else if (value instanceof byte[] bytes) {
                kind(Kind.BYTES);
                bytes(bytes);
            } else {
                writeMany(value);
            }
        }

        private void writeMany(Object value) {
            if (value instanceof Map<?, ?> map) {
                kind(Kind.MAP);
                output.writeVarint(map.size());
                map.forEach((key, of) -> {
                    write(key);
                    write(of);
                });
            } else if (value instanceof Collection<?> values) {
                kind(values instanceof List ? Kind.LIST : Kind.SET);
                output.writeVarint(values.size());
                // A set's own order may differ from run to run.
                (values instanceof List ? values.stream() : values.stream().sorted()).forEach(this::write);
            } else if (value instanceof Record record) {
                kind(Kind.RECORD);
                text(record.getClass().getName());
                RecordComponent[] components = record.getClass().getRecordComponents();
                output.writeVarint(components.length);
                for (RecordComponent component : components) {
                    write(component(record, component));
                }
            } else {
                kind(Kind.SERVICE);
                text(serviceOf(value.getClass()).getName());
                text(value.getClass().getName());
            }
        }

        private static @Nullable Object component(Record record, RecordComponent component) {
            try {
                component.getAccessor().setAccessible(true);
                return component.getAccessor().invoke(record);
            } catch (ReflectiveOperationException failed) {
                throw new IllegalStateException(component + " of " + record.getClass() + " cannot be read", failed);
            }
        }

        private static Class<?> serviceOf(Class<?> provider) {
            for (Class<?> service : provider.getInterfaces()) {
                if (find(service, provider.getName()) != null) {
                    return service;
                }
            }
            throw new IllegalStateException("a plan cannot carry a " + provider.getName()
                    + ": make it a record, or a service that ServiceLoader finds");
        }

        private void kind(Kind kind) {
            output.writeByte(kind.ordinal());
        }

        private void zigzag(long value) {
            output.writeVarint(value << 1 ^ value >> 63);
        }

        private void text(String text) {
            Integer known = texts.putIfAbsent(text, texts.size() + 1);
            output.writeVarint(known == null ? 0 : known);
            if (known == null) {
                bytes(text.getBytes(StandardCharsets.UTF_8));
            }
        }

        private void bytes(byte[] bytes) {
            output.writeVarint(bytes.length);
            output.writeBytes(bytes, 0, bytes.length);
        }
    }

    private static final class Reader {
        private final StateInput input;
        private final List<String> texts = new ArrayList<>();

        Reader(StateInput input) {
            this.input = input;
        }

        @Nullable
        Object read() {
            int kind = input.readByte();
            if (kind >= Kind.values().length) {
                throw damaged("there is no kind of value " + kind);
            }
            return switch (Kind.values()[kind]) {
                case NULL -> null;
                case FALSE -> false;
                case TRUE -> true;
                case INT -> Math.toIntExact(zigzag());
                case LONG -> zigzag();
                case DOUBLE -> Double.longBitsToDouble(input.readLong());
                case TEXT -> text();
                case DECIMAL -> decimal();
                case TYPE -> Type.parse(text()).orElseThrow(() -> damaged("it names a type that there is none of"));
                case ENUM -> constant(text(), text());
                case LIST -> Collections.unmodifiableList(values());
                case SET -> Collections.unmodifiableSet(new LinkedHashSet<>(values()));
                case MAP -> map();
                case RECORD -> record();
                case SERVICE -> service(text(), text());
                case BYTES -> input.readBytes(count());
            };
        }

        private long zigzag() {
            long value = input.readVarint();
            return value >>> 1 ^ -(value & 1);
        }

        private int count() {
            long count = input.readVarint();
            if (count < 0 || count > Integer.MAX_VALUE) {
                throw damaged("a count is " + count);
            }
            return (int) count;
        }

        private String text() {
            int known = count();
            if (known > texts.size()) {
                throw damaged("it refers to a text to come");
            }
            if (known > 0) {
                return texts.get(known - 1);
            }
            String text = new String(input.readBytes(count()), StandardCharsets.UTF_8);
            texts.add(text);
            return text;
        }

        private BigDecimal decimal() {
            int scale = Math.toIntExact(zigzag());
            byte[] integer = input.readBytes(count());
            if (integer.length == 0) {
                throw damaged("a decimal has no digits");
            }
            return new BigDecimal(new BigInteger(integer), scale);
        }

        /** As many values as are said; an announced number is believed as they come. */
        private List<@Nullable Object> values() {
            int count = count();
            List<@Nullable Object> values = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                values.add(read());
            }
            return values;
        }

        private Map<@Nullable Object, @Nullable Object> map() {
            int count = count();
            Map<@Nullable Object, @Nullable Object> map = new LinkedHashMap<>();
            for (int i = 0; i < count; i++) {
                Object key = read();
                map.put(key, read());
            }
            return Collections.unmodifiableMap(map);
        }

        private static Object constant(String className, String name) {
            Object[] constants = ours(className).getEnumConstants();
            for (int i = 0; constants != null && i < constants.length; i++) {
                if (((Enum<?>) constants[i]).name().equals(name)) {
                    return constants[i];
                }
            }
            throw damaged("there is no " + className + "." + name);
        }

        private Object record() {
            Class<?> type = ours(text());
            RecordComponent[] components = type.getRecordComponents();
            int count = count();
            if (components == null || components.length != count) {
                throw damaged(type.getName() + " is no record of " + count);
            }
            Class<?>[] types = new Class<?>[count];
            @Nullable Object[] values = new Object[count];
            for (int i = 0; i < count; i++) {
                types[i] = components[i].getType();
                values[i] = read();
            }
            try {
                Constructor<?> canonical = type.getDeclaredConstructor(types);
                canonical.setAccessible(true);
                return canonical.newInstance(values);
            } catch (InvocationTargetException | RuntimeException refused) {
                throw new BarographException(
                        ErrorCode.BAD_DATA,
                        "a plan's bytes are damaged: " + type.getName() + " refuses its values",
                        refused);
            } catch (ReflectiveOperationException failed) {
                throw new IllegalStateException("every record has a canonical constructor", failed);
            }
        }

        private static Object service(String serviceName, String providerName) {
            Object provider = find(ours(serviceName), providerName);
            if (provider == null) {
                throw new BarographException(
                        ErrorCode.BAD_DATA,
                        "a plan needs " + providerName
                                + ", which this worker does not have; run the same Barograph everywhere");
            }
            return provider;
        }

        private static Class<?> ours(String name) {
            try {
                if (name.startsWith(OURS)) {
                    return Class.forName(name, false, PlanCodec.class.getClassLoader());
                }
            } catch (ClassNotFoundException | LinkageError none) {
                throw damaged("there is no " + name);
            }
            throw damaged(name + " is none of ours");
        }
    }

    private static @Nullable Object find(Class<?> service, String provider) {
        try {
            for (ServiceLoader.Provider<?> found :
                    ServiceLoader.load(service, PlanCodec.class.getClassLoader()).stream()
                            .toList()) {
                if (found.type().getName().equals(provider)) {
                    return found.get();
                }
            }
            return null;
        } catch (ServiceConfigurationError none) {
            // Not all that bytes name, and not every interface of a class, is a service.
            return null;
        }
    }
}

package io.barograph.core.zone;

import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.core.error.NearNames;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.InflaterInputStream;
import org.jspecify.annotations.Nullable;

/**
 * The zones that there are: those of the bundled database by their names ({@code Europe/Berlin}, in any case of letters),
 * {@code UTC} and {@code Z}, and fixed offsets ({@code +09:00}, {@code -3}). Loaded when first asked for a name.
 *
 * <p><b>Layout of {@code zones.bin}</b>, version 1: the bytes {@code BTZ1}; the version of the rules as {@code writeUTF}
 * writes it; then, deflated: the number of rule sets, and per set its length in bytes, the first offset, the number of
 * changes, and per change the seconds since the one before (the first: since {@link #FIRST}) and by how much the offset
 * grows; the number of names, and per name, ascending, its text as {@code writeUTF} writes it and the number of its set.
 * Numbers are varints of seven bits a byte, least first; offsets and growths are zigzag-coded.
 */
public final class Zones {
    /** Before TIMESTAMP's range begins, in seconds since 1970. */
    static final long FIRST = -9_223_372_037L;

    /** Behind TIMESTAMP's range. */
    static final long LAST = 9_223_372_037L;

    static final byte[] MAGIC = {'B', 'T', 'Z', '1'};
    private static final String RESOURCE = "zones.bin";
    private static final int MOST_HOURS = 18;

    private static final Map<String, Zone> KNOWN = new ConcurrentHashMap<>();

    private Zones() {}

    /** The version of the rules, as {@code 2026a}. */
    public static String version() {
        try (DataInputStream in = open()) {
            return in.readUTF();
        } catch (IOException e) {
            throw damaged(e);
        }
    }

    /**
     * The zone of a name.
     *
     * @throws BarographException INVALID_ARGUMENT where there is none, with names that are near
     */
    public static Zone of(String name) {
        Zone zone = KNOWN.get(name);
        if (zone == null) {
            zone = find(name);
            KNOWN.put(name, zone);
        }
        return zone;
    }

    private static Zone find(String name) {
        if (name.equalsIgnoreCase("UTC") || name.equals("Z")) {
            return Zone.UTC;
        }
        Zone fixed = fixed(name);
        if (fixed != null) {
            return fixed;
        }
        Database database = Database.load();
        String spelt = database.names.ceilingKey(name);
        if (spelt == null || !spelt.equalsIgnoreCase(name)) {
            throw new BarographException(
                    ErrorCode.INVALID_ARGUMENT,
                    "there is no time zone '" + name + "'"
                            + NearNames.didYouMean(name, List.copyOf(database.names.keySet()))
                            + "; zones are named as in 'Asia/Seoul', or by an offset as in '+09:00'");
        }
        return database.zone(spelt);
    }

    /** {@code +9}, {@code +09}, {@code +09:00}, {@code -03:30}; null where the text is none of these. */
    private static @Nullable Zone fixed(String name) {
        if (name.length() < 2 || name.charAt(0) != '+' && name.charAt(0) != '-') {
            return null;
        }
        int colon = name.indexOf(':');
        String hours = colon < 0 ? name.substring(1) : name.substring(1, colon);
        String minutes = colon < 0 ? "0" : name.substring(colon + 1);
        if (!isNumber(hours) || !isNumber(minutes)) {
            return null;
        }
        int h = Integer.parseInt(hours);
        int m = Integer.parseInt(minutes);
        if (h > MOST_HOURS || m > 59 || h == MOST_HOURS && m > 0) {
            return null;
        }
        int offset = (h * 60 + m) * 60 * (name.charAt(0) == '-' ? -1 : 1);
        String canonical = String.format(Locale.ROOT, "%c%02d:%02d", name.charAt(0), h, m);
        return offset == 0 ? Zone.UTC : Zone.fixed(canonical, offset);
    }

    private static boolean isNumber(String text) {
        return !text.isEmpty() && text.length() <= 2 && text.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    /** The resource, behind its magic bytes. */
    private static DataInputStream open() throws IOException {
        InputStream resource = Zones.class.getResourceAsStream(RESOURCE);
        if (resource == null) {
            throw new IOException(RESOURCE + " is missing");
        }
        DataInputStream in = new DataInputStream(resource);
        for (byte expected : MAGIC) {
            if (in.readByte() != expected) {
                throw new IOException(RESOURCE + " begins otherwise");
            }
        }
        return in;
    }

    private static BarographException damaged(IOException e) {
        return new BarographException(
                ErrorCode.INTERNAL, "the bundled time zone database cannot be read: " + e.getMessage(), e);
    }

    /** The rule sets, each parsed when its zone is asked for. */
    private static final class Database {
        private static @Nullable Database loaded;

        private final byte[][] sets;
        private final TreeMap<String, Integer> names = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

        private Database() {
            try (DataInputStream in = open()) {
                in.readUTF();
                DataInputStream packed = new DataInputStream(new BufferedInputStream(new InflaterInputStream(in)));
                sets = new byte[(int) number(packed)][];
                for (int i = 0; i < sets.length; i++) {
                    sets[i] = packed.readNBytes((int) number(packed));
                }
                for (long left = number(packed); left > 0; left--) {
                    String name = packed.readUTF();
                    names.put(name, (int) number(packed));
                }
            } catch (IOException e) {
                throw damaged(e);
            }
        }

        static synchronized Database load() {
            Database database = loaded;
            if (database == null) {
                database = new Database();
                loaded = database;
            }
            return database;
        }

        Zone zone(String name) {
            byte[] set = sets[names.getOrDefault(name, -1)];
            try (DataInputStream in = new DataInputStream(new java.io.ByteArrayInputStream(set))) {
                int offset = (int) signed(in);
                int count = (int) number(in);
                long[] changes = new long[count];
                int[] offsets = new int[count + 1];
                offsets[0] = offset;
                long instant = FIRST;
                for (int i = 0; i < count; i++) {
                    instant += number(in);
                    offset += (int) signed(in);
                    changes[i] = instant;
                    offsets[i + 1] = offset;
                }
                return new Zone(name, changes, offsets);
            } catch (IOException e) {
                throw damaged(e);
            }
        }

        private static long number(DataInputStream in) throws IOException {
            long value = 0;
            for (int shift = 0; ; shift += 7) {
                int b = in.readUnsignedByte();
                value |= (long) (b & 0x7F) << shift;
                if (b < 0x80) {
                    return value;
                }
            }
        }

        private static long signed(DataInputStream in) throws IOException {
            long value = number(in);
            return value >>> 1 ^ -(value & 1);
        }
    }
}

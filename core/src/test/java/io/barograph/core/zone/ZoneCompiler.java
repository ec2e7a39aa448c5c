package io.barograph.core.zone;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.time.zone.ZoneRulesProvider;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeSet;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;

/**
 * Writes {@code zones.bin} from the rules of the JDK that it runs on: run its main on the newest one, with the path of the
 * file as its argument. Rules that recur are written out to the end of TIMESTAMP's range.
 */
final class ZoneCompiler {
    /** Links of the tz database, as they are since its 2024b, of which the JDK makes no zones. */
    private static final Map<String, String> LINKS =
            Map.of("EST", "America/Panama", "HST", "Pacific/Honolulu", "MST", "America/Phoenix");

    private ZoneCompiler() {}

    public static void main(String[] arguments) throws IOException {
        byte[] file = compile();
        Files.write(Path.of(arguments[0]), file);
        System.out.println(version() + ", " + names().size() + " names, " + file.length + " bytes");
    }

    /** The version of this JDK's rules. */
    static String version() {
        return ZoneRulesProvider.getVersions("UTC").lastKey();
    }

    static TreeSet<String> names() {
        TreeSet<String> names = new TreeSet<>(ZoneRulesProvider.getAvailableZoneIds());
        names.removeIf(name -> name.startsWith("SystemV/"));
        names.addAll(LINKS.keySet());
        return names;
    }

    /** The name that the JDK has for a zone. */
    static String target(String name) {
        return LINKS.getOrDefault(name, name);
    }

    static byte[] compile() throws IOException {
        Map<ZoneRules, Integer> sets = new LinkedHashMap<>();
        Map<String, Integer> names = new LinkedHashMap<>();
        for (String name : names()) {
            ZoneRules rules = ZoneRulesProvider.getRules(target(name), false);
            sets.putIfAbsent(rules, sets.size());
            names.put(name, sets.get(rules));
        }
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        DataOutputStream plain = new DataOutputStream(file);
        plain.write(Zones.MAGIC);
        plain.writeUTF(version());
        try (DataOutputStream packed =
                new DataOutputStream(new DeflaterOutputStream(plain, new Deflater(Deflater.BEST_COMPRESSION)))) {
            number(packed, sets.size());
            for (ZoneRules rules : sets.keySet()) {
                byte[] set = set(rules);
                number(packed, set.length);
                packed.write(set);
            }
            number(packed, names.size());
            for (Map.Entry<String, Integer> name : names.entrySet()) {
                packed.writeUTF(name.getKey());
                number(packed, name.getValue());
            }
        }
        return file.toByteArray();
    }

    private static byte[] set(ZoneRules rules) throws IOException {
        ByteArrayOutputStream changes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(changes);
        Instant at = Instant.ofEpochSecond(Zones.FIRST);
        int first = rules.getOffset(at).getTotalSeconds();
        int count = 0;
        long before = Zones.FIRST;
        ZoneOffsetTransition next = rules.nextTransition(at);
        while (next != null && next.toEpochSecond() <= Zones.LAST) {
            number(out, next.toEpochSecond() - before);
            signed(
                    out,
                    next.getOffsetAfter().getTotalSeconds()
                            - next.getOffsetBefore().getTotalSeconds());
            before = next.toEpochSecond();
            count++;
            next = rules.nextTransition(next.getInstant());
        }
        ByteArrayOutputStream set = new ByteArrayOutputStream();
        DataOutputStream head = new DataOutputStream(set);
        signed(head, first);
        number(head, count);
        head.write(changes.toByteArray());
        return set.toByteArray();
    }

    private static void number(DataOutputStream out, long value) throws IOException {
        long left = value;
        while (left >= 0x80) {
            out.writeByte((int) (left & 0x7F | 0x80));
            left >>>= 7;
        }
        out.writeByte((int) left);
    }

    private static void signed(DataOutputStream out, long value) throws IOException {
        number(out, value << 1 ^ value >> 63);
    }
}

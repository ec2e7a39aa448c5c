package io.barograph.formats.receipt;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.barograph.core.engine.Receipt;
import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import java.io.IOException;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Writes receipts as JSON and reads them back. Unknown members are passed over, missing ones refused. */
public final class ReceiptJson {
    private static final JsonFactory JSON = new JsonFactory();

    private ReceiptJson() {}

    /** The receipt as an indented JSON object, ended by a line end. */
    public static String write(Receipt receipt) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text).useDefaultPrettyPrinter()) {
            json.writeStartObject();
            json.writeNumberField("format", receipt.format());
            json.writeStringField("barograph", receipt.barograph());
            json.writeNumberField("stages", receipt.stages());
            json.writeStringField("time_zones", receipt.timeZones());
            json.writeStringField("query", receipt.query());
            json.writeStringField("plan", receipt.plan());
            if (receipt.isLive()) {
                json.writeBooleanField("live", true);
            }
            json.writeArrayFieldStart("lanes");
            for (Receipt.Lane lane : receipt.lanes()) {
                write(json, lane);
            }
            json.writeEndArray();
            json.writeNumberField("rows", receipt.rows());
            json.writeStringField("checksum", receipt.checksum());
            json.writeEndObject();
        } catch (IOException impossible) {
            throw new IllegalStateException("a string can always be written to", impossible);
        }
        return text + "\n";
    }

    private static void write(JsonGenerator json, Receipt.Lane lane) throws IOException {
        json.writeStartObject();
        json.writeStringField("table", lane.table());
        json.writeStringField("name", lane.name());
        if (lane.sizeBytes() != Receipt.Lane.UNKNOWN) {
            json.writeNumberField("size", lane.sizeBytes());
        }
        json.writeNumberField("start_offset", lane.startOffset());
        json.writeNumberField("end_offset", lane.endOffset());
        json.writeStringField("tail", lane.tail());
        json.writeNumberField("read", lane.read());
        json.writeNumberField("used", lane.used());
        json.writeNumberField("late", lane.late());
        if (lane.retired() > 0) {
            json.writeNumberField("retired", lane.retired());
        }
        json.writeNumberField("rejected", lane.rejected());
        json.writeNumberField("duplicate", lane.duplicate());
        json.writeEndObject();
    }

    /**
     * Reads a receipt.
     *
     * @param name of the file, for messages
     * @throws BarographException {@code INVALID_ARGUMENT} where the text is no receipt, or one of a later layout
     */
    public static Receipt read(String name, String text) {
        List<Receipt.Lane> lanes = new ArrayList<>();
        Map<String, String> members = new HashMap<>();
        try (JsonParser json = JSON.createParser(text)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw refused(name, "it is no JSON object");
            }
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String member = json.currentName();
                JsonToken value = json.nextToken();
                if (member.equals("lanes") && value == JsonToken.START_ARRAY) {
                    while (json.nextToken() == JsonToken.START_OBJECT) {
                        lanes.add(lane(new Members(name, scalars(json))));
                    }
                } else if (value.isScalarValue()) {
                    members.put(member, json.getText());
                } else {
                    json.skipChildren();
                }
            }
        } catch (JsonParseException malformed) {
            throw refused(name, malformed.getOriginalMessage());
        } catch (IOException malformed) {
            throw refused(name, malformed.toString());
        }
        return receipt(new Members(name, members), lanes);
    }

    private static Receipt receipt(Members members, List<Receipt.Lane> lanes) {
        long format = members.number("format");
        if (format > Receipt.FORMAT) {
            throw refused(
                    members.name(),
                    "its layout is version " + format + " and this version of Barograph reads up to " + Receipt.FORMAT
                            + "; verify it with a newer one");
        }
        return new Receipt(
                (int) format,
                members.text("barograph"),
                (int) members.number("stages"),
                members.text("time_zones"),
                members.text("query"),
                members.text("plan"),
                members.has("live"),
                lanes,
                members.number("rows"),
                members.text("checksum"));
    }

    private static Receipt.Lane lane(Members members) {
        return new Receipt.Lane(
                members.text("table"),
                members.text("name"),
                members.has("size") ? members.number("size") : Receipt.Lane.UNKNOWN,
                members.number("start_offset"),
                members.number("end_offset"),
                members.text("tail"),
                members.number("read"),
                members.number("used"),
                members.number("late"),
                members.has("retired") ? members.number("retired") : 0,
                members.number("rejected"),
                members.number("duplicate"));
    }

    private static Map<String, String> scalars(JsonParser json) throws IOException {
        Map<String, String> members = new HashMap<>();
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String member = json.currentName();
            if (json.nextToken().isScalarValue()) {
                members.put(member, json.getText());
            } else {
                json.skipChildren();
            }
        }
        return members;
    }

    /** An object's members as text. */
    private record Members(String name, Map<String, String> values) {
        /** Whether there is a member that only some receipts have. */
        boolean has(String member) {
            return values.containsKey(member);
        }

        String text(String member) {
            String value = values.get(member);
            if (value == null) {
                throw refused(name, "it has no '" + member + "'");
            }
            return value;
        }

        long number(String member) {
            try {
                return Long.parseLong(text(member));
            } catch (NumberFormatException malformed) {
                throw refused(name, "its '" + member + "' is '" + text(member) + "', no whole number");
            }
        }
    }

    private static BarographException refused(String name, String reason) {
        return new BarographException(
                ErrorCode.INVALID_ARGUMENT,
                "'" + name + "' is no receipt that can be read: " + reason
                        + "; receipts are written by --receipt FILE");
    }
}

package io.barograph.flink.live;

import io.barograph.core.aggregate.StateInput;
import io.barograph.core.aggregate.StateOutput;
import io.barograph.local.live.HostedLanes;
import java.nio.charset.StandardCharsets;
import org.apache.flink.api.connector.source.SourceSplit;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/** A lane, with where it stands, its clock and its books: they move together, whoever reads it next. */
record LaneSplit(HostedLanes.Lane lane) implements SourceSplit {
    @Override
    public String splitId() {
        return lane.name();
    }

    /** Layout: the number of the table's lanes, the length of the name, the name, the state. Numbers are varints. */
    static final class Serializer implements SimpleVersionedSerializer<LaneSplit> {
        private static final int VERSION = 1;

        @Override
        public int getVersion() {
            return VERSION;
        }

        @Override
        public byte[] serialize(LaneSplit split) {
            StateOutput output = new StateOutput();
            byte[] name = split.lane.name().getBytes(StandardCharsets.UTF_8);
            byte[] state = split.lane.state();
            output.writeVarint(split.lane.of());
            output.writeVarint(name.length);
            output.writeBytes(name, 0, name.length);
            output.writeVarint(state.length);
            output.writeBytes(state, 0, state.length);
            return output.toByteArray();
        }

        @Override
        public LaneSplit deserialize(int version, byte[] serialized) {
            StateInput input = new StateInput(serialized);
            int of = (int) input.readVarint();
            String name = new String(input.readBytes((int) input.readVarint()), StandardCharsets.UTF_8);
            return new LaneSplit(new HostedLanes.Lane(name, of, input.readBytes((int) input.readVarint())));
        }
    }
}

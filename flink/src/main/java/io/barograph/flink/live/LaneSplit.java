package io.barograph.flink.live;

import io.barograph.core.aggregate.StateInput;
import io.barograph.core.aggregate.StateOutput;
import io.barograph.local.live.HostedLanes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.connector.source.SourceSplit;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/** A lane, with where it stands, its clock and its books: they move together, whoever reads it next. */
record LaneSplit(HostedLanes.Lane lane) implements SourceSplit {
    @Override
    public String splitId() {
        return lane.id();
    }

    /**
     * Layout: the number of the lane's table; how many tables there are, and how many lanes each has; the length of the name, the name;
     * the length of the state, the state. Numbers are varints.
     */
    static final class Serializer implements SimpleVersionedSerializer<LaneSplit> {
        private static final int VERSION = 3;

        @Override
        public int getVersion() {
            return VERSION;
        }

        @Override
        public byte[] serialize(LaneSplit split) {
            StateOutput output = new StateOutput();
            byte[] name = split.lane.name().getBytes(StandardCharsets.UTF_8);
            byte[] state = split.lane.state();
            output.writeVarint(split.lane.table());
            output.writeVarint(split.lane.counts().size());
            split.lane.counts().forEach(output::writeVarint);
            output.writeVarint(name.length);
            output.writeBytes(name, 0, name.length);
            output.writeVarint(state.length);
            output.writeBytes(state, 0, state.length);
            return output.toByteArray();
        }

        @Override
        public LaneSplit deserialize(int version, byte[] serialized) throws IOException {
            if (version != VERSION) {
                throw new IOException(
                        "the state of a lane is of another version of Barograph (" + version + ", this one reads "
                                + VERSION + "); start the job anew, without execution.state-recovery.path");
            }
            StateInput input = new StateInput(serialized);
            int table = (int) input.readVarint();
            List<Integer> counts = new ArrayList<>();
            for (long left = input.readVarint(); left > 0; left--) {
                counts.add((int) input.readVarint());
            }
            String name = new String(input.readBytes((int) input.readVarint()), StandardCharsets.UTF_8);
            return new LaneSplit(new HostedLanes.Lane(table, name, counts, input.readBytes((int) input.readVarint())));
        }
    }
}

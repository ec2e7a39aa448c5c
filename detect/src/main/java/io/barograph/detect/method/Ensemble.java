package io.barograph.detect.method;

import io.barograph.core.aggregate.StateInput;
import io.barograph.core.aggregate.StateOutput;
import io.barograph.detect.Detector;
import io.barograph.detect.Parameter;
import io.barograph.detect.Settings;
import io.barograph.detect.TimeScale;
import io.barograph.detect.Track;
import java.util.List;
import java.util.Map;

/** Several detectors side by side; the most certain one speaks. */
public final class Ensemble implements Detector {
    /** In the order in which they speak where they are equally certain. */
    private static final List<Detector> MEMBERS = List.of(
            new OutOfRange(),
            new ExtremeValue(),
            new Seasonal(),
            new Ewma(),
            new RateOfChange(),
            new Stuck(),
            new GoneQuiet());

    private static final Parameter THRESHOLD = ExtremeValue.THRESHOLD;

    @Override
    public String name() {
        return "ensemble";
    }

    @Override
    public String description() {
        return "Judges each row by out_of_range, extreme_value, seasonal, ewma, rate_of_change, stuck and gone_quiet, and gives the"
                + " highest of their scores with its reason. Along a BIGINT seasonal is silent. The default.";
    }

    @Override
    public String source() {
        return "The members' sources; the maximum, since each member's score means the same improbability";
    }

    @Override
    public List<Parameter> parameters() {
        return List.of(THRESHOLD);
    }

    @Override
    public Track track(Settings settings, String metric, TimeScale scale) {
        List<Detector> members = MEMBERS.stream()
                .filter(member -> scale.isClock() || !member.needsClock())
                .toList();
        Track[] tracks = new Track[members.size()];
        for (int i = 0; i < tracks.length; i++) {
            Detector member = members.get(i);
            boolean judgedAlike = member.parameters().contains(THRESHOLD);
            Settings own = judgedAlike
                    ? Settings.of(member, Map.of(THRESHOLD.name(), settings.value(THRESHOLD.name())))
                    : Settings.standard(member);
            tracks[i] = member.track(own, metric, scale);
        }
        return new Members(tracks);
    }

    private static final class Members implements Track {
        private final Track[] tracks;
        private Track speaker;

        Members(Track[] tracks) {
            this.tracks = tracks;
            this.speaker = tracks[0];
        }

        @Override
        public double observe(long time, double value) {
            double highest = -1;
            for (Track track : tracks) {
                double score = track.observe(time, value);
                if (score > highest) {
                    highest = score;
                    speaker = track;
                }
            }
            return highest;
        }

        @Override
        public long deadline() {
            long earliest = Long.MAX_VALUE;
            for (Track track : tracks) {
                earliest = Math.min(earliest, track.deadline());
            }
            return earliest;
        }

        @Override
        public double expire() {
            long earliest = deadline();
            double highest = 0;
            for (Track track : tracks) {
                if (track.deadline() == earliest) {
                    highest = Math.max(highest, track.expire());
                    speaker = track;
                }
            }
            return highest;
        }

        @Override
        public String reason() {
            return speaker.reason();
        }

        @Override
        public void write(StateOutput output) {
            for (Track track : tracks) {
                track.write(output);
            }
        }

        @Override
        public void read(StateInput input) {
            for (Track track : tracks) {
                track.read(input);
            }
        }

        @Override
        public long memoryBytes() {
            long bytes = 64;
            for (Track track : tracks) {
                bytes += track.memoryBytes();
            }
            return bytes;
        }
    }
}

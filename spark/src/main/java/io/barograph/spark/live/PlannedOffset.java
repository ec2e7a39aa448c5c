package io.barograph.spark.live;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.barograph.core.error.BarographException;
import io.barograph.core.error.ErrorCode;
import io.barograph.local.live.LanePlan;
import org.apache.spark.sql.connector.read.streaming.Offset;

/** A plan as Spark writes it down before a batch runs. */
final class PlannedOffset extends Offset {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final LanePlan plan;

    PlannedOffset(LanePlan plan) {
        this.plan = plan;
    }

    /** @throws BarographException BAD_DATA where it is none of ours */
    static PlannedOffset of(String json) {
        try {
            return new PlannedOffset(JSON.readValue(json, LanePlan.class));
        } catch (JsonProcessingException e) {
            throw new BarographException(
                    ErrorCode.BAD_DATA, "an offset in the folder of checkpoints is damaged: " + e.getMessage(), e);
        }
    }

    LanePlan plan() {
        return plan;
    }

    @Override
    public String json() {
        try {
            return JSON.writeValueAsString(plan);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a plan is records of numbers and texts", e);
        }
    }
}

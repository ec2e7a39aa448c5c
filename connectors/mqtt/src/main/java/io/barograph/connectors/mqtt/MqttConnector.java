package io.barograph.connectors.mqtt;

import io.barograph.connectors.journal.IntakeSource;
import io.barograph.connectors.journal.JournalDeclaration;
import io.barograph.connectors.journal.JournaledConnector;
import io.barograph.formats.GivenOptions;
import java.util.List;

/** {@code 'connector' = 'mqtt'}: what is published to a broker's topics. */
public final class MqttConnector extends JournaledConnector {
    @Override
    public String name() {
        return "mqtt";
    }

    /** Other topics are other rows. */
    @Override
    public boolean isConnection(String option) {
        return super.isConnection(option) && !option.equals(MqttOptions.TOPIC);
    }

    @Override
    protected List<String> sourceOptions() {
        return MqttOptions.KNOWN;
    }

    @Override
    protected IntakeSource takeSource(String table, GivenOptions given, JournalDeclaration declaration) {
        MqttOptions options = MqttOptions.take(given);
        return journal -> new MqttIntake(options, journal);
    }
}

package io.barograph.bench.peers;

/** A reading, parsed by hand from just these lines or objects: a general parser would only make Kafka Streams slower. */
final class Reading {
    long time;
    double temperature;
    double humidity;
    double pressure;

    /** {@code 1700000000000,7,21.50,40.00,1013.25} */
    static Reading ofCsv(byte[] bytes) {
        Reading reading = new Reading();
        int[] at = {0};
        reading.time = (long) number(bytes, at);
        number(bytes, at);
        reading.temperature = number(bytes, at);
        reading.humidity = number(bytes, at);
        reading.pressure = number(bytes, at);
        return reading;
    }

    /** <code>{"ts":1700000000000,"device_id":7,"temperature":21.50,"humidity":40.00,"pressure":1013.25}</code> */
    static Reading ofJson(byte[] bytes) {
        Reading reading = new Reading();
        int[] at = {0};
        while (at[0] < bytes.length) {
            int name = at[0] + 2;
            at[0] = name;
            while (bytes[at[0]] != ':') {
                at[0]++;
            }
            at[0]++;
            double value = number(bytes, at);
            at[0]--;
            switch (bytes[name]) {
                case 't' -> {
                    if (bytes[name + 1] == 's') {
                        reading.time = (long) value;
                    } else {
                        reading.temperature = value;
                    }
                }
                case 'h' -> reading.humidity = value;
                case 'p' -> reading.pressure = value;
                default -> {}
            }
            if (bytes[at[0]] == '}') {
                break;
            }
        }
        return reading;
    }

    /** The number that begins there; moves behind the byte that ends it. */
    private static double number(byte[] bytes, int[] at) {
        long digits = 0;
        double divisor = 1;
        boolean behind = false;
        int i = at[0];
        for (; i < bytes.length && bytes[i] != ',' && bytes[i] != '}'; i++) {
            if (bytes[i] == '.') {
                behind = true;
            } else {
                digits = digits * 10 + bytes[i] - '0';
                divisor = behind ? divisor * 10 : divisor;
            }
        }
        at[0] = i + 1;
        return digits / divisor;
    }
}

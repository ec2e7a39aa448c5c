package io.barograph.bench.intake;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** One publisher with QoS 1 that sends some messages, then waits for the broker to acknowledge all of them. */
final class MqttLoad implements Load {
    private static final int AHEAD = 20;
    private static final int TYPE = 0xF0;
    private static final int PUBACK = 0x40;

    private final Socket socket;
    private final InputStream in;
    private int id;

    MqttLoad(String host, int port, int number) throws IOException {
        this.socket = new Socket(host, port);
        socket.setTcpNoDelay(true);
        this.in = new BufferedInputStream(socket.getInputStream());
        byte[] name = ("load-" + number).getBytes(StandardCharsets.US_ASCII);
        // CONNECT: protocol 5, clean start, nothing to keep alive, no properties.
        ByteBuffer connect = ByteBuffer.allocate(15 + name.length);
        connect.put((byte) 0x10).put((byte) (13 + name.length));
        connect.putShort((short) 4)
                .put("MQTT".getBytes(StandardCharsets.US_ASCII))
                .put((byte) 5)
                .put((byte) 2);
        connect.putShort((short) 0).put((byte) 0).putShort((short) name.length).put(name);
        socket.getOutputStream().write(connect.array());
        read();
    }

    private int read() throws IOException {
        int type = in.read();
        in.readNBytes(in.read());
        return type & TYPE;
    }

    @Override
    public int send() throws IOException {
        byte[] topic = "sensors/a".getBytes(StandardCharsets.US_ASCII);
        byte[] text = ROW.strip().getBytes(StandardCharsets.US_ASCII);
        ByteBuffer packets = ByteBuffer.allocate(AHEAD * (7 + topic.length + text.length));
        for (int i = 0; i < AHEAD; i++) {
            id = id % 60_000 + 1;
            packets.put((byte) 0x32).put((byte) (5 + topic.length + text.length));
            packets.putShort((short) topic.length)
                    .put(topic)
                    .putShort((short) id)
                    .put((byte) 0)
                    .put(text);
        }
        socket.getOutputStream().write(packets.array(), 0, packets.position());
        for (int i = 0; i < AHEAD; i++) {
            if (read() != PUBACK) {
                throw new IOException("not acknowledged");
            }
        }
        return AHEAD;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}

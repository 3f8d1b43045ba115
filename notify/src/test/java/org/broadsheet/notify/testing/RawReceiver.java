package org.broadsheet.notify.testing;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** A receiver that misbehaves on the wire, in a way of the test's own. */
public final class RawReceiver implements AutoCloseable {
    private final ServerSocket server;
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final AtomicInteger connections = new AtomicInteger();

    /** What it does with a connection, after the first bytes of the request have come. */
    public interface Behaviour {
        void misbehave(Socket socket, OutputStream out) throws IOException, InterruptedException;
    }

    public RawReceiver(Behaviour behaviour) throws IOException {
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread acceptor = new Thread(() -> accept(behaviour), "raw-receiver");
        acceptor.setDaemon(true);
        acceptor.start();
    }

    private void accept(Behaviour behaviour) {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                sockets.add(socket);
                connections.incrementAndGet();
                Thread thread = new Thread(
                        () -> {
                            try (socket) {
                                if (socket.getInputStream().read() >= 0) {
                                    behaviour.misbehave(socket, socket.getOutputStream());
                                }
                            } catch (IOException | InterruptedException e) {
                                // The other side hung up, which is what the tests are about.
                            }
                        },
                        "raw-receiver-connection");
                thread.setDaemon(true);
                thread.start();
            } catch (IOException e) {
                return;
            }
        }
    }

    public static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    public String url() {
        return "http://127.0.0.1:" + server.getLocalPort() + "/hook";
    }

    public int connections() {
        return connections.get();
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }
}

package org.broadsheet.standalone.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;

/** Ports of loopback. */
final class Ports {
    private Ports() {}

    /** Whether somebody listens. */
    static boolean isTaken(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }
}

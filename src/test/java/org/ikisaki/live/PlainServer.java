package org.ikisaki.live;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/**
 * A server without encryption, in a process of its own: whatever it is sent over TCP, it answers
 * with a page; a datagram comes back as it was.
 */
final class PlainServer {
  static final int HTTP_PORT = 80;
  static final int GOPHER_PORT = 70;
  static final int ECHO_PORT = 7;

  private static final int PAGE = 50_000;
  private static final int MAX_REQUEST = 4_096;

  private PlainServer() {}

  /**
   * Serves until it is killed.
   *
   * @param args the addresses that datagrams are echoed from
   */
  public static void main(String[] args) throws IOException {
    for (String address : args) {
      DatagramSocket echo = new DatagramSocket(ECHO_PORT, InetAddress.getByName(address));
      serve("echo", () -> echo(echo));
    }
    ServerSocket gopher = new ServerSocket(GOPHER_PORT);
    ServerSocket http = new ServerSocket(HTTP_PORT);
    serve("gopher", () -> answer(gopher));
    serve("http", () -> answer(http));
  }

  private static void serve(String name, Service service) {
    new Thread(
            () -> {
              try {
                while (true) {
                  service.serveOne();
                }
              } catch (IOException e) {
                throw new IllegalStateException(name, e);
              }
            },
            name)
        .start();
  }

  private static void echo(DatagramSocket socket) throws IOException {
    DatagramPacket datagram = new DatagramPacket(new byte[MAX_REQUEST], MAX_REQUEST);
    socket.receive(datagram);
    socket.send(datagram);
  }

  private static void answer(ServerSocket socket) throws IOException {
    try (Socket client = socket.accept();
        InputStream in = client.getInputStream();
        OutputStream out = client.getOutputStream()) {
      // All of it: what is unread when a connection is closed makes it a reset.
      byte[] request = new byte[MAX_REQUEST];
      int length = in.read(request);
      while (length > 0 && request[length - 1] != '\n') {
        length = in.read(request);
      }
      out.write("HTTP/1.0 200 OK\r\n\r\n".getBytes(US_ASCII));
      out.write(new byte[PAGE]);
    }
  }

  private interface Service {
    void serveOne() throws IOException;
  }
}

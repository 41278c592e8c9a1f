package org.ikisaki.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CompletableFuture;
import org.ikisaki.testing.NetworkNamespace;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class PacketSocketTest {
  private static final int NO_INTERFACE = 9_999;

  private NetworkNamespace network;

  @BeforeEach
  void makeNetwork() throws Exception {
    network = NetworkNamespace.enter();
  }

  @AfterEach
  void removeNetwork() throws Exception {
    if (network != null) {
      network.leave();
    }
  }

  @Test
  void knowsWhatItIsTiedTo() throws Exception {
    int loopback = PacketSocket.interfaceIndex("lo");
    assertThat(loopback).isPositive();
    assertThat(PacketSocket.interfaceIndex("nosuch0")).isZero();
    try (PacketSocket socket = PacketSocket.ofFrames()) {
      socket.attach(loopback);
      assertThat(socket.interfaceIndex()).isEqualTo(loopback);
      assertThat(socket.hardwareType()).isEqualTo(772);
      assertThat(socket.takeError()).isZero();
      assertThat(socket.takeDrops()).isZero();
    }
  }

  @Test
  void aRefusalIsToldInTheSystemsWords() throws Exception {
    try (PacketSocket socket = PacketSocket.ofFrames()) {
      assertThatThrownBy(() -> socket.listen(NO_INTERFACE))
          .isInstanceOfSatisfying(
              ErrnoException.class,
              e -> {
                assertThat(e.errno()).isEqualTo(19);
                assertThat(e.isPermission()).isFalse();
              })
          .hasMessage("bind: No such device (errno 19)");
      assertThatThrownBy(() -> socket.map(1_000, 4, 100))
          .hasMessageStartingWith("setsockopt(PACKET_RX_RING): Invalid argument");
    }
  }

  @Test
  void aWaitEndsWithItsTimeOrWhenWoken() throws Exception {
    try (PacketSocket socket = PacketSocket.ofPackets()) {
      assertThat(socket.await(1)).isEqualTo(Readiness.NOTHING);
      CompletableFuture<Void> wake = CompletableFuture.runAsync(socket::wake);
      assertThat(socket.await(60_000)).isEqualTo(Readiness.WOKEN);
      assertThat(socket.await(60_000)).isEqualTo(Readiness.WOKEN);
      wake.join();
    }
  }

  @Test
  void aClosedSocketFailsAndIsNotWoken() throws Exception {
    PacketSocket socket = PacketSocket.ofPackets();
    socket.close();
    socket.close();
    socket.wake();
    assertThatThrownBy(socket::takeDrops)
        .isInstanceOf(ErrnoException.class)
        .hasMessage("getsockopt(PACKET_STATISTICS): Bad file descriptor (errno 9)");
  }

  @Test
  void headersOfAnotherSizeAreRefused() {
    assertThatThrownBy(() -> RxRing.checkHeaderLength(52))
        .isInstanceOf(UnsupportedPlatformException.class)
        .hasMessageContaining("headers of 52 bytes");
  }
}

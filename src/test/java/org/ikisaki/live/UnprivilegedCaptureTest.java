package org.ikisaki.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a user without the privilege to capture is told. */
@Timeout(60)
class UnprivilegedCaptureTest {
  @Test
  void theRemedyIsSaidAndTheStatusIsOne(@TempDir(factory = PublicDirectory.class) Path directory)
      throws IOException {
    Product product = new Product(directory);
    Product.Running running = product.startUnprivileged("lo");

    assertThat(running.end()).isEqualTo(1);
    assertThat(running.out()).isEmpty();
    assertThat(running.err())
        .startsWith("ikisaki: lo: no permission to capture")
        .contains("sudo bin/ikisaki run", "CAP_NET_RAW")
        .hasLineCount(1);
    assertThat(product.store()).doesNotExist();
  }
}

package org.ikisaki.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Programs of the distribution that tests need. */
public final class Programs {
  private Programs() {}

  /** Where the program is missing, CI must fail; elsewhere the test is skipped and says so. */
  public static void require(String program, String packages) {
    boolean there =
        List.of(System.getenv("PATH").split(":", -1)).stream()
            .anyMatch(dir -> Files.isExecutable(Path.of(dir, program)));
    if (!there && !"true".equals(System.getenv("CI"))) {
      abort(program + " is not installed: apt-get install " + packages);
    }
    assertThat(there).as("%s is installed", program).isTrue();
  }
}

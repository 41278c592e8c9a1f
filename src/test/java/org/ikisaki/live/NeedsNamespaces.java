package org.ikisaki.live;

import static org.junit.jupiter.api.extension.ConditionEvaluationResult.disabled;
import static org.junit.jupiter.api.extension.ConditionEvaluationResult.enabled;

import java.io.UncheckedIOException;
import java.util.List;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A test class that makes a network of its own. Where that can't be done it is skipped and says
 * why; in CI it fails.
 */
final class NeedsNamespaces implements ExecutionCondition {
  private static final List<String> PROGRAMS =
      List.of("ip", "setpriv", "bash", "timeout", "curl", "dnsmasq", "openssl", "tcpdump");

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    if (context.getTestMethod().isPresent()) {
      return enabled("its class is");
    }
    Namespace probe = new Namespace("ikisaki-" + ProcessHandle.current().pid() + "-probe");
    try {
      for (String program : PROGRAMS) {
        Privileged.run("sh", "-c", "command -v " + program);
      }
      probe.create();
      probe.remove();
      return enabled("a namespace can be made");
    } catch (UncheckedIOException | IllegalStateException e) {
      String reason =
          "namespaces need root, or sudo without a password, and " + PROGRAMS + ": " + e;
      if ("true".equals(System.getenv("CI"))) {
        throw new IllegalStateException(reason, e);
      }
      return disabled(reason);
    }
  }
}

package org.ikisaki.testing;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import com.sun.jna.Native;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A network of its own that one thread lives in: what it opens is there, and the machine's
 * interfaces are not. Takes root; without it, tests are aborted, but in CI they fail. Confined to
 * the thread that created it.
 */
public final class NetworkNamespace {
  private static final int O_RDONLY = 0;
  private static final int CLONE_NEWNET = 0x4000_0000;
  private static final AtomicInteger NUMBER = new AtomicInteger();

  private final String name;
  private final int outside;

  private NetworkNamespace(String name, int outside) {
    this.name = name;
    this.outside = outside;
  }

  /** Creates one, and moves the calling thread there until it {@linkplain #leave leaves}. */
  public static NetworkNamespace enter() throws IOException, InterruptedException {
    String name = "ik" + ProcessHandle.current().pid() + "-" + NUMBER.incrementAndGet();
    try {
      run(List.of("ip", "netns", "add", name));
    } catch (IOException e) {
      withoutPrivilege(e);
    }
    NetworkNamespace namespace =
        new NetworkNamespace(name, C.open("/proc/thread-self/ns/net", O_RDONLY));
    int inside = C.open("/run/netns/" + name, O_RDONLY);
    boolean entered = C.setns(inside, CLONE_NEWNET) == 0;
    C.close(inside);
    if (!entered) {
      namespace.leave();
      withoutPrivilege(new IOException("setns(2) failed"));
    }
    // Otherwise the kernel sends frames of its own, to find routers and groups.
    Files.writeString(Path.of("/proc/sys/net/ipv6/conf/default/disable_ipv6"), "1");
    namespace.ip("link", "set", "lo", "up");
    return namespace;
  }

  private static void withoutPrivilege(IOException cause) {
    if (Boolean.parseBoolean(System.getenv("CI"))) {
      fail("CI must be able to make network namespaces", cause);
    }
    abort("network namespaces take root: " + cause.getMessage());
  }

  /** Runs {@code ip} in it, and returns what it says. */
  public String ip(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("ip", "-details", "-n", name));
    command.addAll(List.of(arguments));
    return run(command);
  }

  /** The words that run a command in it. */
  public List<String> inside(String... command) {
    List<String> words = new ArrayList<>(List.of("ip", "netns", "exec", name));
    words.addAll(List.of(command));
    return words;
  }

  /** Makes two interfaces that are up: what is sent on one arrives at the other. */
  public void pair(String one, String other) throws IOException, InterruptedException {
    ip("link", "add", one, "type", "veth", "peer", "name", other);
    ip("link", "set", one, "up");
    ip("link", "set", other, "up");
  }

  /** Moves the thread back where it came from, and removes the network. */
  public void leave() throws IOException, InterruptedException {
    C.setns(outside, CLONE_NEWNET);
    C.close(outside);
    run(List.of("ip", "netns", "del", name));
  }

  private static String run(List<String> command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (!process.waitFor(10, TimeUnit.SECONDS) || process.exitValue() != 0) {
      process.destroyForcibly();
      throw new IOException(command + ": " + output.strip());
    }
    return output;
  }

  private static final class C {
    static {
      Native.register(C.class, "c");
    }

    static native int open(String path, int flags);

    static native int setns(int descriptor, int type);

    static native int close(int descriptor);
  }
}

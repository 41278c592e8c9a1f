package org.ikisaki.live;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A host of the test's network: a network namespace with a resolver configuration of its own. */
record Namespace(String name) {
  private static final String FILES = "/etc/netns";

  private static final String REMOVAL =
      """
      for pid in $(ip netns pids "$1" 2>/dev/null); do kill -KILL "$pid"; done
      rm -rf -- "$2/$1"
      rmdir -- "$2" 2>/dev/null
      ! ip netns list | grep -qw -- "$1" || ip netns del "$1"
      """;

  void create() {
    Privileged.run("ip", "netns", "add", name);
    ip("link set lo up");
  }

  /** Has names resolved by this server, and by nothing else that the system may have. */
  void resolveBy(String server, Path scratch) throws IOException {
    install("resolv.conf", "nameserver " + server + "\noptions timeout:1 attempts:9\n", scratch);
    install("nsswitch.conf", "hosts: dns\n", scratch);
  }

  private void install(String file, String text, Path scratch) throws IOException {
    Path draft = Files.writeString(scratch.resolve(file), text);
    String target = FILES + "/" + name + "/" + file;
    Privileged.run("install", "-D", "-m", "644", draft.toString(), target);
  }

  /** Runs {@code ip} on this namespace. */
  String ip(String words) {
    List<String> command = new ArrayList<>(List.of("ip", "-n", name));
    command.addAll(Arrays.asList(words.split(" ")));
    return Privileged.run(command);
  }

  /** Runs a command in here to its end, and gives what it printed. */
  String run(String... command) {
    return Privileged.run(inside(List.of(command)));
  }

  /** The words that run a command in here. */
  List<String> inside(List<String> command) {
    List<String> words = new ArrayList<>(List.of("ip", "netns", "exec", name));
    words.addAll(command);
    return words;
  }

  /** Ends every process in here and removes what was made, as far as there is any. */
  void remove() {
    Privileged.run("sh", "-c", REMOVAL, "sh", name, FILES);
  }
}

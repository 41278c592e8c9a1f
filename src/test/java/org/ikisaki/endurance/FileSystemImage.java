package org.ikisaki.endurance;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * An ext4 file system in a file, mounted until it is closed. That takes root, or sudo without a
 * password.
 */
final class FileSystemImage implements AutoCloseable {
  private static final int SECTORS_WRITTEN = 6;
  private static final int SECTOR_BYTES = 512;

  private final Path mount;

  private FileSystemImage(Path mount) {
    this.mount = mount;
  }

  /** Whether one can be mounted here. */
  static boolean canMount(Path directory) throws IOException {
    Path image = directory.resolve("probe");
    Path mount = Files.createDirectories(directory.resolve("probed"));
    make(image, 16);
    boolean can = run(asRoot("mount", "-o", "loop", image.toString(), mount.toString())) == 0;
    if (can) {
      new FileSystemImage(mount).close();
    }
    Files.delete(image);
    Files.delete(mount);
    return can;
  }

  /** Makes an empty one, as a file with holes. */
  static void make(Path image, int mebibytes) throws IOException {
    Files.deleteIfExists(image);
    run("truncate", "-s", mebibytes + "M", image.toString());
    String root = "root_owner=" + output("id", "-u") + ":" + output("id", "-g");
    if (run("mkfs.ext4", "-q", "-F", "-E", root, image.toString()) != 0) {
      throw new IOException("mkfs.ext4 can't make a file system in " + image);
    }
  }

  static FileSystemImage mount(Path image, Path mount) throws IOException {
    Files.createDirectories(mount);
    if (run(asRoot("mount", "-o", "loop", image.toString(), mount.toString())) != 0) {
      throw new IOException("a file system in a file can't be mounted: run as root");
    }
    return new FileSystemImage(mount);
  }

  /** Bytes that were written to its device so far, with all that waits to be. */
  long written() throws IOException {
    run("sync", "-f", mount.toString());
    long device = ((Number) Files.getAttribute(mount, "unix:dev")).longValue();
    Path counters = Path.of("/sys/dev/block/%d:%d/stat".formatted(major(device), minor(device)));
    String[] fields = Files.readString(counters).strip().split("\\s+", -1);
    return Long.parseLong(fields[SECTORS_WRITTEN]) * SECTOR_BYTES;
  }

  /** Where it is mounted. */
  Path root() {
    return mount;
  }

  @Override
  public void close() throws IOException {
    run(asRoot("umount", mount.toString()));
  }

  private static long major(long device) {
    return device >> 8 & 0xfff;
  }

  private static long minor(long device) {
    return device & 0xff | device >> 12 & 0xfff00;
  }

  private static String[] asRoot(String... command) {
    List<String> all =
        new ArrayList<>(
            System.getProperty("user.name").equals("root") ? List.of() : List.of("sudo", "-n"));
    all.addAll(List.of(command));
    return all.toArray(String[]::new);
  }

  private static String output(String... command) throws IOException {
    Process process = new ProcessBuilder(command).start();
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
  }

  /** Its exit status. */
  static int run(String... command) throws IOException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getInputStream().readAllBytes();
    return process.onExit().join().exitValue();
  }
}

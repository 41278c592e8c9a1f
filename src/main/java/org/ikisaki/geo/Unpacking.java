package org.ikisaki.geo;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** Unpacks gzip files up to a size. Its messages are for users. */
final class Unpacking {
  private static final int BLOCK = 64 * 1024;

  private Unpacking() {}

  static void gunzip(Path from, Path to, long limit) throws IOException {
    byte[] block = new byte[BLOCK];
    long bytes = 0;
    try (InputStream in = new GZIPInputStream(Files.newInputStream(from), BLOCK);
        OutputStream out = Files.newOutputStream(to)) {
      for (int read = in.read(block); read >= 0; read = in.read(block)) {
        bytes += read;
        if (bytes > limit) {
          throw new IOException("unpacks to more than " + limit + " bytes");
        }
        Disk.write(out, block, read, to);
      }
    } catch (EOFException e) {
      throw new IOException("is cut off", e);
    } catch (ZipException e) {
      throw new IOException("is no gzip file, or damaged (a web page, perhaps)", e);
    }
  }
}

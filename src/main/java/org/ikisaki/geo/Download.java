package org.ikisaki.geo;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.function.LongSupplier;
import org.ikisaki.config.Durations;
import org.jspecify.annotations.Nullable;

/**
 * Fetches a file over HTTP, within bounds of size and time. Its messages are for users. Confined to
 * one thread, but for {@link #cancel}.
 */
final class Download {
  private static final int MAX_REDIRECTS = 5;
  private static final int BLOCK = 64 * 1024;

  private final Proxies proxies;
  private final Limits limits;
  private final LongSupplier nanoTime;
  private volatile boolean cancelled;

  Download(Proxies proxies, Limits limits, LongSupplier nanoTime) {
    this.proxies = proxies;
    this.limits = limits;
    this.nanoTime = nanoTime;
  }

  /**
   * How much is waited and taken.
   *
   * @param silence without a byte from the server
   * @param whole from the first request to the last byte
   * @param bytes of the file as it is sent
   */
  record Limits(Duration silence, Duration whole, long bytes) {
    /** The largest free database has 60 MB compressed. */
    static final Limits DEFAULT =
        new Limits(Duration.ofSeconds(15), Duration.ofMinutes(60), 256L << 20);
  }

  /** Hears how far a download is. */
  interface Listener {
    /**
     * Some bytes came.
     *
     * @param size of all, or -1 if the server did not say
     */
    void onBytes(long bytes, long size);
  }

  /**
   * Writes what the address gives to {@code target}.
   *
   * @throws FileNotFoundException if the server says that there is no such file
   */
  void fetch(URI address, Path target, Listener listener) throws IOException {
    long deadline = nanoTime.getAsLong() + limits.whole().toNanos();
    URI at = address;
    for (int redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
      URI next = fetchOrFollow(at, target, listener, deadline);
      if (next == null) {
        return;
      }
      at = next;
    }
    throw new IOException(address + ": redirects more than " + MAX_REDIRECTS + " times");
  }

  /** Returns where the server sends us on to; null once the file is here. */
  private @Nullable URI fetchOrFollow(URI at, Path target, Listener listener, long deadline)
      throws IOException {
    HttpURLConnection connection =
        (HttpURLConnection) at.toURL().openConnection(proxies.towards(at));
    try {
      checkCancelled(at);
      connection.setInstanceFollowRedirects(false);
      connection.setConnectTimeout((int) limits.silence().toMillis());
      connection.setReadTimeout((int) limits.silence().toMillis());
      // Without a name DB-IP answers 403.
      connection.setRequestProperty("User-Agent", "ikisaki");
      connection.setRequestProperty("Accept-Encoding", "identity");
      int status = connection.getResponseCode();
      switch (status) {
        case 200 -> save(connection, at, target, listener, deadline);
        case 301, 302, 303, 307, 308 -> {
          return next(at, connection.getHeaderField("Location"));
        }
        case 404 -> throw new FileNotFoundException(at + ": there is no such file (404)");
        case 403 ->
            throw new IOException(
                at + ": the server refuses to give it (403); is geo.update.url right?");
        case 407 ->
            throw new IOException(
                at + ": the proxy wants a password (407), which is not supported");
        default -> throw new IOException(at + ": the server answers with status " + status);
      }
      return null;
    } catch (SocketTimeoutException e) {
      throw new IOException(
          at + ": the server said nothing for " + Durations.format(limits.silence()), e);
    } catch (FileNotFoundException e) {
      throw e;
    } catch (IOException e) {
      throw explained(at, e);
    } finally {
      connection.disconnect();
    }
  }

  /**
   * Ends what is under way with the next bytes, or when the server has been silent for too long,
   * and all to come; callable from any thread. (To disconnect from here would wait for the reader.)
   */
  void cancel() {
    cancelled = true;
  }

  private void checkCancelled(URI at) throws IOException {
    if (cancelled) {
      throw new IOException(at + ": not fetched, as we were told to stop");
    }
  }

  private void save(
      HttpURLConnection connection, URI at, Path target, Listener listener, long deadline)
      throws IOException {
    long size = connection.getContentLengthLong();
    long bytes = 0;
    byte[] block = new byte[BLOCK];
    try (InputStream in = connection.getInputStream();
        OutputStream out = Files.newOutputStream(target)) {
      for (int read = in.read(block); read >= 0; read = in.read(block)) {
        checkCancelled(at);
        bytes += read;
        if (bytes > limits.bytes()) {
          throw new IOException(at + ": is larger than " + limits.bytes() + " bytes");
        }
        if (nanoTime.getAsLong() - deadline > 0) {
          throw new IOException(
              at + ": is not here after " + limits.whole().toMinutes() + " minutes");
        }
        Disk.write(out, block, read, target);
        listener.onBytes(bytes, size);
      }
    }
    if (size >= 0 && bytes < size) {
      throw new IOException(at + ": ended after " + bytes + " of " + size + " bytes");
    }
  }

  private static URI next(URI at, @Nullable String location) throws IOException {
    try {
      if (location == null) {
        throw new IOException(at + ": redirects to nowhere");
      }
      URI next = at.resolve(new URI(location));
      String scheme = String.valueOf(next.getScheme()).toLowerCase(Locale.ROOT);
      boolean isWeb = scheme.equals("https") || scheme.equals("http");
      if (!isWeb || (at.getScheme().equalsIgnoreCase("https") && scheme.equals("http"))) {
        throw new IOException(at + ": redirects to " + next + ", which is not followed");
      }
      return next;
    } catch (URISyntaxException e) {
      throw new IOException(at + ": redirects to no address", e);
    }
  }

  /** Messages of ours begin with the address; those of the system hardly say anything. */
  private static IOException explained(URI at, IOException e) {
    String message = String.valueOf(e.getMessage());
    return e instanceof Disk.Full || message.startsWith("http")
        ? e
        : new IOException(at + ": could not be fetched: " + message, e);
  }
}

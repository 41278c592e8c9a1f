package org.ikisaki.store;

import java.util.List;
import org.ikisaki.flow.DeviceId;
import org.ikisaki.naming.EncryptedDns.Sighting;
import org.jspecify.annotations.Nullable;

/**
 * What one interval tells of how much could be named, and of what kept the rest from it.
 *
 * @param unnamed how traffic without a name began
 * @param sharedResolver the client that asks for the whole house (see FlowUpdate.client), or null
 */
public record Visibility(
    List<Connections> connections,
    List<Unnamed> unnamed,
    List<EncryptedUse> encrypted,
    @Nullable String sharedResolver) {
  public static final Visibility NONE = new Visibility(List.of(), List.of(), List.of(), null);

  public Visibility {
    connections = List.copyOf(connections);
    unnamed = List.copyOf(unnamed);
    encrypted = List.copyOf(encrypted);
  }

  /**
   * Connections that a device opened to public addresses, but for those that ask DNS questions.
   *
   * @param withDns of these, to an address out of a DNS answer to this device that was seen
   */
  public record Connections(DeviceId device, long opened, long withDns) {}

  /** How a device's connections with an unnamed endpoint began. */
  public record Unnamed(DeviceId device, Endpoint endpoint, Openings openings) {}

  /**
   * That a client asks its questions encrypted, or gives a sign of it.
   *
   * @param client see FlowUpdate.client
   */
  public record EncryptedUse(String client, Sighting sighting) {}
}

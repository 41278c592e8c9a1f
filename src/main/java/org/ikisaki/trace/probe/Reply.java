package org.ikisaki.trace.probe;

import java.util.List;
import org.ikisaki.trace.Answer;
import org.ikisaki.trace.MplsLabel;
import org.ikisaki.wire.IpAddress;

/**
 * What came back for a probe.
 *
 * @param id the probe's
 * @param receivedNanos as {@link System#nanoTime}
 * @param labels outermost first
 * @param translated whether the quoted probe is not quite the one that was sent
 * @param sure false where it quotes so little that it may be for an earlier probe of the same flow
 */
public record Reply(
    int id,
    IpAddress from,
    long receivedNanos,
    Answer.Meaning meaning,
    List<MplsLabel> labels,
    boolean translated,
    boolean sure) {}

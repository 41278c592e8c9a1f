package org.ikisaki.flow;

/** One flow of the table. Confined to the capture thread. */
public final class Flow {
  /** The id of its {@link FlowUpdate}s. */
  public long id() {
    throw new UnsupportedOperationException();
  }

  /** See {@link FlowUpdate#client()}; made when first asked for. */
  public String client() {
    throw new UnsupportedOperationException();
  }
}

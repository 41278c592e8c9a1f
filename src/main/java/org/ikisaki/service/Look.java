package org.ikisaki.service;

import org.jspecify.annotations.Nullable;

/**
 * How a service is drawn.
 *
 * @param color {@code #rrggbb} in lower case, or null
 * @param icon one character, such as an emoji, or null
 */
public record Look(@Nullable String color, @Nullable String icon) {
  public static final Look NONE = new Look(null, null);

  /** This one, and what it leaves open from the other. */
  Look or(Look other) {
    return new Look(color != null ? color : other.color, icon != null ? icon : other.icon);
  }
}

package org.ikisaki.device;

import com.google.common.base.Splitter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** An organisation's name as people say it: {@code Samsung} of Samsung Electronics Co.,Ltd. */
public final class VendorName {
  private static final Splitter WORDS = Splitter.onPattern("[\\s,()]+").omitEmptyStrings();
  private static final int MAX_WORDS = 3;
  private static final int LONGEST_ABBREVIATION = 4;

  /** What says how it is organised or what it works in, and ends the part that tells it apart. */
  private static final Set<String> ENDING =
      Set.of(
          "ab",
          "ag",
          "as",
          "audiovisuelles",
          "bv",
          "b.v",
          "chongqing",
          "co",
          "communication",
          "communications",
          "company",
          "computer",
          "computersysteme",
          "corp",
          "corporate",
          "corporation",
          "electric",
          "electronics",
          "enterprise",
          "entertainment",
          "foundation",
          "gmbh",
          "group",
          "holdings",
          "inc",
          "incorporated",
          "industrial",
          "industries",
          "information",
          "international",
          "intl",
          "kg",
          "limited",
          "llc",
          "ltd",
          "marketing",
          "mobile",
          "network",
          "networks",
          "nv",
          "oy",
          "precision",
          "pte",
          "research",
          "sa",
          "sas",
          "smart",
          "software",
          "srl",
          "systems",
          "tech",
          "technologies",
          "technology",
          "telecom",
          "trading",
          "und",
          "usa");

  private VendorName() {}

  /** The name without legal forms and lines of business. */
  public static String shorten(String organisation) {
    List<String> kept = new ArrayList<>();
    for (String word : WORDS.split(organisation)) {
      String bare = word.endsWith(".") ? word.substring(0, word.length() - 1) : word;
      if (!kept.isEmpty()
          && (ENDING.contains(bare.toLowerCase(Locale.ROOT)) || kept.size() == MAX_WORDS)) {
        break;
      }
      kept.add(calm(bare));
    }
    return String.join(" ", kept);
  }

  /** Without shouting: HUAWEI, but not HP. */
  private static String calm(String word) {
    boolean shouts =
        word.length() > LONGEST_ABBREVIATION && word.equals(word.toUpperCase(Locale.ROOT));
    return shouts ? word.charAt(0) + word.substring(1).toLowerCase(Locale.ROOT) : word;
  }
}

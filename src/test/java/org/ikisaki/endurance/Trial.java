package org.ikisaki.endurance;

/** One of the things that are tried of the live product. */
interface Trial {
  void run(Testbed bed, Verdicts verdicts) throws Exception;
}

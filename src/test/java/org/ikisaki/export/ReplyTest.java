package org.ikisaki.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.ikisaki.export.Reply.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReplyTest {
  @ParameterizedTest(name = "{0} {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          301 |                                                                      | REFUSED
          400 | unable to parse                                                      | BAD_LINES
          400 | partial write: unable to parse 'x': missing fields dropped=0         | BAD_LINES
          401 | authorization failed                                                 | REFUSED
          403 | not authorized to write                                              | REFUSED
          404 | database not found                                                   | REFUSED
          408 |                                                                      | UNAVAILABLE
          413 |                                                                      | TOO_LARGE
          418 |                                                                      | REFUSED
          422 | points batch invalid                                                 | BAD_LINES
          429 |                                                                      | UNAVAILABLE
          500 | internal error                                                       | UNAVAILABLE
          500 | points beyond retention policy                                       | BAD_LINES
          500 | retention policy not found: raw                                      | REFUSED
          502 |                                                                      | UNAVAILABLE
          503 |                                                                      | UNAVAILABLE
          504 |                                                                      | UNAVAILABLE
          """)
  void aStatusSaysWhatBecomesOfTheLines(int status, String reason, Outcome outcome) {
    Reply reply = Reply.ofStatus(status, reason, null);

    assertThat(reply.outcome()).isEqualTo(outcome);
    assertThat(reply.rejected()).isZero();
    assertThat(reply.message()).contains("HTTP " + status).contains(reason == null ? "" : reason);
  }

  @ParameterizedTest
  @CsvSource({"400", "422", "500"})
  void whatAPartialWriteDroppedIsRejectedAndTheRestIsStored(int status) {
    Reply reply =
        Reply.ofStatus(status, "partial write: points beyond retention policy dropped=17", null);

    assertThat(reply.outcome()).isEqualTo(Outcome.STORED);
    assertThat(reply.rejected()).isEqualTo(17);
    assertThat(reply.message()).contains("beyond retention policy");
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      textBlock =
          """
          429, 7,          7
          503, 30,         30
          503, 99999,      600
          503, 9999999999, 0
          503, -5,         0
          503, Mon,        0
          503, -,          0
          401, 30,         0
          """)
  void theServersPauseIsObeyedWithinBounds(int status, String retryAfter, int seconds) {
    assertThat(Reply.ofStatus(status, "", retryAfter).pause())
        .isEqualTo(Duration.ofSeconds(seconds));
  }

  @Test
  void aMessageIsOneBoundedLine() {
    Reply reply = Reply.ofStatus(401, "x\ny".repeat(10_000), null);

    assertThat(reply.message()).doesNotContain("\n").hasSizeLessThan(400);
  }
}

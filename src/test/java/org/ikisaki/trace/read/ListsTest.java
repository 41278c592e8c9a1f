package org.ikisaki.trace.read;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.ikisaki.wire.IpAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ListsTest {
  private final Problems problems = new Problems("file");

  @Test
  void aHarTellsEveryHostOnceInOrder() throws Exception {
    String har =
        """
        {"log": {"version": "1.2", "pages": [{"url": "https://not.example/"}], "entries": [
          {"time": 1, "request": {"method": "GET", "url": "https://www.example.com/a|b{c}", "headers": []}, "response": {"content": {"text": "..."}}},
          {"request": {"url": "https://Fonts.example.net:8443/x"}},
          {"request": {"url": "data:image/png;base64,AAAA"}},
          {"request": {"url": "http://[2001:db8::1]/"}},
          {"request": {"url": "https://www.example.com/"}},
          {"request": {"url": "https://user name@bad/"}}]}}
        """;

    assertThat(HarHosts.read(new StringReader(har), problems))
        .containsExactly("www.example.com", "fonts.example.net", "2001:db8::1");
    assertThat(problems.first())
        .containsExactly("file:6: no host in this entry's URL: https://user name@bad/");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{\"log\":7}",
        "{\"log\":{\"entries\":[{\"request\":{\"url\":\"https://a.exam",
        "<html>"
      })
  void whatIsNoHarIsSaid(String text) throws Exception {
    assertThat(HarHosts.read(new StringReader(text), problems)).isEmpty();
    assertThat(problems.count()).isEqualTo(1);
  }

  @Test
  void aHarOf100MegabytesIsReadInSmallMemory() throws Exception {
    String entry =
        "{\"request\":{\"url\":\"https://www.example.com/\"},\"response\":{\"content\":{\"text\":\""
            + "x".repeat(10_000)
            + "\"}}},";
    long before = used();
    List<String> hosts =
        HarHosts.read(
            Readers.of(
                new StringReader("{\"log\":{\"entries\":["),
                new EndlessReader(entry, entry.length() * 10_000L),
                new StringReader("{\"request\":{\"url\":\"https://last.example/\"}}]}}")),
            problems);

    assertThat(problems.first()).isEmpty();
    assertThat(hosts).containsExactly("www.example.com", "last.example");
    assertThat(used() - before).isLessThan(16 << 20);
  }

  private static long used() {
    System.gc();
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  @Test
  void anAccessLogTellsItsVisitorsInOrder() throws Exception {
    String log =
        """
        203.0.113.5 - - [02/Jan/2026:03:04:05 +0100] "GET / HTTP/1.1" 200 12
        2001:db8::7 - anna [02/Jan/2026:03:04:06 +0100] "GET /a HTTP/1.1" 200 12 "https://example.com/" "Mozilla/5.0 [x]"
        this is no log
        www.example.org - - [02/Jan/2026:03:04:07 +0100] "GET / HTTP/1.1" 200 12
        203.0.113.5 - - [99/Jan/2026:03:04:07 +0100] "GET / HTTP/1.1" 200 12
        """;
    List<AccessLog.Visit> visits = new ArrayList<>();
    AccessLog.read(new StringReader(log), problems, visits::add);

    assertThat(visits)
        .containsExactly(
            new AccessLog.Visit(
                IpAddress.parse("203.0.113.5"), Instant.parse("2026-01-02T02:04:05Z")),
            new AccessLog.Visit(
                IpAddress.parse("2001:db8::7"), Instant.parse("2026-01-02T02:04:06Z")));
    assertThat(problems.first())
        .containsExactly(
            "file:3: no line of a common or combined log: this is no log",
            "file:4: the visitor is no address: www.example.org",
            "file:5: no time: 99/Jan/2026:03:04:07 +0100");
  }

  @Test
  void aListHasANameALineAndComments() throws Exception {
    assertThat(
            TargetList.read(
                new StringReader("a.example # mine\r\n\n# all\n192.0.2.1\ntwo words\n"), problems))
        .containsExactly("a.example", "192.0.2.1");
    assertThat(problems.first()).containsExactly("file:5: no name or address: two words");
  }

  @Test
  void onlyTheFirstProblemsAreKeptAndAllCounted() throws Exception {
    TargetList.read(new EndlessReader("a b\n", 40_000), problems);

    assertThat(problems.count()).isEqualTo(10_000);
    assertThat(problems.first()).hasSize(10);
  }

  /** One reader behind the other. */
  private static final class Readers extends Reader {
    private final Iterator<Reader> rest;
    private Reader current;

    private Readers(Iterator<Reader> readers) {
      this.current = readers.next();
      this.rest = readers;
    }

    static Reader of(Reader... readers) {
      return new Readers(Arrays.asList(readers).iterator());
    }

    @Override
    public int read(char[] buffer, int offset, int length) throws IOException {
      int count = current.read(buffer, offset, length);
      while (count < 0 && rest.hasNext()) {
        current = rest.next();
        count = current.read(buffer, offset, length);
      }
      return count;
    }

    @Override
    public void close() {}
  }
}

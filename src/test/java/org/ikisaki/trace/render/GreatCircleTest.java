package org.ikisaki.trace.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.ikisaki.trace.Location;
import org.ikisaki.trace.TraceBuilder;
import org.junit.jupiter.api.Test;

class GreatCircleTest {
  @Test
  void followsTheShortestWay() {
    List<GreatCircle.Coordinate> way =
        GreatCircle.between(TraceBuilder.FRANKFURT, TraceBuilder.NEW_YORK).get(0);

    double length = 0;
    for (int i = 1; i < way.size(); i++) {
      length += place(way.get(i - 1)).kilometresTo(place(way.get(i)));
    }
    assertThat(length)
        .isCloseTo(TraceBuilder.FRANKFURT.kilometresTo(TraceBuilder.NEW_YORK), within(1.0));
  }

  @Test
  void isCutAtThe180thMeridian() {
    List<List<GreatCircle.Coordinate>> pieces =
        GreatCircle.between(TraceBuilder.TOKYO, TraceBuilder.SAN_JOSE);

    assertThat(pieces).hasSize(2);
    GreatCircle.Coordinate left = pieces.get(0).get(pieces.get(0).size() - 1);
    GreatCircle.Coordinate entered = pieces.get(1).get(0);
    assertThat(left.longitude()).isEqualTo(180);
    assertThat(entered.longitude()).isEqualTo(-180);
    assertThat(entered.latitude()).isEqualTo(left.latitude());
  }

  @Test
  void existsBetweenAntipodesAndFromAPlaceToItself() {
    Location here = TraceBuilder.OSLO;
    Location opposite = new Location(-here.latitude(), here.longitude() - 180, "", "ZZ");

    assertThat(GreatCircle.between(here, opposite))
        .allSatisfy(
            piece ->
                assertThat(piece)
                    .allSatisfy(at -> assertThat(at.latitude() + at.longitude()).isFinite()));
    assertThat(GreatCircle.between(here, here)).hasSize(1);
  }

  private static Location place(GreatCircle.Coordinate at) {
    return new Location(at.latitude(), at.longitude(), "", "ZZ");
  }
}

package org.ikisaki.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.ikisaki.store.Level;
import org.junit.jupiter.api.Test;

class ShipmentTest {
  @Test
  void isSentInPartsOfBoundedSize() {
    Shipment shipment = of(IntStream.range(0, 12_000).mapToObj(Integer::toString).toList());

    assertThat(lines(shipment)).hasSize(5_000).startsWith("0");
    shipment.written();
    assertThat(lines(shipment)).hasSize(5_000).startsWith("5000");
    shipment.written();
    assertThat(lines(shipment)).hasSize(2_000).endsWith("11999");
    shipment.written();
    assertThat(shipment.part()).isNull();
  }

  @Test
  void halvesTakeThePlaceOfTheirPartInOrder() {
    Shipment shipment = of(List.of("a", "b", "c"));

    shipment.halve();
    assertThat(lines(shipment)).containsExactly("a");
    shipment.written();
    assertThat(lines(shipment)).containsExactly("b", "c");
    shipment.halve();
    assertThat(lines(shipment)).containsExactly("b");
    shipment.written();
    assertThat(lines(shipment)).containsExactly("c");
  }

  private static List<String> lines(Shipment shipment) {
    return Objects.requireNonNull(shipment.part()).lines();
  }

  private static Shipment of(List<String> lines) {
    Shipment shipment = new Shipment();
    shipment.addLines(Level.TEN_SECONDS, lines, Exporter.MAX_LINES);
    return shipment;
  }
}

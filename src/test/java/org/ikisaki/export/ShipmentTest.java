package org.ikisaki.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ShipmentTest {
  @Test
  void isSentInPartsOfBoundedSize() {
    Shipment shipment = of(IntStream.range(0, 12_000).mapToObj(Integer::toString).toList());

    assertThat(shipment.part()).hasSize(5_000).startsWith("0");
    shipment.written();
    assertThat(shipment.part()).hasSize(5_000).startsWith("5000");
    shipment.written();
    assertThat(shipment.part()).hasSize(2_000).endsWith("11999");
    shipment.written();
    assertThat(shipment.part()).isNull();
  }

  @Test
  void halvesTakeThePlaceOfTheirPartInOrder() {
    Shipment shipment = of(List.of("a", "b", "c"));

    shipment.halve();
    assertThat(shipment.part()).containsExactly("a");
    shipment.written();
    assertThat(shipment.part()).containsExactly("b", "c");
    shipment.halve();
    assertThat(shipment.part()).containsExactly("b");
    shipment.written();
    assertThat(shipment.part()).containsExactly("c");
  }

  private static Shipment of(List<String> lines) {
    return new Shipment(new TreeSet<>(List.of(Instant.EPOCH)), List.of(), lines, 1);
  }
}

package org.ikisaki.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.util.Map;
import org.ikisaki.cli.Commands.Result;
import org.junit.jupiter.api.Test;

/** Listing needs no privileges. */
class InterfacesCommandTest {
  @Test
  void theLoopbackIsAmongThem() {
    Result result = Commands.bare("interfaces", "--json");

    assertThat(result.status()).as(result.err()).isZero();
    Map<String, JsonObject> interfaces =
        Commands.byKey(JsonParser.parseString(result.out()).getAsJsonArray(), "name");
    JsonObject loopback = interfaces.get("lo");
    assertThat(loopback).isNotNull();
    assertThat(loopback.keySet())
        .containsExactly("name", "up", "loopback", "default", "addresses", "description");
    assertThat(loopback.get("up").getAsBoolean()).isTrue();
    assertThat(loopback.get("loopback").getAsBoolean()).isTrue();
    assertThat(loopback.get("default").getAsBoolean()).isFalse();
    assertThat(loopback.getAsJsonArray("addresses").toString()).contains("127.0.0.1");
  }

  @Test
  void theTableHasALineForEach() {
    Result result = Commands.bare("interfaces");

    assertThat(result.status()).isZero();
    assertThat(result.out().lines().findFirst().orElseThrow())
        .matches("INTERFACE +STATE +ADDRESSES");
    assertThat(result.out()).containsPattern("(?m)^lo +up +127\\.0\\.0\\.1");
  }
}

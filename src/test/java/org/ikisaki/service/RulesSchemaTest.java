package org.ikisaki.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import dev.harrel.jsonschema.Validator;
import dev.harrel.jsonschema.ValidatorFactory;
import dev.harrel.jsonschema.providers.GsonNode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** What an editor says by the schema is what the program says. */
class RulesSchemaTest {
  private static final Path SCHEMA = Path.of("config/services.schema.json");
  private static final Path SHIPPED = Path.of("config/services.yaml");
  private static final Path CATALOGUE = Path.of("src/main/resources/org/ikisaki/service/catalogue");
  private static final Path FILES = Path.of("src/test/resources/org/ikisaki/service");
  private static final Gson GSON = new GsonBuilder().serializeNulls().create();
  private static final URI NAME = URI.create("urn:services");

  /** Mistakes that no schema can know of: anchors, what is twice, what contradicts itself. */
  private static final Set<String> BEYOND_A_SCHEMA =
      Set.of(
          "anchor.yaml",
          "host-bits.yaml",
          "not-alone.yaml",
          "ports-backwards.yaml",
          "same-host-twice.yaml",
          "same-network-twice.yaml",
          "same-together-twice.yaml");

  private final Validator validator =
      new ValidatorFactory().withJsonNodeFactory(new GsonNode.Factory()).createValidator();

  RulesSchemaTest() throws IOException {
    validator.registerSchema(NAME, Files.readString(SCHEMA));
  }

  @Test
  void whatTheProgramTakesTheSchemaTakes() throws IOException {
    for (Path directory : List.of(FILES.resolve("good"), CATALOGUE)) {
      for (Path file : files(directory)) {
        assertThatCode(() -> RulesFile.read(file)).as("%s", file).doesNotThrowAnyException();
        assertThat(isValid(file)).as("%s", file).isTrue();
      }
    }
    assertThat(isValid(SHIPPED)).isTrue();
  }

  @Test
  void whatTheProgramRefusesTheSchemaRefusesAsFarAsASchemaCan() throws IOException {
    Set<String> passed = new TreeSet<>();
    for (Path file : files(FILES.resolve("broken"))) {
      if (isValid(file)) {
        passed.add(file.getFileName().toString());
      }
    }
    assertThat(passed).containsExactlyInAnyOrderElementsOf(BEYOND_A_SCHEMA);
  }

  @Test
  void theShippedFileNamesItsSchema() throws IOException {
    assertThat(SHIPPED)
        .content()
        .startsWith("# yaml-language-server: $schema=" + SCHEMA.getFileName() + "\n");
  }

  /** What is no YAML is not valid either. */
  private boolean isValid(Path file) throws IOException {
    Object content;
    try {
      content = new Load(LoadSettings.builder().build()).loadFromString(Files.readString(file));
    } catch (YamlEngineException e) {
      return false;
    }
    return validator.validate(NAME, GSON.toJson(withTextKeys(content))).isValid();
  }

  /** Keys of JSON are text, whatever YAML takes them for. */
  private static Object withTextKeys(Object value) {
    if (value instanceof Map<?, ?> map) {
      Map<String, Object> result = new LinkedHashMap<>();
      map.forEach((key, inner) -> result.put(String.valueOf(key), withTextKeys(inner)));
      return result;
    }
    return value instanceof List<?> list
        ? list.stream().map(RulesSchemaTest::withTextKeys).toList()
        : value;
  }

  private static List<Path> files(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(f -> f.toString().endsWith(".yaml")).sorted().toList();
    }
  }
}

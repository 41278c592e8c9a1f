package org.ikisaki.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Holds the packages to the dependencies that the design allows them. */
class ArchitectureTest {
  private static final String ROOT = "org.ikisaki.";

  /** What each package may use of the others. */
  private static final Map<String, Set<String>> ALLOWED = new LinkedHashMap<>();

  /** Libraries that one package alone knows. */
  private static final Map<String, List<String>> ALONE = new LinkedHashMap<>();

  static {
    ALLOWED.put("wire", Set.of());
    ALLOWED.put("linux", Set.of());
    ALLOWED.put("config", Set.of());
    ALLOWED.put("metrics", Set.of("config"));
    ALLOWED.put("capture", Set.of("wire", "linux", "config"));
    ALLOWED.put("flow", Set.of("wire", "config"));
    ALLOWED.put("naming", Set.of("wire", "config"));
    ALLOWED.put("device", Set.of("wire", "naming", "config"));
    ALLOWED.put("service", Set.of("wire", "naming", "config"));
    ALLOWED.put("geo", Set.of("wire", "config"));
    ALLOWED.put("store", Set.of("wire", "flow", "naming", "device", "service", "geo", "config"));
    ALLOWED.put(
        "pipeline",
        Set.of("wire", "config", "capture", "flow", "naming", "device", "service", "geo", "store"));
    ALLOWED.put("export", Set.of("store", "config"));
    ALLOWED.put("text", Set.of());
    ALLOWED.put("trace", Set.of("text", "wire", "linux", "config", "naming", "geo", "store"));
    ALLOWED.put("demo", Set.of("wire", "capture"));
    ALLOWED.put(
        "daemon",
        Set.of(
            "wire",
            "config",
            "capture",
            "flow",
            "naming",
            "device",
            "service",
            "geo",
            "store",
            "pipeline",
            "export",
            "metrics",
            "demo",
            "trace"));
    ALLOWED.put(
        "cli",
        Set.of(
            "wire",
            "config",
            "capture",
            "flow",
            "naming",
            "device",
            "service",
            "geo",
            "store",
            "pipeline",
            "export",
            "demo",
            "trace",
            "text",
            "daemon"));

    ALONE.put("org.pcap4j..", List.of("capture"));
    ALONE.put("com.github.luben..", List.of("capture"));
    ALONE.put("org.snakeyaml..", List.of("config"));
    ALONE.put("java.sql..", List.of("store"));
    ALONE.put("org.sqlite..", List.of("store"));
    ALONE.put("com.maxmind..", List.of("geo"));
    ALONE.put("com.influxdb..", List.of("export"));
    ALONE.put("com.google.re2j..", List.of("service"));
    ALONE.put("picocli..", List.of("cli"));
    ALONE.put("com.sun.jna..", List.of("linux"));
    ALONE.put("org.eclipse.elk..", List.of("trace"));
    ALONE.put("com.github.weisj..", List.of("trace"));
    ALONE.put("io.prometheus..", List.of("metrics"));
    ALONE.put("com.sun.net.httpserver..", List.of("metrics"));
    ALONE.put("javax.crypto..", List.of("wire", "demo"));
  }

  private static final JavaClasses MAIN =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("org.ikisaki");

  @Test
  void everyPackageIsInTheDesign() {
    assertThat(MAIN.stream().map(ArchitectureTest::topPackage).distinct())
        .isNotEmpty()
        .isSubsetOf(ALLOWED.keySet());
  }

  @Test
  void packagesUseOnlyWhatTheyMay() {
    ALLOWED.keySet().forEach(name -> usesOnlyAllowed(name).check(MAIN));
  }

  @Test
  void librariesAreKnownToOnePackageAlone() {
    ALONE.keySet().forEach(library -> knownAloneBy(library).check(MAIN));
  }

  @Test
  void nobodyUsesUnsafeOrTheConsoleOutsideCli() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .haveFullyQualifiedName("sun.misc.Unsafe")
        .check(MAIN);
    noClasses()
        .that()
        .resideOutsideOfPackage(ROOT + "cli..")
        .should()
        .accessField(System.class, "out")
        .orShould()
        .accessField(System.class, "err")
        .check(MAIN);
  }

  @Test
  void plantedViolationsAreFound() {
    JavaClasses planted =
        new ClassFileImporter().importClasses(org.ikisaki.wire.PlantedViolation.class);
    assertThat(usesOnlyAllowed("wire").evaluate(planted).hasViolation()).isTrue();
    assertThat(knownAloneBy("java.sql..").evaluate(planted).hasViolation()).isTrue();
  }

  private static ArchRule usesOnlyAllowed(String name) {
    DescribedPredicate<JavaClass> forbidden =
        DescribedPredicate.describe(
            "belong to packages that " + name + " may not use",
            type ->
                type.getPackageName().startsWith(ROOT)
                    && !topPackage(type).equals(name)
                    && !ALLOWED.get(name).contains(topPackage(type)));
    return noClasses()
        .that()
        .resideInAPackage(ROOT + name + "..")
        .should()
        .dependOnClassesThat(forbidden)
        .allowEmptyShould(true);
  }

  private static ArchRule knownAloneBy(String library) {
    String[] knowing =
        ALONE.get(library).stream().map(name -> ROOT + name + "..").toArray(String[]::new);
    return noClasses()
        .that()
        .resideOutsideOfPackages(knowing)
        .should()
        .dependOnClassesThat()
        .resideInAPackage(library)
        .allowEmptyShould(true);
  }

  private static String topPackage(JavaClass type) {
    String rest =
        type.getPackageName().substring(Math.min(ROOT.length(), type.getPackageName().length()));
    int dot = rest.indexOf('.');
    return dot < 0 ? rest : rest.substring(0, dot);
  }
}

package io.testudo.verification;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.lang.ArchRule;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Holds the laws of the house, and shows that each is held: a planted violation of every one is
 * caught.
 */
class ArchitectureTest {

  private static JavaClasses product;
  private static JavaClasses planted;
  private static final Laws LAWS = new Laws();

  @BeforeAll
  static void readClasses() {
    product =
        new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .withImportOption(ArchitectureTest::isOfAProductRoom)
            .importPackages("io.testudo");
    planted =
        new ClassFileImporter()
            .importPackages(
                "io.testudo.intrusion.planted",
                "io.testudo.intrusion.other",
                "io.testudo.triage.planted",
                "io.testudo.app.planted",
                "io.testudo.vocabulary.planted",
                "io.testudo.ports.planted",
                "io.testudo.planted",
                "io.testudo.sigma.planted");
  }

  private static boolean isOfAProductRoom(Location location) {
    return !location.contains("/testkit/")
        && !location.contains("testudo-testkit")
        && !location.contains("/verification/")
        && !location.contains("testudo-benchmarks");
  }

  @Test
  void readsEveryRoomOfTheTree() {
    List<String> rooms = new ArrayList<>();
    Stream.of("standards", "foundation", "services", "runtime")
        .forEach(floor -> rooms.addAll(Tree.rooms(floor)));
    assertThat(rooms).isNotEmpty();
    for (String room : rooms) {
      assertThat(product)
          .as("classes of %s", room)
          .anyMatch(type -> type.getPackageName().startsWith("io.testudo." + room));
    }
  }

  private static Stream<ArchRule> all() {
    List<ArchRule> rules = new ArrayList<>(LAWS.floors());
    rules.addAll(LAWS.neighbours());
    rules.add(LAWS.vocabularyStandsAlone());
    rules.add(LAWS.portsKnowOnlyTheNouns());
    rules.add(LAWS.nativeCodeStaysInTheRuntime());
    rules.addAll(LAWS.onlyTheFaceIsKnown());
    rules.addAll(LAWS.facesAreFinal());
    rules.addAll(LAWS.noCycles());
    rules.add(LAWS.noFrameworks());
    rules.add(LAWS.springStaysInTheApp());
    rules.add(LAWS.timeAndChanceComeIn());
    rules.add(LAWS.callsBlock());
    rules.add(LAWS.queuesAndWaitsAreBounded());
    rules.add(LAWS.everyPackageIsNullMarked());
    return rules.stream();
  }

  @TestFactory
  Stream<DynamicTest> holds() {
    return all()
        .map(rule -> DynamicTest.dynamicTest(rule.getDescription(), () -> rule.check(product)));
  }

  private static void assertCaught(ArchRule rule) {
    assertThat(rule.allowEmptyShould(true).evaluate(planted).hasViolation())
        .as(rule.getDescription())
        .isTrue();
  }

  private static void assertOneCaught(List<ArchRule> rules) {
    assertThat(rules)
        .anyMatch(rule -> rule.allowEmptyShould(true).evaluate(planted).hasViolation());
  }

  @Test
  void catchesAServiceThatKnowsTheFloorAbove() {
    assertOneCaught(LAWS.floors());
  }

  @Test
  void catchesAFaceThatIsNotFinal() {
    assertOneCaught(new Laws(List.of("planted")).facesAreFinal());
  }

  @Test
  void catchesAPortThatKnowsMoreThanTheNouns() {
    assertCaught(LAWS.portsKnowOnlyTheNouns());
  }

  @Test
  void catchesNativeCodeInAService() {
    assertCaught(LAWS.nativeCodeStaysInTheRuntime());
  }

  @Test
  void catchesAServiceThatKnowsAnother() {
    assertOneCaught(LAWS.neighbours());
  }

  @Test
  void catchesANounThatKnowsMoreThanTheJdk() {
    assertCaught(LAWS.vocabularyStandsAlone());
  }

  @Test
  void catchesAnyoneWhoLooksInsideAService() {
    assertOneCaught(LAWS.onlyTheFaceIsKnown());
  }

  @Test
  void catchesACycleBetweenPackages() {
    assertOneCaught(LAWS.noCycles());
  }

  @Test
  void catchesAFrameworkInAService() {
    assertCaught(LAWS.noFrameworks());
    assertCaught(LAWS.springStaysInTheApp());
  }

  @Test
  void catchesAServiceThatReadsTheClock() {
    assertCaught(LAWS.timeAndChanceComeIn());
  }

  @Test
  void catchesAFutureInASignature() {
    assertCaught(LAWS.callsBlock());
  }

  @Test
  void catchesAQueueWithoutBound() {
    assertCaught(LAWS.queuesAndWaitsAreBounded());
  }

  @Test
  void catchesAPackageThatIsNotNullMarked() {
    assertCaught(LAWS.everyPackageIsNullMarked());
  }

  @TestFactory
  Stream<DynamicTest> switchesOverSealedTypesHaveNoDefault() {
    Set<String> permitted = SourceLaws.permittedTypes(product);
    assertThat(permitted).contains("Flow", "LogRecord");
    return Tree.productSources().stream()
        .map(
            path ->
                DynamicTest.dynamicTest(
                    name(path),
                    () ->
                        assertThat(SourceLaws.defaultsOverSealedTypes(Tree.text(path), permitted))
                            .isEmpty()));
  }

  @Test
  void catchesADefaultOverASealedType() {
    String source =
        """
        int size(Event event) {
          return switch (event) {
            case Flow flow -> { yield 1; }
            default -> 0;
          };
        }
        """;
    assertThat(SourceLaws.defaultsOverSealedTypes(source, Set.of("Flow"))).hasSize(1);
    assertThat(
            SourceLaws.defaultsOverSealedTypes(
                source.replace("default", "case LogRecord log"), Set.of("Flow")))
        .isEmpty();
  }

  @TestFactory
  Stream<DynamicTest> productCodeNamesNoDataSet() {
    List<String> words =
        Tree.text(Tree.root().resolve("verification/src/test/resources/names-of-data-sets.txt"))
            .lines()
            .filter(line -> !line.isBlank())
            .toList();
    return Tree.productSources().stream()
        .map(
            path ->
                DynamicTest.dynamicTest(
                    name(path),
                    () -> assertThat(SourceLaws.namesOfTests(Tree.text(path), words)).isEmpty()));
  }

  @Test
  void catchesTheNameOfADataSet() {
    assertThat(SourceLaws.namesOfTests("if (file.contains(\"KDDTrain\"))", List.of("kddtrain")))
        .containsExactly("kddtrain");
  }

  @TestFactory
  Stream<DynamicTest> everyPersistedFormatHasAVersionAndGoldenFiles() {
    return Tree.files(".md").stream()
        .filter(path -> path.toString().contains("/docs/formats/"))
        .map(path -> DynamicTest.dynamicTest(name(path), () -> assertVersionedWithGolden(path)));
  }

  private static void assertVersionedWithGolden(Path document) {
    assertThat(FormatDocument.problems(Tree.text(document))).isEmpty();
  }

  @Test
  void catchesAFormatWithoutVersionOrGoldenFiles() {
    assertThat(FormatDocument.problems("# A format\n\nBytes.\n")).hasSize(1);
    assertThat(FormatDocument.problems("Version: 1\nGolden: no/such/folder\n")).hasSize(1);
  }

  private static String name(Path path) {
    return Tree.root().relativize(path).toString();
  }
}

package io.testudo.verification;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;

/** The laws of the house that can be read off compiled classes; ARCHITECTURE.md states them. */
final class Laws {

  private static final String OURS = "io.testudo.";
  private static final String[] FRAMEWORKS = {
    "org.springframework..", "org.apache.kafka..", "org.apache.flink.."
  };
  private static final String[] NATIVE = {
    "ml.dmlc..", "ai.onnxruntime..", "com.gliwka..", "com.sun.jna.."
  };
  private static final Set<String> FUTURES =
      Set.of(
          "java.util.concurrent.Future",
          "java.util.concurrent.CompletableFuture",
          "java.util.concurrent.CompletionStage",
          "java.util.concurrent.Flow$Publisher",
          "org.reactivestreams.Publisher");

  private final List<String> standards = Tree.rooms("standards");
  private final List<String> foundation = Tree.rooms("foundation");
  private final List<String> services;
  private final List<String> runtime = Tree.rooms("runtime");

  /** The laws over the services of the tree. */
  Laws() {
    this(Tree.rooms("services"));
  }

  /** The laws over these services. */
  Laws(List<String> services) {
    this.services = services;
  }

  private static String[] packages(List<String> rooms) {
    return rooms.stream().map(room -> OURS + room + "..").toArray(String[]::new);
  }

  @SafeVarargs
  private static String[] packages(List<String> first, List<String>... more) {
    List<String> all = new ArrayList<>(first);
    Stream.of(more).forEach(all::addAll);
    return packages(all);
  }

  /** Law 1: the floors, each knowing only those below. */
  List<ArchRule> floors() {
    List<ArchRule> rules = new ArrayList<>();
    rules.add(
        noClasses()
            .that()
            .resideInAnyPackage(packages(runtime))
            .should()
            .dependOnClassesThat()
            .resideInAPackage(OURS + "app.."));
    rules.add(
        noClasses()
            .that()
            .resideInAnyPackage(packages(services))
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(packages(runtime, List.of("app"))));
    rules.add(
        noClasses()
            .that()
            .resideInAnyPackage(packages(foundation))
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(packages(services, runtime, List.of("app"))));
    rules.add(
        noClasses()
            .that()
            .resideInAnyPackage(packages(standards))
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(packages(foundation, services, runtime, List.of("app"))));
    return rules;
  }

  /** Law 1: no service knows another, no standard another. */
  List<ArchRule> neighbours() {
    List<ArchRule> rules = new ArrayList<>();
    for (List<String> floor : List.of(services, standards)) {
      for (String room : floor) {
        List<String> others = floor.stream().filter(other -> !other.equals(room)).toList();
        rules.add(
            noClasses()
                .that()
                .resideInAPackage(OURS + room + "..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(packages(others))
                .allowEmptyShould(true));
      }
    }
    return rules;
  }

  /** Law 1: the nouns depend on the JDK and JSpecify alone. */
  ArchRule vocabularyStandsAlone() {
    return classes()
        .that()
        .resideInAPackage(OURS + "vocabulary..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(OURS + "vocabulary..", "java..", "org.jspecify..");
  }

  /** Law 1: inside the foundation, vocabulary before ports before the rest. */
  ArchRule portsKnowOnlyTheNouns() {
    return noClasses()
        .that()
        .resideInAPackage(OURS + "ports..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            packages(
                foundation.stream()
                    .filter(room -> !room.equals("ports") && !room.equals("vocabulary"))
                    .toList()));
  }

  /** Law 1: native libraries stay in the runtime. */
  ArchRule nativeCodeStaysInTheRuntime() {
    return noClasses()
        .that()
        .resideInAnyPackage(packages(standards, foundation, services))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(NATIVE);
  }

  /** Law 2: only a service's root package is known outside of it. */
  List<ArchRule> onlyTheFaceIsKnown() {
    return services.stream()
        .<ArchRule>map(
            service ->
                noClasses()
                    .that()
                    .resideOutsideOfPackage(OURS + service + "..")
                    .should()
                    .dependOnClassesThat(inside(service)))
        .toList();
  }

  private static DescribedPredicate<JavaClass> inside(String service) {
    return DescribedPredicate.describe(
        "are internal to " + service,
        type -> type.getPackageName().startsWith(OURS + service + "."));
  }

  /** Law 2: the face is a final class named for the service. */
  List<ArchRule> facesAreFinal() {
    return services.stream()
        .<ArchRule>map(
            service ->
                classes()
                    .that()
                    .haveFullyQualifiedName(OURS + service + "." + capital(service))
                    .should()
                    .haveModifier(JavaModifier.FINAL)
                    .andShould()
                    .bePublic())
        .toList();
  }

  private static String capital(String word) {
    return word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
  }

  /** Law 2: no cycles between the concepts of a room, nor between those of the console. */
  List<ArchRule> noCycles() {
    List<String> rooms = new ArrayList<>(services);
    rooms.addAll(foundation);
    rooms.addAll(standards);
    rooms.addAll(runtime);
    List<ArchRule> rules = new ArrayList<>();
    rooms.forEach(room -> rules.add(noCycles(OURS + room + ".(**)")));
    rules.add(noCycles(OURS + "app.(*).."));
    rules.add(noCycles(OURS + "app.web.(**)"));
    return rules;
  }

  private static ArchRule noCycles(String slices) {
    return slices().matching(slices).should().beFreeOfCycles().allowEmptyShould(true);
  }

  /** Law 3: frameworks stay in the app and the runtime. */
  ArchRule noFrameworks() {
    return noClasses()
        .that()
        .resideInAnyPackage(packages(standards, foundation, services))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(FRAMEWORKS);
  }

  /** Law 3: Spring stays in the app. */
  ArchRule springStaysInTheApp() {
    return noClasses()
        .that()
        .resideInAPackage("io.testudo..")
        .and()
        .resideOutsideOfPackage(OURS + "app..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.springframework..");
  }

  /** Law 4: time and chance come in. */
  ArchRule timeAndChanceComeIn() {
    return classes()
        .that()
        .resideInAnyPackage(packages(standards, foundation, services))
        .should(
            notCall(
                "read a clock or draw by chance",
                access -> {
                  String owner = access.getTargetOwner().getFullName();
                  String name = access.getName();
                  boolean clock =
                      (name.equals("now") && owner.startsWith("java.time."))
                          || (owner.equals("java.lang.System")
                              && (name.equals("currentTimeMillis") || name.equals("nanoTime")))
                          || (owner.equals("java.time.InstantSource") && name.equals("system"))
                          || (owner.equals("java.time.Clock") && name.startsWith("system"));
                  boolean chance =
                      (owner.equals("java.lang.Math") && name.equals("random"))
                          || (owner.equals("java.util.UUID") && name.equals("randomUUID"))
                          || owner.equals("java.util.concurrent.ThreadLocalRandom")
                          || (owner.equals("java.util.Random")
                              && name.equals("<init>")
                              && parameters(access) == 0)
                          || (owner.equals("java.security.SecureRandom") && name.equals("<init>"));
                  return clock || chance;
                }));
  }

  private static int parameters(JavaAccess<?> access) {
    return access.getTarget()
            instanceof com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget unit
        ? unit.getRawParameterTypes().size()
        : 0;
  }

  /** Law 5: no futures or reactive types in signatures. */
  ArchRule callsBlock() {
    return classes()
        .that()
        .resideInAPackage("io.testudo..")
        .should(
            new ArchCondition<>("have no future in a method's signature") {
              @Override
              public void check(JavaClass type, ConditionEvents events) {
                for (JavaMethod method : type.getMethods()) {
                  boolean future =
                      FUTURES.contains(method.getRawReturnType().getFullName())
                          || method.getRawParameterTypes().stream()
                              .anyMatch(raw -> FUTURES.contains(raw.getFullName()));
                  if (future && !method.getModifiers().contains(JavaModifier.SYNTHETIC)) {
                    events.add(SimpleConditionEvent.violated(type, method.getDescription()));
                  }
                }
              }
            });
  }

  /** Law 5: queues are bounded and waits have a duration. */
  ArchRule queuesAndWaitsAreBounded() {
    return classes()
        .that()
        .resideInAPackage("io.testudo..")
        .should(
            notCall(
                "wait without end or queue without bound",
                access -> {
                  String owner = access.getTargetOwner().getFullName();
                  String name = access.getName();
                  boolean noArguments = parameters(access) == 0;
                  boolean queue =
                      name.equals("<init>")
                          && noArguments
                          && (owner.equals("java.util.concurrent.LinkedBlockingQueue")
                              || owner.equals("java.util.concurrent.LinkedBlockingDeque")
                              || owner.equals("java.util.concurrent.PriorityBlockingQueue")
                              || owner.equals("java.util.concurrent.ConcurrentLinkedQueue"));
                  boolean pool =
                      owner.equals("java.util.concurrent.Executors")
                          && (name.startsWith("newCached")
                              || name.startsWith("newFixed")
                              || name.equals("newSingleThreadExecutor"));
                  boolean wait =
                      noArguments
                          && ((name.equals("await") && owner.startsWith("java.util.concurrent."))
                              || name.equals("awaitUninterruptibly")
                              || (name.startsWith("acquire")
                                  && owner.equals("java.util.concurrent.Semaphore"))
                              || (name.equals("get") && owner.endsWith("Future"))
                              || (name.equals("join") && owner.endsWith("Future"))
                              || (name.equals("take") && owner.endsWith("Queue"))
                              || (name.equals("join") && owner.equals("java.lang.Thread"))
                              || (name.equals("wait") && owner.equals("java.lang.Object"))
                              || (name.equals("waitFor") && owner.equals("java.lang.Process")));
                  return queue || pool || wait;
                }));
  }

  private static ArchCondition<JavaClass> notCall(
      String what, java.util.function.Predicate<JavaAccess<?>> forbidden) {
    return new ArchCondition<>("not " + what) {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        Stream.<JavaAccess<?>>concat(
                type.getAccessesFromSelf().stream(), type.getConstructorCallsFromSelf().stream())
            .filter(forbidden)
            .distinct()
            .forEach(
                access -> events.add(SimpleConditionEvent.violated(type, access.getDescription())));
      }
    };
  }

  /** Law 7: every package of the product is null-marked. */
  ArchRule everyPackageIsNullMarked() {
    return classes()
        .that()
        .resideInAPackage("io.testudo..")
        .and(
            DescribedPredicate.describe(
                "are written by hand", type -> !type.getPackageName().contains(".templates")))
        .should(
            new ArchCondition<>("be in a package marked with @NullMarked") {
              @Override
              public void check(JavaClass type, ConditionEvents events) {
                boolean marked =
                    type.getPackage().tryGetAnnotationOfType(NullMarked.class).isPresent();
                if (!marked) {
                  events.add(
                      SimpleConditionEvent.violated(
                          type, "package of " + type.getName() + " is not @NullMarked"));
                }
              }
            });
  }
}

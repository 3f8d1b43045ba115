package org.broadsheet.standalone;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.conditions.ArchConditions.callMethodWhere;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** The shape of the whole program, which no compiler guards. */
class ArchitectureTest {
    private static final ImportOption NO_TESTS = location ->
            ImportOption.Predefined.DO_NOT_INCLUDE_TESTS.includes(location) && !location.contains("-tests.jar");

    private static final JavaClasses PROGRAM =
            new ClassFileImporter().withImportOption(NO_TESTS).importPackages("org.broadsheet");

    /** Packages of functions of values: a test needs neither broker nor network nor patience. */
    private static final String[] PURE = {
        "..markdown..",
        "..data..",
        "..frontmatter..",
        "..permalink..",
        "..generator..",
        "..feed..",
        "..signature..",
        "..retry..",
        "..facts..",
        "..release..",
        "..page..",
        "org.broadsheet.render.plan..",
        "..theme..",
        "..article..",
        "..highlight..",
        "..lookup.."
    };

    private static final String[] BROKER = {
        "kafka..",
        "org.apache.kafka.controller..",
        "org.apache.kafka.coordinator..",
        "org.apache.kafka.image..",
        "org.apache.kafka.metadata..",
        "org.apache.kafka.raft..",
        "org.apache.kafka.server..",
        "org.apache.kafka.storage.."
    };

    @Test
    void packagesHaveNoCycles() {
        slices().matching("org.broadsheet.(*).(*)..").should().beFreeOfCycles().check(PROGRAM);
    }

    @Test
    void rolesDoNotSeeOneAnother() {
        for (String role : Set.of("ingest", "render", "notify")) {
            noClasses()
                    .that()
                    .resideInAPackage("org.broadsheet." + role + "..")
                    .should()
                    .dependOnClassesThat(resideInAnyPackage("org.broadsheet..")
                            .and(resideOutsideOfPackages("org.broadsheet.common..", "org.broadsheet." + role + "..")))
                    .check(PROGRAM);
        }
    }

    @Test
    void commonKnowsNoRole() {
        noClasses()
                .that()
                .resideInAPackage("org.broadsheet.common..")
                .should()
                .dependOnClassesThat(
                        resideInAnyPackage("org.broadsheet..").and(resideOutsideOfPackages("org.broadsheet.common..")))
                .check(PROGRAM);
    }

    @Test
    void onlyStandaloneSeesTheBroker() {
        onlyIn("org.broadsheet.standalone..").maySee(BROKER);
    }

    @Test
    void onlyIngestSeesGit() {
        onlyIn("org.broadsheet.ingest..").maySee("org.eclipse.jgit..");
    }

    @Test
    void librariesStayBehindTheTypesThatBoundThem() {
        onlyIn("org.broadsheet.render.markdown..", "org.broadsheet.render.article..")
                .maySee("com.vladsch.flexmark..");
        onlyIn("org.broadsheet.render..").maySee("org.broadsheet.render.markdown..");
        onlyIn("org.broadsheet.common.data..").maySee("org.yaml.snakeyaml..");
        onlyIn("org.broadsheet.render..").maySee("com.samskivert.mustache..");
        onlyIn("org.broadsheet.notify..").maySee("org.eclipse.jetty.client..");
    }

    @Test
    void purePackagesSeeNeitherKafkaNorNetworkNorClock() {
        noClasses()
                .that()
                .resideInAnyPackage(PURE)
                .should()
                .dependOnClassesThat(resideInAnyPackage(
                                "org.apache.kafka..", "org.eclipse.jetty..", "java.net.http..", "java.nio.channels..")
                        .or(named("a socket", "java.net.Socket", "java.net.ServerSocket", "java.net.InetAddress")))
                .orShould(callMethodWhere(readsTheClock()))
                .check(PROGRAM);
        assertThat(PURE)
                .allSatisfy(name -> assertThat(PROGRAM.that(resideInAnyPackage(name)))
                        .as(name)
                        .isNotEmpty());
    }

    @Test
    void nothingAsksForTheZoneOfTheMachine() {
        noClasses()
                .should()
                .callMethod(java.time.ZoneId.class, "systemDefault")
                .orShould()
                .callMethod(java.time.Clock.class, "systemDefaultZone")
                .check(PROGRAM);
    }

    @Test
    void onlyTheCommandLinePrints() {
        noClasses()
                .that()
                .resideOutsideOfPackage("org.broadsheet.standalone..")
                .should(ACCESS_STANDARD_STREAMS)
                .check(PROGRAM);
    }

    @Test
    void classesAreNamedAfterWhatTheyAre() {
        noClasses()
                .should()
                .haveNameMatching(".*(Util|Utils|Helper|Helpers|Manager|Impl)")
                .check(PROGRAM);
    }

    @Test
    void everyPackageSaysWhatItHoldsAndIsNullMarked() {
        Set<String> unmarked = PROGRAM.stream()
                .map(JavaClass::getPackage)
                .filter(p -> !p.isAnnotatedWith(NullMarked.class))
                .map(JavaPackage::getName)
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(unmarked)
                .as("packages without a @NullMarked package-info.java")
                .isEmpty();
    }

    private static DescribedPredicate<JavaMethodCall> readsTheClock() {
        return DescribedPredicate.<JavaMethodCall>describe("read the clock", call -> switch (call.getName()) {
                    case "now" ->
                        call.getTarget().getRawParameterTypes().stream()
                                .noneMatch(type -> type.isEquivalentTo(java.time.Clock.class));
                    case "systemUTC", "system", "currentTimeMillis" -> true;
                    default -> false;
                })
                .and(owned(resideInAnyPackage("java.time..").or(named("System", "java.lang.System"))));
    }

    private static DescribedPredicate<JavaMethodCall> owned(DescribedPredicate<JavaClass> by) {
        return DescribedPredicate.describe(by.getDescription(), call -> by.test(call.getTargetOwner()));
    }

    private static DescribedPredicate<JavaClass> named(String description, String... names) {
        return DescribedPredicate.describe(description, type -> Set.of(names).contains(type.getName()));
    }

    private static OnlyIn onlyIn(String... packages) {
        return libraries -> noClasses()
                .that()
                .resideOutsideOfPackages(packages)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(libraries)
                .check(PROGRAM);
    }

    private interface OnlyIn {
        void maySee(String... libraries);
    }
}

package io.testudo.verification.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.testudo.app.demo.Demo;
import io.testudo.app.house.Platform;
import io.testudo.app.web.WebConfig;
import io.testudo.app.web.WebServer;
import io.testudo.vocabulary.incident.Incident;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.support.ui.ExpectedConditions;
import org.openqa.selenium.support.ui.WebDriverWait;

/** What an analyst does first: log in, open the top incident, follow it to the raw event. */
class ConsoleInBrowserTest {

  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final String PASSWORD = "locked shields hold";

  @TempDir Path folder;

  @Test
  void leadsFromTheLogInToTheRawEventOfTheDemosIncident() throws Exception {
    Chromium.assumeInstalled();
    Path data = Files.createDirectory(folder.resolve("data"));
    Demo.prepare(data);
    InstantSource clock = InstantSource.system();
    try (Platform platform = Platform.open(data, Demo.config(data, 0), clock, remark -> {});
        WebServer web = WebServer.start(platform.house(), WebConfig.loopback(0, data));
        Chromium chromium = new Chromium(folder.resolve("profile"))) {
      platform.start();
      Demo demo = new Demo(platform, data, 1, clock);
      demo.generate();
      demo.send();
      awaitDigestion(demo);
      Incident top = platform.house().incidents().list(0, 1).getFirst();

      ChromeDriver driver = chromium.driver;
      WebDriverWait wait = new WebDriverWait(driver, Duration.ofSeconds(30));
      refuseAWrongPassword(driver, web, wait);
      logIn(driver, web, wait);
      assertThat(chromium.complaints()).allMatch(line -> line.contains("status of 401"));
      openTopIncidentByKeyboard(driver, wait);

      assertThat(driver.findElement(By.tagName("h1")).getText()).isEqualTo(top.title());
      wait.until(ExpectedConditions.numberOfElementsToBe(By.cssSelector(".chart canvas"), 2));
      assertThat(driver.findElements(By.cssSelector(".steps > li"))).isNotEmpty();
      assertThat(driver.findElements(By.cssSelector(".members > li")))
          .hasSize(top.members().size());

      driver.findElement(By.cssSelector("details.evidence > summary")).sendKeys(Keys.ENTER);
      WebElement raw =
          wait.until(
              ExpectedConditions.visibilityOfElementLocated(
                  By.cssSelector("details.evidence[open] pre.raw")));
      assertThat(raw.getText()).startsWith("{").contains(":");
      assertThat(driver.findElement(By.cssSelector("details.evidence[open] .origin")).getText())
          .contains("Source")
          .contains("Record");
      assertThat(chromium.complaints()).isEmpty();

      for (String theme : List.of("light", "dark")) {
        chromium.prefer(theme);
        for (String path : pages(driver, web, top)) {
          driver.get(web.url() + path);
          assertLoaded(driver, wait, path + " in " + theme);
          assertThat(chromium.complaints()).as("%s in %s", path, theme).isEmpty();
        }
      }
      chromium.resize(390, 844);
      for (String path : pages(driver, web, top)) {
        driver.get(web.url() + path);
        assertLoaded(driver, wait, path + " on a telephone");
      }
      tellThatAPageIsNotThere(driver, web, wait);
    }
  }

  /** Every page of the console, with the first of each list. */
  private static List<String> pages(ChromeDriver driver, WebServer web, Incident top) {
    List<String> paths =
        new ArrayList<>(
            List.of(
                "incidents",
                "incidents?q=matches-nothing",
                "incidents/" + top.id(),
                "findings",
                "sources",
                "rules",
                "log",
                "users",
                "account",
                "about"));
    for (String list : List.of("findings", "sources", "rules", "log")) {
      driver.get(web.url() + list);
      WebElement first = driver.findElement(By.cssSelector("[data-rows] a"));
      paths.add(Objects.requireNonNull(first.getDomAttribute("href")).substring(1));
    }
    return paths;
  }

  /** Nothing sticks out sideways, live, with charts drawn where there are any. */
  private static void assertLoaded(ChromeDriver driver, WebDriverWait wait, String where) {
    assertThat(driver.findElement(By.tagName("h1")).getText()).as(where).isNotBlank();
    wait.until(ExpectedConditions.attributeToBe(By.id("live-text"), "textContent", "Live"));
    int charts = driver.findElements(By.cssSelector(".chart")).size();
    wait.until(ExpectedConditions.numberOfElementsToBe(By.cssSelector(".chart canvas"), charts));
    assertThat(
            driver.executeScript(
                "return document.documentElement.scrollWidth <="
                    + " document.documentElement.clientWidth"))
        .as(where)
        .isEqualTo(true);
  }

  private static void awaitDigestion(Demo demo) throws InterruptedException {
    Instant limit = Instant.now().plus(PATIENCE);
    CountDownLatch never = new CountDownLatch(1);
    while (!demo.isDigested()) {
      assertThat(Instant.now()).as("the demo must be digested by now").isBefore(limit);
      assertThat(never.await(100, TimeUnit.MILLISECONDS)).isFalse();
    }
  }

  private static void refuseAWrongPassword(ChromeDriver driver, WebServer web, WebDriverWait wait) {
    driver.get(web.url());
    driver.findElement(By.id("username")).sendKeys("admin");
    driver.findElement(By.id("password")).sendKeys("not the password", Keys.ENTER);
    WebElement notice =
        wait.until(
            ExpectedConditions.visibilityOfElementLocated(By.cssSelector(".notice[role=alert]")));
    assertThat(notice.getText()).isNotBlank();
    assertThat(driver.findElements(By.tagName("nav"))).isEmpty();
  }

  private static void tellThatAPageIsNotThere(
      ChromeDriver driver, WebServer web, WebDriverWait wait) {
    driver.get(web.url() + "incidents/i-0000");
    assertThat(driver.findElement(By.tagName("h1")).getText()).startsWith("404");
    driver.findElement(By.linkText("Back to the incidents")).sendKeys(Keys.ENTER);
    wait.until(ExpectedConditions.urlMatches("/incidents$"));
  }

  private static void logIn(ChromeDriver driver, WebServer web, WebDriverWait wait) {
    String oneTime = Objects.requireNonNull(web.oneTimePassword());
    driver.get(web.url());
    driver.findElement(By.id("username")).sendKeys("admin");
    driver.findElement(By.id("password")).sendKeys(oneTime, Keys.ENTER);
    wait.until(ExpectedConditions.urlContains("/account"));
    assertThat(driver.findElements(By.tagName("nav"))).as("ways past the password").isEmpty();
    driver.findElement(By.id("old")).sendKeys(oneTime);
    driver.findElement(By.id("fresh")).sendKeys(PASSWORD);
    driver.findElement(By.id("again")).sendKeys(PASSWORD, Keys.ENTER);
    wait.until(ExpectedConditions.urlContains("/incidents"));
    wait.until(ExpectedConditions.attributeToBe(By.id("live-text"), "textContent", "Live"));
  }

  private static void openTopIncidentByKeyboard(ChromeDriver driver, WebDriverWait wait) {
    driver.findElement(By.tagName("body")).sendKeys("j");
    WebElement focused = driver.switchTo().activeElement();
    assertThat(focused.getDomAttribute("class")).isEqualTo("row-title");
    focused.sendKeys(Keys.ENTER);
    wait.until(ExpectedConditions.urlContains("/incidents/i-"));
  }
}

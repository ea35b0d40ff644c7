package io.testudo.simulation.day;

import io.testudo.simulation.chance.Chance;
import io.testudo.simulation.office.Machine;
import io.testudo.simulation.office.Office.Desk;
import io.testudo.simulation.office.Office.Post;
import io.testudo.simulation.scene.Actor;
import io.testudo.simulation.scene.FileSharing.Mount;
import io.testudo.simulation.scene.FileSharing.Operation;
import io.testudo.simulation.scene.FileSharing.Use;
import io.testudo.simulation.scene.Scene;
import io.testudo.simulation.scene.Web.Caller;
import io.testudo.simulation.scene.Web.Request;
import io.testudo.simulation.scene.Web.Volume;
import io.testudo.simulation.scene.Windows;
import io.testudo.simulation.sensor.Proc;
import io.testudo.simulation.sensor.SecurityAudit.Method;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** People at their desks: they browse, mail, open documents and files, and start programs. */
final class OfficeWorkers implements Actor {

  static final List<String> SITES =
      List.of(
          "www.office.com",
          "outlook.office365.com",
          "login.microsoftonline.com",
          "www.google.com",
          "www.bing.com",
          "www.wikipedia.org",
          "www.linkedin.com",
          "news.ycombinator.com",
          "www.bbc.co.uk",
          "www.spiegel.de",
          "github.com",
          "stackoverflow.com",
          "www.booking.com",
          "maps.google.com",
          "fonts.gstatic.com",
          "www.youtube.com",
          "static.licdn.com",
          "cdn.jsdelivr.net",
          "www.dhl.com",
          "www.bahn.de",
          "teams.microsoft.com",
          "substrate.office.com",
          "www.elastic.co",
          "docs.oracle.com",
          "www.reuters.com",
          "weather.com",
          "www.salesforce.com",
          "slack.com",
          "zoom.us",
          "www.adobe.com");

  private static final List<String> AUXILIARY =
      List.of(
          "fonts.googleapis.com",
          "www.googletagmanager.com",
          "www.google-analytics.com",
          "connect.facebook.net",
          "ajax.googleapis.com",
          "static.cloudflareinsights.com",
          "js.stripe.com",
          "cdn.cookielaw.org",
          "bam.nr-data.net",
          "s3.amazonaws.com");

  private static final List<String> DOCUMENTS =
      List.of(
          "Quarterly report.docx",
          "Budget 2026.xlsx",
          "Minutes.docx",
          "Offer draft.docx",
          "Roadmap.pptx",
          "Contacts.xlsx",
          "Invoice 20417.pdf",
          "Contract.docx",
          "Travel.xlsx",
          "Shift plan.xlsx",
          "Inventory.xlsx",
          "Notes.txt");

  @Override
  public void play(Scene scene, Chance chance) {
    for (Desk desk : scene.office().desks()) {
      new Worker(scene, desk, chance.stream(desk.machine().name())).work();
    }
  }

  /** One person's time at the desk. */
  private static final class Worker {
    private final Scene scene;
    private final Desk desk;
    private final Chance chance;
    private final Machine machine;
    private final Proc explorer;
    private final Proc browser;
    private final Proc outlook;
    private final List<String> favourites = new ArrayList<>();

    Worker(Scene scene, Desk desk, Chance chance) {
      this.scene = scene;
      this.desk = desk;
      this.chance = chance;
      this.machine = desk.machine();
      this.explorer = scene.windows().explorer(desk);
      Chance programs = chance.stream("programs");
      String path =
          programs.happens(0.6)
              ? "C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe"
              : "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe";
      Instant opened = scene.start().plus(programs.seconds(5, 400));
      this.browser = scene.windows().run(opened, explorer, path, "\"" + path + "\"", programs);
      String mail = "C:\\Program Files\\Microsoft Office\\root\\Office16\\OUTLOOK.EXE";
      this.outlook =
          scene.windows().run(opened.plusSeconds(9), explorer, mail, "\"" + mail + "\"", programs);
      for (int i = 0; i < 9; i++) {
        favourites.add(programs.pick(SITES));
      }
    }

    void work() {
      scene.nowAndThen(Duration.ofSeconds(290), chance.stream("browsing"), this::browse);
      scene.regularly(
          Duration.ofSeconds(300), Duration.ofSeconds(20), chance.stream("mail"), this::mail);
      scene.nowAndThen(Duration.ofMinutes(17), chance.stream("files"), this::files);
      scene.nowAndThen(Duration.ofMinutes(13), chance.stream("programs run"), this::program);
      scene.nowAndThen(Duration.ofMinutes(25), chance.stream("intranet"), this::intranet);
    }

    private void browse(Instant time, Chance own) {
      Machine site = scene.office().site(own.pick(favourites));
      Caller caller = Caller.of(browser);
      scene.web().https(time, caller, site, page(own), own);
      for (int i = own.between(0, 3); i > 0; i--) {
        Machine other = scene.office().site(own.pick(AUXILIARY));
        scene
            .web()
            .https(
                time.plus(own.seconds(0.2, 2.5)),
                caller,
                other,
                Volume.once(own.size(900, 0.5, 9_000), own.size(14_000, 1.0, 400_000)),
                own);
      }
    }

    private static Volume page(Chance own) {
      return new Volume(
          own.size(3_800, 0.7, 60_000),
          own.size(90_000, 1.2, 6_000_000),
          own.between(1, 4),
          Duration.ofSeconds(4));
    }

    private void mail(Instant time, Chance own) {
      Machine site = scene.office().site("outlook.office365.com");
      long up = own.happens(0.07) ? own.size(700_000, 0.8, 9_000_000) : own.size(2_100, 0.4, 9_000);
      scene
          .web()
          .https(
              time,
              Caller.of(outlook),
              site,
              Volume.once(up, own.size(9_000, 1.1, 3_000_000)),
              own);
    }

    private void files(Instant time, Chance own) {
      Machine server = scene.office().at(Post.FILE_SERVER);
      List<Operation> operations = new ArrayList<>();
      for (int i = own.between(1, 4); i > 0; i--) {
        operations.add(
            new Operation(
                own.pick("Projects", "Shared", "Finance", "Templates"),
                own.pick("2025\\", "2026\\", "") + own.pick(DOCUMENTS),
                own.happens(0.35) ? Use.WRITE : Use.READ,
                own.size(180_000, 1.2, 30_000_000)));
      }
      scene
          .files()
          .use(
              time,
              new Mount(machine, server, desk.person(), Method.KERBEROS),
              operations,
              own.seconds(20, 400),
              own);
    }

    private void program(Instant time, Chance own) {
      String office = "C:\\Program Files\\Microsoft Office\\root\\Office16\\";
      String file = own.pick(DOCUMENTS);
      String home = "C:\\Users\\" + desk.person().account() + "\\Documents\\";
      String image =
          own.pick(
              office + "WINWORD.EXE",
              office + "EXCEL.EXE",
              Windows.system("notepad.exe"),
              "C:\\Program Files\\Adobe\\Acrobat DC\\Acrobat\\Acrobat.exe",
              "C:\\Program Files\\7-Zip\\7zFM.exe");
      Proc process =
          scene
              .windows()
              .run(time, explorer, image, "\"" + image + "\" \"" + home + file + "\"", own);
      if (own.happens(0.5)) {
        scene.sysmon().fileCreated(time.plus(own.seconds(20, 90)), process, home + "~$" + file);
      }
      scene.windows().end(time.plus(own.seconds(60, 1_500)), process);
    }

    private void intranet(Instant time, Chance own) {
      scene
          .web()
          .http(
              time,
              Caller.of(browser),
              scene.office().at(Post.INTRANET),
              80,
              Request.get(
                  own.pick("/", "/wiki/Start", "/wiki/Holidays", "/phonebook", "/news"),
                  "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/126.0",
                  own.size(22_000, 0.8, 900_000)),
              own);
    }
  }
}

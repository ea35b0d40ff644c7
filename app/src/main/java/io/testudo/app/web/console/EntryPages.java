package io.testudo.app.web.console;

import io.testudo.app.web.page.Frame;
import io.testudo.app.web.page.Pages;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Log-in page and front door. */
@RestController
public final class EntryPages {

  private final Pages pages;

  public EntryPages(Pages pages) {
    this.pages = pages;
  }

  /**
   * The log-in page.
   *
   * @param refused there after a refused attempt
   * @param wait seconds to wait after too many
   */
  @GetMapping("/login")
  public ResponseEntity<byte[]> logIn(
      HttpServletRequest request,
      @RequestParam(defaultValue = "") String next,
      @RequestParam(required = false) @org.jspecify.annotations.Nullable String refused,
      @RequestParam(required = false) @org.jspecify.annotations.Nullable String out,
      @RequestParam(defaultValue = "0") int wait) {
    String notice = "";
    if (wait > 0) {
      notice = "Too many attempts. Try again in " + Math.min(wait, 3600) + " seconds.";
    } else if (refused != null) {
      notice = "Name or password is not right.";
    } else if (out != null) {
      notice = "You are logged out.";
    }
    return pages.show(
        "login", new LogInPage(pages.frame(request, "Log in", Frame.Section.NONE), notice, next));
  }

  /** The front door leads to the incidents. */
  @GetMapping("/")
  public ResponseEntity<byte[]> front() {
    return Pages.goTo("/incidents");
  }

  /**
   * The log-in page.
   *
   * @param frame around it
   * @param notice what the person must know; may be empty
   * @param next where to go afterwards; may be empty
   */
  public record LogInPage(Frame frame, String notice, String next) {}
}

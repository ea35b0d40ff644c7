package io.testudo.app.web.page;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.Utf8ByteOutput;
import io.testudo.app.web.access.AccountGate;
import io.testudo.app.web.access.account.Role;
import io.testudo.app.web.access.account.SignedIn;
import jakarta.servlet.http.HttpServletRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.csrf.CsrfToken;

/** Fills the templates, which were compiled with the program. */
public final class Pages {

  private static final MediaType HTML = MediaType.parseMediaType("text/html;charset=UTF-8");

  private final TemplateEngine engine = TemplateEngine.createPrecompiled(ContentType.Html);
  private final String transport;

  public Pages(Listening listening) {
    this.transport = listening.transport();
  }

  /** What surrounds the page that answers this request. */
  public Frame frame(HttpServletRequest request, String title, Frame.Section section) {
    Authentication who = SecurityContextHolder.getContext().getAuthentication();
    String csrf =
        request.getAttribute(CsrfToken.class.getName()) instanceof CsrfToken token
            ? token.getToken()
            : "";
    return new Frame(
        title,
        section,
        who instanceof SignedIn signedIn ? signedIn.getName() : "",
        who instanceof SignedIn signedIn ? signedIn.role() : Role.VIEWER,
        who instanceof SignedIn && request.getAttribute(AccountGate.PASSWORD_FIRST) == null
            ? "/stream"
            : "",
        csrf,
        Release.VERSION,
        Release.EDITION,
        transport);
  }

  /** The template filled with this page. */
  public ResponseEntity<byte[]> show(String template, Record page) {
    return show(HttpStatus.OK, template, page);
  }

  /** The template filled with this page, under another status. */
  public ResponseEntity<byte[]> show(HttpStatusCode status, String template, Record page) {
    return ResponseEntity.status(status).contentType(HTML).body(bytes(template, page));
  }

  /** The template filled with this page, as text. */
  String text(String template, Record page) {
    return new String(bytes(template, page), StandardCharsets.UTF_8);
  }

  private byte[] bytes(String template, Record page) {
    Utf8ByteOutput output = new Utf8ByteOutput();
    engine.render(template + ".jte", page, output);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(output.getContentLength());
    try {
      output.writeTo(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return UnseenMarks.shown(bytes.toByteArray());
  }

  /** Sends the browser to another page of the console after an act. */
  public static ResponseEntity<byte[]> goTo(String path) {
    return ResponseEntity.status(HttpStatus.SEE_OTHER).header("Location", path).build();
  }

  /** Whether a script of the page asks for a part of it. */
  public static boolean isPart(HttpServletRequest request) {
    return "true".equals(request.getHeader("HX-Request"));
  }
}

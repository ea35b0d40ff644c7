package io.testudo.app.web;

import io.testudo.app.web.page.Failures;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.apache.coyote.ActionCode;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives what the container refuses by itself, such as a request line or a header that cannot be
 * read, the same form as every other refusal.
 */
final class ContainerRefusals extends ErrorReportValve {

  private static final Logger LOG = LoggerFactory.getLogger(ContainerRefusals.class);

  private final Supplier<Failures> failures;

  /**
   * @param failures the edge at which failures become answers, which may not yet be there when the
   *     container is made
   */
  ContainerRefusals(Supplier<Failures> failures) {
    this.failures = failures;
  }

  @Override
  protected void report(Request request, Response response, @Nullable Throwable failure) {
    AtomicBoolean open = new AtomicBoolean();
    response.getCoyoteResponse().action(ActionCode.IS_IO_ALLOWED, open);
    int status = response.getStatus();
    if (status < 400 || response.getContentWritten() > 0 || !response.setErrorReported()) {
      return;
    }
    if (!open.get()) {
      return;
    }
    try {
      Failures.Text text = failures.get().text(request, status);
      response.setContentType(text.type());
      response.setCharacterEncoding("UTF-8");
      response.getReporter().write(text.body());
      response.finishResponse();
    } catch (IOException e) {
      LOG.debug("Nobody waits for the refusal any more.", e);
    }
  }
}

package io.testudo.app.web.page;

import io.testudo.app.web.access.Problem;
import io.testudo.ports.UnavailableException;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.TypeMismatchException;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.MissingServletRequestParameterException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;

/**
 * The edge at which failures become answers: one line each, a page for people and a problem (RFC
 * 9457) for programs, and nothing of the inside.
 */
@RestController
@RestControllerAdvice
public final class Failures implements ErrorController {

  private static final Logger LOG = LoggerFactory.getLogger(Failures.class);

  private final Pages pages;

  public Failures(Pages pages) {
    this.pages = pages;
  }

  /** A handler failed. */
  @ExceptionHandler(Exception.class)
  public ResponseEntity<?> failed(HttpServletRequest request, Exception failure) {
    return answer(request, statusOf(failure), lineOf(failure), failure);
  }

  /** A filter or the container failed, or refused the request. */
  @RequestMapping("/error")
  public ResponseEntity<?> refused(HttpServletRequest request) {
    Object thrown = request.getAttribute(RequestDispatcher.ERROR_EXCEPTION);
    Object code = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE);
    if (thrown instanceof Exception failure) {
      return answer(request, statusOf(failure), lineOf(failure), failure);
    }
    HttpStatus status = code instanceof Integer number ? HttpStatus.resolve(number) : null;
    status = status == null ? HttpStatus.NOT_FOUND : status;
    return answer(request, status, lineOf(status), null);
  }

  /**
   * What stands for a refusal where nothing but text can be written.
   *
   * @param type content type
   * @param body the problem or the page
   */
  public record Text(String type, String body) {}

  /** The answer to a request that the container refused with this status before any handler. */
  public Text text(HttpServletRequest request, int code) {
    HttpStatus known = HttpStatus.resolve(code);
    HttpStatus status = known == null ? HttpStatus.BAD_REQUEST : known;
    String path = request.getRequestURI();
    return path != null && isForProgram(path)
        ? new Text(MediaType.APPLICATION_PROBLEM_JSON_VALUE, Problem.json(status, lineOf(status)))
        : new Text(
            MediaType.TEXT_HTML_VALUE, pages.text("error", page(request, status, lineOf(status))));
  }

  private ResponseEntity<?> answer(
      HttpServletRequest request, HttpStatus status, String line, @Nullable Exception failure) {
    if (status == HttpStatus.INTERNAL_SERVER_ERROR && failure != null) {
      LOG.error("{} {} failed.", request.getMethod(), path(request), failure);
    }
    if (isForProgram(path(request))) {
      return ResponseEntity.status(status)
          .contentType(MediaType.APPLICATION_PROBLEM_JSON)
          .body(ProblemDetail.forStatusAndDetail(status, line));
    }
    return pages.show(status, "error", page(request, status, line));
  }

  private FailurePage page(HttpServletRequest request, HttpStatus status, String line) {
    return new FailurePage(
        pages.frame(request, status.getReasonPhrase(), Frame.Section.NONE),
        status.value(),
        status.getReasonPhrase(),
        line);
  }

  private static String path(HttpServletRequest request) {
    return request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI) instanceof String uri
        ? uri
        : request.getRequestURI();
  }

  private static boolean isForProgram(String path) {
    return path.startsWith("/api/")
        || path.equals("/stream")
        || path.equals("/metrics")
        || path.equals("/health");
  }

  private static HttpStatus statusOf(Exception failure) {
    return switch (failure) {
      case UnavailableException down -> HttpStatus.SERVICE_UNAVAILABLE;
      case NotThere gone -> HttpStatus.NOT_FOUND;
      case IllegalArgumentException wrong -> HttpStatus.BAD_REQUEST;
      case HttpMessageNotReadableException wrong -> HttpStatus.BAD_REQUEST;
      case TypeMismatchException wrong -> HttpStatus.BAD_REQUEST;
      case ErrorResponse known -> {
        HttpStatus status = HttpStatus.resolve(known.getStatusCode().value());
        yield status == null ? HttpStatus.BAD_REQUEST : status;
      }
      default -> HttpStatus.INTERNAL_SERVER_ERROR;
    };
  }

  private static String lineOf(Exception failure) {
    return switch (failure) {
      case NotThere gone -> String.valueOf(gone.getMessage());
      case MethodArgumentTypeMismatchException wrong ->
          wrong.getName() + " must have another form.";
      case MissingServletRequestParameterException missing ->
          missing.getParameterName() + " must be given.";
      case IllegalArgumentException wrong ->
          String.valueOf(wrong.getMessage()).lines().findFirst().orElse("");
      default -> lineOf(statusOf(failure));
    };
  }

  private static String lineOf(HttpStatus status) {
    return switch (status) {
      case NOT_FOUND -> "There is nothing at this address.";
      case FORBIDDEN -> "Your role does not include this, or the page was open for too long.";
      case METHOD_NOT_ALLOWED -> "This address does not take that method.";
      case CONTENT_TOO_LARGE -> "The request is too large.";
      case LENGTH_REQUIRED -> "The request must say how long it is.";
      case UNSUPPORTED_MEDIA_TYPE -> "This address does not take content of that type or encoding.";
      case SERVICE_UNAVAILABLE -> "The event log does not answer at the moment. Try again soon.";
      case BAD_REQUEST -> "The request is not of the form that this address takes.";
      case INTERNAL_SERVER_ERROR -> "This is our fault. The log of the program says more.";
      default -> status.getReasonPhrase() + ".";
    };
  }

  /**
   * A page that says what went wrong.
   *
   * @param frame around it
   * @param status HTTP status
   * @param name the status in words
   * @param line what went wrong, in one line
   */
  public record FailurePage(Frame frame, int status, String name, String line) {}
}

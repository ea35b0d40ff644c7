package io.testudo.app.web.rest;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** The description of REST in OpenAPI 3.1, a file that a test compares with the handlers. */
@RestController
public final class OwnDescription {

  /** The document. */
  @GetMapping("/api/openapi.json")
  public ResponseEntity<byte[]> description() {
    try (InputStream in =
        Objects.requireNonNull(OwnDescription.class.getResourceAsStream("openapi.json"))) {
      return ResponseEntity.ok().contentType(MediaType.APPLICATION_JSON).body(in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

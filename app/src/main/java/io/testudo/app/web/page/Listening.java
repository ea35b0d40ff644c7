package io.testudo.app.web.page;

import java.nio.file.Path;

/**
 * How this server is reached and where it keeps things, for a person.
 *
 * @param address the numeric address that it listens on
 * @param transport {@code loopback} or {@code TLS}
 * @param dataFolder where data are kept
 */
public record Listening(String address, String transport, Path dataFolder) {}

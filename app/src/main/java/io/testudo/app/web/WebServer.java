package io.testudo.app.web;

import io.testudo.app.house.House;
import io.testudo.app.tls.Certificate;
import io.testudo.app.web.WebConfig.Transport;
import io.testudo.app.web.access.account.Accounts;
import io.testudo.app.web.live.Changes;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/**
 * Console, REST, live stream, health and metrics of one house, running.
 *
 * <p>Spring reads no file, environment variable or system property: what it is configured with
 * stands here.
 */
public final class WebServer implements AutoCloseable {

  private final ServletWebServerApplicationContext context;
  private final WebConfig config;
  private final String fingerprint;
  private final @Nullable String oneTimePassword;

  private WebServer(
      ServletWebServerApplicationContext context,
      WebConfig config,
      String fingerprint,
      @Nullable String oneTimePassword) {
    this.context = context;
    this.config = config;
    this.fingerprint = fingerprint;
    this.oneTimePassword = oneTimePassword;
  }

  /**
   * Starts listening.
   *
   * @throws IllegalArgumentException if certificate or key cannot be used
   */
  public static WebServer start(House house, WebConfig config) {
    return start(house, config, Map.of(), WebContext.class);
  }

  /** Starts with more than the server is made of, for a test. */
  static WebServer start(
      House house, WebConfig config, Map<String, String> more, Class<?>... parts) {
    Map<String, String> properties = new HashMap<>(WebProperties.fixed());
    properties.putAll(more);
    properties.put("server.address", config.address());
    properties.put("server.port", Integer.toString(config.port()));
    Certificate certificate =
        switch (config.transport()) {
          case Transport.Plain plain -> null;
          case Transport.Certified files -> Certificate.of(files.certificate(), files.privateKey());
          case Transport.SelfSigned made ->
              Certificate.selfSigned(made.folder(), config.address(), house.clock());
        };
    if (certificate != null) {
      properties.putAll(WebProperties.tls(certificate));
    }
    leaveToTheProgram("org.springframework.boot.logging.LoggingSystem", "none");
    leaveToTheProgram("spring.backgroundpreinitializer.ignore", "true");
    SpringApplication application = new SpringApplication(parts);
    application.setWebApplicationType(WebApplicationType.SERVLET);
    application.setBannerMode(Banner.Mode.OFF);
    application.setLogStartupInfo(false);
    application.setRegisterShutdownHook(false);
    application.setAddCommandLineProperties(false);
    application.setEnvironment(new ClosedEnvironment(properties));
    application.addInitializers(
        context -> {
          context.getBeanFactory().registerSingleton("house", house);
          context.getBeanFactory().registerSingleton("webConfig", config);
        });
    var context = (ServletWebServerApplicationContext) application.run();
    String password = context.getBean(Accounts.class).open();
    return new WebServer(
        context, config, certificate == null ? "" : certificate.fingerprint(), password);
  }

  /** Keeps Spring Boot from what the program does itself, or needs later if ever. */
  private static void leaveToTheProgram(String property, String value) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, value);
    }
  }

  /** The port that it listens on. */
  public int port() {
    return Objects.requireNonNull(context.getWebServer()).getPort();
  }

  /** Where a browser finds the console. */
  public String url() {
    String host = config.address().contains(":") ? "[" + config.address() + "]" : config.address();
    String scheme = config.transport() instanceof Transport.Plain ? "http" : "https";
    return scheme + "://" + host + ":" + port() + "/";
  }

  /** SHA-256 of the certificate as browsers show it; empty without TLS. */
  public String certificateFingerprint() {
    return fingerprint;
  }

  /**
   * The one-time password of the account {@code admin}, to be shown once, or null as soon as
   * somebody has used it.
   */
  public @Nullable String oneTimePassword() {
    return oneTimePassword;
  }

  /** The patterns of all handlers, to be compared with the table of routes. */
  Set<String> handledPatterns() {
    return context
        .getBean("requestMappingHandlerMapping", RequestMappingHandlerMapping.class)
        .getHandlerMethods()
        .keySet()
        .stream()
        .flatMap(mapping -> mapping.getPatternValues().stream())
        .collect(Collectors.toSet());
  }

  @Override
  public synchronized void close() {
    if (context.isActive()) {
      context.getBean(Changes.class).close();
      context.close();
    }
  }

  /** Holds these properties and looks nowhere else. */
  private static final class ClosedEnvironment extends StandardEnvironment {

    ClosedEnvironment(Map<String, String> properties) {
      getPropertySources().addFirst(new MapPropertySource("testudo", Map.copyOf(properties)));
    }

    @Override
    protected void customizePropertySources(MutablePropertySources sources) {}
  }
}

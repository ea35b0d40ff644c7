package io.testudo.app.web;

import io.testudo.app.tls.Certificate;
import java.util.Map;

/** What Spring, Tomcat and Actuator are configured with. */
final class WebProperties {

  private WebProperties() {}

  static Map<String, String> fixed() {
    return Map.ofEntries(
        Map.entry("spring.config.location", "optional:classpath:/io/testudo/app/web/none/"),
        Map.entry("spring.main.lazy-initialization", "false"),
        Map.entry("spring.threads.virtual.enabled", "true"),
        Map.entry("spring.jmx.enabled", "false"),
        Map.entry("spring.web.resources.add-mappings", "false"),
        Map.entry("server.server-header", ""),
        Map.entry("server.max-http-request-header-size", "16KB"),
        Map.entry("server.tomcat.max-http-form-post-size", "64KB"),
        Map.entry("server.tomcat.max-swallow-size", "1MB"),
        // A connection that is silent or in the middle of a head holds no thread, only memory.
        Map.entry("server.tomcat.connection-timeout", "10s"),
        Map.entry("server.tomcat.keep-alive-timeout", "20s"),
        Map.entry("server.tomcat.max-connections", "8192"),
        Map.entry("server.servlet.session.timeout", "10m"),
        Map.entry("server.servlet.session.cookie.name", "testudo_session"),
        Map.entry("server.servlet.session.cookie.http-only", "true"),
        Map.entry("server.servlet.session.cookie.same-site", "strict"),
        Map.entry("server.servlet.session.tracking-modes", "cookie"),
        Map.entry("server.compression.enabled", "true"),
        Map.entry(
            "server.compression.mime-types",
            "text/html,text/css,text/javascript,application/javascript,application/json,"
                + "image/svg+xml"),
        Map.entry("server.shutdown", "immediate"),
        Map.entry("management.endpoints.web.base-path", "/"),
        Map.entry("management.endpoints.web.discovery.enabled", "false"),
        Map.entry("management.endpoints.web.path-mapping.prometheus", "metrics"),
        Map.entry("management.endpoints.web.exposure.include", "health,prometheus"),
        Map.entry("management.endpoints.jmx.exposure.exclude", "*"),
        Map.entry("management.endpoint.health.show-details", "never"),
        Map.entry("management.endpoint.health.show-components", "never"));
  }

  static Map<String, String> tls(Certificate certificate) {
    return Map.of(
        "server.ssl.certificate",
        certificate.chain().toUri().toString(),
        "server.ssl.certificate-private-key",
        certificate.privateKey().toUri().toString(),
        "server.ssl.enabled-protocols",
        "TLSv1.3,TLSv1.2",
        "server.servlet.session.cookie.secure",
        "true");
  }
}
